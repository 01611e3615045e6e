"""Who died, left or moved away: entered by two people, taken back within days, and what becomes of the time."""
