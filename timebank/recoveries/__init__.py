"""A lost card, a forgotten PIN, a new phone: the old one ends and a new one is given by two people of the office."""
