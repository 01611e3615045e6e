"""What must hold of each entry, one rule a function: given a step of the audit, it says what is wrong, or nothing."""

from collections.abc import Callable
from hashlib import sha256

from ledger.account import Side
from ledger.audit_step import Step
from ledger.errors import IntegrityError, Malformed
from ledger.kinds import KINDS
from ledger.own_lines import Accounts, Genesis, Import, PolicyChange, Refuse, Seal
from ledger.rows import answer_key, entry_row
from ledger.seal import seal_of

Rule = Callable[[Step], str | None]

OTHER_SIDE: dict[Side, Side] = {"debit": "credit", "credit": "debit"}


def columns_follow_from_bytes(step: Step) -> str | None:
    derived = entry_row(step.entry, step.row.bytes)
    if derived == step.row:
        return None
    names = [
        name
        for name, value, stored in zip(derived._fields, derived, step.row, strict=True)
        if value != stored
    ]
    return f"column {', '.join(names)} is not what the bytes say"


def it_is_of_this_book(step: Step) -> str | None:
    return None if step.entry.book == step.standing.store.book else f"it is of book {step.entry.book}"


def it_goes_on_from_the_entry_before(step: Step) -> str | None:
    prev = step.prev
    if isinstance(step.entry.body, Genesis):
        prev = sha256(step.entry.body.origin.encode()).digest()
    return (
        None
        if prev is None or step.entry.prev == prev
        else "it goes on from another entry than the one before"
    )


def the_log_begins_with_genesis(step: Step) -> str | None:
    return (
        None
        if (step.entry.seq == 0) is (step.entry.kind == "genesis")
        else "genesis is the first entry, and only it"
    )


def time_never_goes_back(step: Step) -> str | None:
    return (
        None
        if step.entry.recorded >= step.standing.recorded
        else "it was recorded before the entry before it"
    )


def its_policy_was_announced(step: Step) -> str | None:
    announced = step.standing.policy
    if step.entry.policy <= announced or step.standing.unsure:
        return None
    return f"policy {step.entry.policy} was not announced, the last was {announced}"


def it_is_the_next_policy(step: Step) -> str | None:
    body, announced = step.entry.body, step.standing.policy
    if not isinstance(body, PolicyChange) or body.version == announced + 1 or step.standing.unsure:
        return None
    return f"policy {body.version} does not come after {announced}"


def with_names_an_earlier_entry(step: Step) -> str | None:
    id_ = step.entry.with_id
    if id_ is None or step.standing.unsure:
        return None
    found = step.standing.store.find([id_]).get(id_)
    return None if found is not None and found.seq < step.entry.seq else f"with names no earlier entry: {id_}"


def it_closes_what_stands_open(step: Step) -> str | None:
    entry, ref = step.entry, step.ref
    if entry.ref is None or (ref is None and step.standing.unsure):
        return None
    if ref is None or ref.seq >= entry.seq:
        return f"ref names no earlier entry: {entry.ref}"
    if ref.kind not in KINDS[entry.kind].closes:
        return f"a {entry.kind} cannot follow a {ref.kind}"
    closed = (
        ref.id in step.standing.reversed if entry.kind == "reverse" else ref.id not in step.standing.reserves
    )
    return f"entry {ref.seq} was closed before" if closed else None


def its_legs_are_those_of_ref(step: Step) -> str | None:
    entry, ref = step.entry, step.ref
    if ref is None or ref.kind not in KINDS[entry.kind].closes:
        return None
    turned = entry.kind == "reverse"
    due = {(OTHER_SIDE[side] if turned else side, who, unit): amount for side, who, unit, amount in ref.legs}
    legs = {(p.side, p.handle, p.unit): p.amount if p.held is None else p.held for p in entry.postings}
    if legs.keys() != due.keys():
        return f"its accounts are not those of entry {ref.seq}"
    wrong = any(legs[key] > due[key] for key in due) if turned else legs != due
    return f"its amounts are not those of entry {ref.seq}" if wrong else None


def debits_equal_credits(step: Step) -> str | None:
    sums: dict[str, int] = {}
    held: dict[str, int] = {}
    for p in step.entry.postings:
        sign = 1 if p.side == "debit" else -1
        sums[p.unit] = sums.get(p.unit, 0) + sign * p.amount
        held[p.unit] = held.get(p.unit, 0) + sign * (p.held or 0)
    wrong = sorted(unit for unit in sums if sums[unit] or held[unit])
    return f"debits and credits differ in {', '.join(wrong)}" if wrong else None


def it_moves_something(step: Step) -> str | None:
    return None if any(p.amount for p in step.entry.postings) else "it moves nothing"


