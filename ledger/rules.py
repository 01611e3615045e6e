"""The rules of the book, pure: no SQL, no clock.

`apply` takes an act and the accounts it touches, and gives these accounts afterwards, or refuses. When it has
returned, the write must succeed. Acts that close an earlier one are built from that one's legs here.
"""

from collections.abc import Mapping
from dataclasses import replace

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
    kind, split = act.kind, len(act.debits)
    before = [_find_open(accounts, leg, kind) for leg in act.legs]
    if kind not in ("settle", "release"):  # these two spend only what was set aside before
        for leg, account in zip(act.debits, before, strict=False):
            _require_available(account, leg.amount, kind)
    if kind == "expire":
        _require_lapse(before[:split], before[split:])
    return tuple(
        _moved(account, leg, kind, "debit" if place < split else "credit", seq)
        for place, (leg, account) in enumerate(zip(act.legs, before, strict=True))
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
    least, legs = KINDS[act.kind].least, act.legs
    if not act.debits or not act.credits:
        raise WrongLegs(f"a {act.kind} has at least one debit and one credit")
    if len(legs) > MAX_POSTINGS:
        raise WrongLegs(f"{len(legs)} legs, at most {MAX_POSTINGS}")
    if len(set(act.keys)) != len(legs):
        raise WrongLegs("an account stands in an entry once")
    for leg in legs:
        if not least <= leg.amount <= MAX_NUMBER:
            raise AmountOutOfRange(leg.amount, least, MAX_NUMBER)
    debits, credits = _sums(act.debits), _sums(act.credits)
    if debits != credits:
        unit = min(unit for unit in debits | credits if debits.get(unit) != credits.get(unit))
        raise Unbalanced(unit, debits.get(unit, 0), credits.get(unit, 0))
    if not any(debits.values()):
        raise WrongLegs(f"a {act.kind} of nothing")


def _sums(legs: tuple[Leg, ...]) -> dict[str, int]:
    sums: dict[str, int] = {}
    for leg in legs:
        sums[leg.unit] = sums.get(leg.unit, 0) + leg.amount
    return sums


def _find_open(accounts: Accounts, leg: Leg, kind: str) -> Account:
    account = accounts.get((leg.handle, leg.unit))
    if account is None:
        raise UnknownAccount(leg.handle, leg.unit)
    if account.status == "closed":
        raise AccountClosed(*account.key)
    if account.status == "frozen" and KINDS[kind].reserves:
        raise AccountFrozen(*account.key)
    return account


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
    largest = max(after.debits, after.credits, after.pending_debits, after.pending_credits)
    if largest > MAX_NUMBER:
        raise AmountOutOfRange(leg.amount, 0, MAX_NUMBER - largest + leg.amount)
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
