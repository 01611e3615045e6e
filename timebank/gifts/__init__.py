"""Time given to others: to kin, as a standing promise to pay their care, and to the pool of a site."""
