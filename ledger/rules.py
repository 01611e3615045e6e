"""The rules of the book, pure: no SQL, no clock.

`apply` takes an act and the accounts it touches, and gives these accounts afterwards, or refuses. When it has
returned, the write must succeed. Acts that close an earlier one are built from that one's legs here.
"""

from collections.abc import Mapping
from dataclasses import replace
from itertools import chain

from ledger.account import Account, AccountTerms, Key, Side, opened
from ledger.entry import MAX_POSTINGS, Entry
from ledger.errors import (
    AccountClosed,
    AccountFrozen,
    AccountNotEmpty,
    AmountOutOfRange,
    InsufficientBalance,
    LimitTooLow,
    TermsFixed,
    Unbalanced,
    UnknownAccount,
    WrongKind,
    WrongLegs,
)
from ledger.grammar import MAX_NUMBER
from ledger.kinds import KINDS
from ledger.own_lines import Accounts as AccountLines
from ledger.own_lines import Release
from ledger.transfer import Act, Leg, deltas

Accounts = Mapping[Key, Account]


def apply(act: Act, accounts: Accounts, seq: int) -> tuple[Account, ...]:
    """Return the accounts after entry `seq` has carried out the act, in the order of `act.keys`, or refuse.

    `accounts` holds every account that the act names and the book knows.
    """
    if isinstance(act.body, AccountLines):
        return tuple(_under(accounts.get((terms.handle, terms.unit)), terms) for terms in act.body.lines)
    if not KINDS[act.kind].moves:
        return ()
    _require_legs(act)
    before = [_find(accounts, leg.key) for leg in chain(act.debits, act.credits)]
    for account in before:
        _require_open(account, act.kind)
    split = len(act.debits)
    if act.kind not in ("settle", "release"):  # these two spend only what was set aside before
        for leg, account in zip(act.debits, before[:split], strict=True):
            _require_available(account, leg.amount, act.kind)
    if act.kind == "expire":
        _require_lapse(before[:split], before[split:])
    return (
        *(_moved(*pair, act.kind, "debit", seq) for pair in zip(before[:split], act.debits, strict=True)),
        *(_moved(*pair, act.kind, "credit", seq) for pair in zip(before[split:], act.credits, strict=True)),
    )


def settlement(ref: Entry, amounts: Mapping[Key, int]) -> Act:
    """Return the act that settles a reservation, for each account with the amount that is really due."""
    act = act_of(ref)
    _require_closable("settle", ref)
    return Act(
        "settle",
        _with_amounts(act.debits, amounts, held=True),
        _with_amounts(act.credits, amounts, held=True),
        ref=ref.id,
    )


def release(ref: Entry, reason: str) -> Act:
    """Return the act that gives all of a reservation back."""
    act = act_of(ref)
    _require_closable("release", ref)
    return Act("release", act.debits, act.credits, Release(reason), ref.id)


def reversal(ref: Entry, amounts: Mapping[Key, int]) -> Act:
    """Return the act that takes back a transfer or a settlement, wholly or in part."""
    act = act_of(ref)
    _require_closable("reverse", ref)
    return Act(
        "reverse",
        _with_amounts(act.credits, amounts, held=False),
        _with_amounts(act.debits, amounts, held=False),
        ref=ref.id,
    )


def full_amounts(ref: Entry) -> dict[Key, int]:
    """Return what each account of an entry was posted."""
    return {(posting.handle, posting.unit): posting.amount for posting in ref.postings}


def single_amount(ref: Entry, amount: int) -> dict[Key, int]:
    """Return the same amount for both accounts of an entry that has one debit and one credit."""
    if len(ref.postings) != 2:
        raise WrongLegs(f"entry {ref.id} has {len(ref.postings)} postings: say an amount for each")
    return {(posting.handle, posting.unit): amount for posting in ref.postings}


def act_of(entry: Entry) -> Act:
    """Return the act an entry carries out, as its caller asked for it."""
    legs: dict[Side, list[Leg]] = {"debit": [], "credit": []}
    for posting in entry.postings:
        legs[posting.side].append(Leg(posting.handle, posting.unit, posting.amount, posting.held))
    return Act(entry.kind, tuple(legs["debit"]), tuple(legs["credit"]), entry.body, entry.ref)


