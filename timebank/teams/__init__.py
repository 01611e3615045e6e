"""Teams of a site: who serves together, and whose hours are given away where the region says so."""
