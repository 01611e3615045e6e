"""Points of households: earned by settled service and by village deeds, spent in the shop."""
