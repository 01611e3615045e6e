"""What a county's book owes: minutes issued and not yet taken back, which its members and sites hold."""

from dataclasses import dataclass

from ledger.account import Account
from timebank.actors import Actor, Role
from timebank.errors import NotAllowed
from timebank.grants.queries import programme_accounts
from timebank.work import Reading

MAY_SEE = (Role.COUNTY, Role.AUDITOR)


@dataclass(frozen=True, slots=True)
class Liabilities:
    """Minutes issued, by the county and by its programmes; those set aside to be, those lost, and what others hold."""

    issued: int
    reserved: int
    lost: int
    held: int


def liabilities(reading: Reading, actor: Actor) -> Liabilities:
    """Return what the book owes; the sums follow from its own accounts, since all postings add up to zero.

    Raises:
        NotAllowed: the actor neither runs nor audits the county.
    """
    if not actor.may_act_at(actor.book, MAY_SEE):
        raise NotAllowed
    issue = reading.ledger.account(reading.ledger.issue_handle())
    loss = reading.ledger.account(reading.ledger.loss_handle())
    granted = (reading.ledger.account(handle) for handle in programme_accounts(reading))
    issued, lost = _paid_out(issue) + sum(map(_paid_out, granted)), _paid_out(loss)
    return Liabilities(issued, issue.pending_debits, lost, issued + lost)


def _paid_out(account: Account) -> int:
    return account.debits - account.credits
