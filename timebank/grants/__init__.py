"""Grants: programmes of the county that give minutes every month to those who cannot earn them."""