def _require_legs(act: Act) -> None:
    kind = KINDS[act.kind]
    if not act.debits or not act.credits:
        raise WrongLegs(f"a {act.kind} has at least one debit and one credit")
    count = len(act.debits) + len(act.credits)
    if count > MAX_POSTINGS:
        raise WrongLegs(f"{count} legs, at most {MAX_POSTINGS}")
    if len({leg.key for leg in chain(act.debits, act.credits)}) != count:
        raise WrongLegs("an account stands in an entry once")
    sums: dict[str, list[int]] = {}
    for side, legs in enumerate((act.debits, act.credits)):
        for leg in legs:
            if not kind.least <= leg.amount <= MAX_NUMBER:
                raise AmountOutOfRange(leg.amount, kind.least, MAX_NUMBER)
            sums.setdefault(leg.unit, [0, 0])[side] += leg.amount
    for unit, (debits, credits) in sums.items():
        if debits != credits:
            raise Unbalanced(unit, debits, credits)
    if not any(leg.amount for leg in act.debits):
        raise WrongLegs(f"a {act.kind} of nothing")


def _find(accounts: Accounts, key: Key) -> Account:
    account = accounts.get(key)
    if account is None:
        raise UnknownAccount(*key)
    return account


def _require_open(account: Account, kind: str) -> None:
    if account.status == "closed":
        raise AccountClosed(*account.key)
    if account.status == "frozen" and KINDS[kind].reserves:
        raise AccountFrozen(*account.key)


def _require_available(account: Account, amount: int, kind: str) -> None:
    if account.status == "frozen" and kind == "transfer":
        raise AccountFrozen(*account.key)
    available = account.available
    if available is not None and amount > available:
        raise InsufficientBalance(account.handle, account.unit, available, amount)


def _require_lapse(debited: list[Account], credited: list[Account]) -> None:
    """What lapses goes to `expired`, or from a month's grant back to its programme."""
    for account in credited:
        sources = [source for source in debited if source.unit == account.unit]
        if account.class_ != "expired" and any(
            s.class_ != "grant" or s.of != account.handle for s in sources
        ):
            raise WrongLegs("what lapses goes to an account of class expired or back to the programme")


def _moved(account: Account, leg: Leg, kind: str, side: Side, seq: int) -> Account:
    posted, pending = deltas(kind, leg.amount, leg.held)
    after = account.moved(side, posted, pending, seq)
    for counter in (after.debits, after.credits, after.pending_debits, after.pending_credits):
        if counter > MAX_NUMBER:
            raise AmountOutOfRange(leg.amount, 0, MAX_NUMBER - counter + leg.amount)
    return after


def _under(account: Account | None, terms: AccountTerms) -> Account:
    if account is None:
        return opened(terms)
    if account.status == "closed":
        raise AccountClosed(*account.key)
    if (account.class_, account.of) != (terms.class_, terms.of):
        raise TermsFixed(*account.key)
    needed = account.debits + account.pending_debits - account.credits
    if terms.limit is not None and terms.limit < needed:
        raise LimitTooLow(*account.key, terms.limit, needed)
    reserved = account.pending_debits + account.pending_credits
    if terms.status == "closed" and (account.balance or reserved):
        raise AccountNotEmpty(*account.key, account.balance, reserved)
    return account.under(terms)


def _require_closable(kind: str, ref: Entry) -> None:
    if ref.kind not in KINDS[kind].closes:
        raise WrongKind(kind, ref.id, ref.kind)


def _with_amounts(legs: tuple[Leg, ...], amounts: Mapping[Key, int], *, held: bool) -> tuple[Leg, ...]:
    result = []
    for leg in legs:
        amount = amounts.get(leg.key)
        if amount is None:
            raise WrongLegs(f"no amount for account {leg.handle} in {leg.unit}")
        if not 0 <= amount <= leg.amount:
            raise AmountOutOfRange(amount, 0, leg.amount)
        result.append(replace(leg, amount=amount, held=leg.amount if held else None))
    return tuple(result)
