"""Regions from city to village, and the mutual-aid sites in them."""
