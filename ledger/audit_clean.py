"""The short way through the audit, for a plain move in which everything agrees.

Nearly every entry is one, so this is what an audit takes its time for: values are compared as they come, with no
entry, step or rule made in between. What cannot be vouched for at first sight is left untouched to the long way
(audit_pass.py), which goes by the rules and says what is wrong. So this may be stricter than the rules and never
laxer; the tests hold both ways against each other.
"""

from collections.abc import Sequence

from ledger.account import Account, Side
from ledger.ahead import Ahead
from ledger.audit_states import StateCheck
from ledger.audit_step import Named, Standing
from ledger.kinds import KINDS
from ledger.plain_move import PlainMove, read_plain_move
from ledger.rows import EntryRow, Found, PostingRow
from ledger.transfer import deltas


class CleanPath:
    """Lets clean entries stand, in order, on the same ground as the long way."""

    def __init__(self, standing: Standing, postings: Ahead[PostingRow], states: StateCheck) -> None:
        self._standing = standing
        self._postings = postings
        self._states = states
        self._book = standing.store.book
        self._earlier: dict[str, Found] = {}  # entries that those of the run name

    def look_up(self, run: Sequence[EntryRow]) -> None:
        """Find all at once what these name: the entries they reverse, and those that stand behind `with`."""
        named = {row.with_id for row in run} | {row.ref for row in run if row.kind == "reverse"}
        ids = {id_ for id_ in named if id_ is not None}
        self._earlier = self._standing.store.find(ids) if ids else {}

    def passes(self, row: EntryRow, prev: bytes | None) -> bool:
        """Let the entry stand if all of it agrees, and tell whether it does. If not, nothing has changed.

        `row.bytes` are what was once hashed, and `prev` is the leaf hash of the entry before.
        """
        move = read_plain_move(row.bytes)
        if move is None or prev is None or not self._is_next(move, row, prev) or not self._closes(move):
            return False
        accounts = self._standing.accounts
        payer, payee = accounts.get((move.payer, move.unit)), accounts.get((move.payee, move.unit))
        if payer is None or payee is None or not _may_move(move, payer, payee):
            return False
        posted, pending = deltas(move.kind, move.amount, move.held)
        debited = payer.moved("debit", posted, pending, move.seq)
        credited = payee.moved("credit", posted, pending, move.seq)
        if not (_is_sound(debited) and _is_sound(credited) and self._is_stored(move, debited, credited)):
            return False
        states = (debited, payer.last, move.payer_state), (credited, payee.last, move.payee_state)
        if not self._states.are_clean(move.seq, states):
            return False
        self._let_stand(move, debited, credited)
        return True

    def _is_next(self, move: PlainMove, row: EntryRow, prev: bytes) -> bool:
        """Tell whether the entry goes on from what stands, and its columns are what the bytes say."""
        standing = self._standing
        columns = (
            self._book,
            move.seq,
            move.id,
            prev,
            move.kind,
            move.recorded,
            move.service,
            move.site,
            move.policy,
            move.ref,
            move.with_id,
            None,  # a move answers no export
            row.bytes,
        )
        return (
            row == columns
            and move.book == self._book
            and move.prev == prev.hex()
            and move.moment >= standing.recorded
            and move.policy <= standing.policy
            and (move.with_id is None or self._stands_before(move.with_id, move.seq))
        )

    def _closes(self, move: PlainMove) -> bool:
        """Tell whether the entry closes nothing, or what stands open and with the same legs."""
        if move.ref is None:
            return True
        if move.kind == "reverse":
            return self._reverses(move, move.ref)
        reserve = self._standing.reserves.get(move.ref)
        return reserve is not None and reserve.legs == _legs(move, move.held or move.amount)

    def _reverses(self, move: PlainMove, ref: str) -> bool:
        """Tell whether the entry takes back, for the first time, no more than an earlier one has moved."""
        if not self._stands_before(ref, move.seq) or ref in self._standing.reversed:
            return False
        taken_back = read_plain_move(self._earlier[ref].bytes)
        return (
            taken_back is not None
            and taken_back.kind in KINDS["reverse"].closes
            and (taken_back.id, taken_back.unit) == (ref, move.unit)
            and (taken_back.payer, taken_back.payee) == (move.payee, move.payer)
            and taken_back.amount >= move.amount
        )

    def _stands_before(self, id_: str, seq: int) -> bool:
        found = self._earlier.get(id_)
        return found is not None and found.seq < seq

    def _is_stored(self, move: PlainMove, debited: Account, credited: Account) -> bool:
        """Tell whether the rows of the postings are what the bytes say, and there is no third."""
        expected = [_posting(move, "debit", debited), _posting(move, "credit", credited)]
        if move.payee < move.payer:
            expected.reverse()
        stored = self._postings.look(3)
        return stored[:2] == expected and (len(stored) == 2 or stored[2].seq != move.seq)

    def _let_stand(self, move: PlainMove, debited: Account, credited: Account) -> None:
        standing = self._standing
        self._postings.skip(2)
        standing.recorded = move.moment
        standing.accounts[debited.key] = debited
        standing.accounts[credited.key] = credited
        if move.kind == "reserve":
            standing.reserves[move.id] = Named(move.id, move.seq, move.kind, _legs(move, move.amount))
        elif move.kind == "reverse" and move.ref is not None:
            standing.reversed.add(move.ref)
        elif move.ref is not None:
            del standing.reserves[move.ref]


def _legs(move: PlainMove, amount: int) -> tuple[tuple[Side, str, str, int], ...]:
    return ("debit", move.payer, move.unit, amount), ("credit", move.payee, move.unit, amount)


def _may_move(move: PlainMove, payer: Account, payee: Account) -> bool:
    lapses_home = move.kind != "expire" or payee.class_ == "expired"
    return payer.status == payee.status == "open" and lapses_home


def _is_sound(account: Account) -> bool:
    """Tell whether the account is within its limit and no counter is negative."""
    *_, limit, _, debits, credits, pending_debits, pending_credits, _, _ = account
    return min(debits, credits, pending_debits, pending_credits) >= 0 and (
        limit is None or debits + pending_debits <= credits + limit
    )


def _posting(move: PlainMove, side: Side, account: Account) -> tuple[object, ...]:
    return (
        move.book,
        move.seq,
        account.handle,
        account.unit,
        account.version,
        side,
        move.amount,
        move.held,
        account.debits,
        account.credits,
        account.pending_debits,
        account.pending_credits,
    )
