"""Coordinators' own phones: their keys, and what they recorded where there is no network."""
