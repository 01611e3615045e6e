"""The points shop of a site: goods that donors deliver, priced in points, ordered, handed over and counted."""
