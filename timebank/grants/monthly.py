"""The job of every month: what lapses goes back to the budgets first, then the new month is granted out of them."""

from datetime import timedelta

from timebank.grants.granting import grant_due, is_grant_due
from timebank.grants.lapsing import is_lapse_due, lapse_due
from timebank.jobs import Job
from timebank.writer import Bank


def renew(bank: Bank, book: str) -> int:
    """Lapse what is due, then grant what is due; return how many accounts were ended and opened."""
    return lapse_due(bank, book) + grant_due(bank, book)


def is_renewal_due(bank: Bank, book: str) -> bool:
    """Tell whether there is anything to lapse or to grant."""
    return is_lapse_due(bank, book) or is_grant_due(bank, book)


GRANTS = Job("grants", timedelta(minutes=1), renew, is_renewal_due)
