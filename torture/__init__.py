"""What the service must survive: faults made in earnest on this machine, and what came of each, as one table."""