def its_accounts_are_open(step: Step) -> str | None:
    kind = step.entry.kind
    for posting, account in zip(step.entry.postings, step.before, strict=True):
        frozen = account.status == "frozen" and (
            KINDS[kind].reserves or (kind == "transfer" and posting.side == "debit")
        )
        if (account.status == "closed" or frozen) and not step.standing.doubts(account.key):
            return f"account {account.handle} in {account.unit} is {account.status}"
    return None


def no_account_exceeds_its_limit(step: Step) -> str | None:
    for account in step.after:
        available = account.available
        if available is not None and available < 0 and not step.standing.doubts(account.key):
            return f"account {account.handle} in {account.unit} is {-available} beyond its limit"
    return None


def no_counter_is_negative(step: Step) -> str | None:
    for a in step.after:
        if min(a.debits, a.credits, a.pending_debits, a.pending_credits) < 0:
            return f"account {a.handle} in {a.unit} has a negative counter"
    return None


def what_lapses_goes_home(step: Step) -> str | None:
    legs = list(zip(step.entry.postings, step.before, strict=True))
    for credited in (account for posting, account in legs if posting.side == "credit"):
        for source in (account for posting, account in legs if posting.side == "debit"):
            at_home = source.class_ == "grant" and source.of == credited.handle
            if source.unit == credited.unit and credited.class_ != "expired" and not at_home:
                return (
                    f"units lapse to account {credited.handle}, which is neither expired nor their programme"
                )
    return None


def terms_stay_within_bounds(step: Step) -> str | None:
    body = step.entry.body
    for line in body.lines if isinstance(body, Accounts) else ():
        account = step.standing.accounts.get((line.handle, line.unit))
        if account is None or step.standing.doubts(account.key):
            continue
        if account.status == "closed":
            return f"account {line.handle} in {line.unit} was closed before"
        if (account.class_, account.of) != (line.class_, line.of):
            return f"account {line.handle} in {line.unit} changes its class or what it belongs to"
        if line.status == "closed" and (account.balance or account.pending_debits or account.pending_credits):
            return f"account {line.handle} in {line.unit} closes with something in it"
    return None


def an_export_is_answered_once(step: Step) -> str | None:
    body = step.entry.body
    if isinstance(body, Import) and step.entry.recorded > body.deadline:
        return "it imports after the deadline"
    if isinstance(body, Import | Refuse) and answer_key(body.origin, body.index) in step.standing.answered:
        return f"entry {body.index} of {body.origin} was answered before"
    return None


def a_seal_fixes_what_stood(step: Step) -> str | None:
    body = step.entry.body
    if not isinstance(body, Seal) or step.standing.unsure or step.standing.rows_differ:
        return None
    if body.at >= step.entry.seq:
        return f"it seals entry {body.at}, which does not stand before it"
    try:
        made = seal_of(step.standing.store, body.at)
    except (IntegrityError, Malformed) as error:  # rows that agree one by one, and an index that misses some
        return f"the seal of entry {body.at} cannot be made again: {error}"
    return None if made == body else f"it is not the seal of entry {body.at}"


Rules = tuple[tuple[str, Rule], ...]  # kind of finding, and the rule

_OF_ALL: Rules = (
    ("MALFORMED", it_is_of_this_book),
    ("PROJECTION_DRIFT", columns_follow_from_bytes),
    ("FORK", it_goes_on_from_the_entry_before),
    ("BAD_GENESIS", the_log_begins_with_genesis),
    ("TIME_BACKWARDS", time_never_goes_back),
    ("BAD_POLICY", its_policy_was_announced),
    ("BAD_REF", with_names_an_earlier_entry),
)
_OF_MOVES: Rules = (
    ("UNBALANCED", debits_equal_credits),
    ("BAD_AMOUNT", it_moves_something),
    ("BAD_STATUS", its_accounts_are_open),
    ("LIMIT_BROKEN", no_account_exceeds_its_limit),
    ("BAD_AMOUNT", no_counter_is_negative),
)
_OF_CLOSINGS: Rules = (
    ("BAD_REF", it_closes_what_stands_open),
    ("BAD_REF", its_legs_are_those_of_ref),
)
_OF_KIND: dict[str, Rules] = {
    "account": (("BAD_TERMS", terms_stay_within_bounds), ("LIMIT_BROKEN", no_account_exceeds_its_limit)),
    "policy": (("BAD_POLICY", it_is_the_next_policy),),
    "expire": (("BAD_LAPSE", what_lapses_goes_home),),
    "seal": (("BAD_SEAL", a_seal_fixes_what_stood),),
    "import": (("BAD_ANSWER", an_export_is_answered_once),),
    "refuse": (("BAD_ANSWER", an_export_is_answered_once),),
}
RULES: dict[str, Rules] = {
    name: _OF_ALL
    + (_OF_MOVES if kind.moves else ())
    + (_OF_CLOSINGS if kind.closes else ())
    + _OF_KIND.get(name, ())
    for name, kind in KINDS.items()
}
