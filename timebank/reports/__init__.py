"""What an office sees, as sheets to take away: lists, statements and the indicators of the plans."""
