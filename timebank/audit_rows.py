"""Whether the rows of the time bank agree with the ledger entries and accounts they name. One check a function."""

from collections.abc import Iterator
from itertools import islice
from typing import Any

from sqlalchemy import Connection, exists, func, select

from ledger.audit import Finding
from ledger.entry import parse
from ledger.errors import Malformed
from ledger.log_name import book_of, logs_up_to, number_of
from ledger.own_lines import PolicyChange
from ledger.rows import Found
from ledger.sql_store import SqlStore
from ledger.tables import ledger_account, ledger_entry
from timebank.accounts import AccountHolder
from timebank.certificates.model import COUNTING, Certificate, CertificateLine
from timebank.former_logs import find_in_logs
from timebank.policy import PolicyVersion, policy_digest
from timebank.services.model import Service
from timebank.services.records import Reserve, ServiceEntry

PAGE = 500


def accounts_astray(connection: Connection, store: SqlStore) -> Iterator[Finding]:
    """Give the holders of accounts that were never opened, and the accounts without a holder."""
    same = (
        (ledger_account.c.book == store.log)
        & (AccountHolder.book == store.book)
        & (ledger_account.c.handle == AccountHolder.handle)
    )
    holders = select(AccountHolder.handle).where(AccountHolder.book == store.book, ~exists().where(same))
    for handle in connection.scalars(holders):
        yield Finding("ROW_ASTRAY", None, None, f"account {handle} has a holder but was never opened")
    accounts = select(ledger_account.c.handle).where(
        ledger_account.c.book == store.log, ~exists().where(same)
    )
    for handle in connection.scalars(accounts):
        yield Finding("ROW_ASTRAY", None, None, f"account {handle} has no holder")


def entries_astray(connection: Connection, store: SqlStore) -> Iterator[Finding]:
    """Give the entries of services that are not in the ledger, or there under another number."""
    for name in logs_up_to(store.log):
        yield from _astray_in(connection, name)


def _astray_in(connection: Connection, log: str) -> Iterator[Finding]:
    same = (ledger_entry.c.book == log) & (ledger_entry.c.id == ServiceEntry.entry_id)
    true_seq = ledger_entry.c.seq.label("true_seq")
    rows = connection.execute(
        select(ServiceEntry.entry_id, ServiceEntry.service_id, ServiceEntry.seq, true_seq)
        .outerjoin(ledger_entry, same)
        .where(
            ServiceEntry.book == book_of(log),
            ServiceEntry.log == number_of(log),
            ledger_entry.c.seq.is_distinct_from(ServiceEntry.seq),
        )
    )
    for row in rows:
        if row.true_seq is None:
            says = f"service {row.service_id} names it, but it is not there"
            yield Finding("ROW_ASTRAY", row.seq, row.entry_id, says)
        else:
            says = f"service {row.service_id} has it as number {row.seq}"
            yield Finding("ROW_DRIFT", row.true_seq, row.entry_id, says)


def reserves_drifted(connection: Connection, store: SqlStore) -> Iterator[Finding]:
    """Give the reservations whose rows say something else than the entries that made and closed them."""
    rows = connection.execute(
        select(
            Reserve.service_id,
            Reserve.entry_id,
            Reserve.payer,
            Reserve.minutes,
            Reserve.is_open,
            Reserve.settled_minutes,
            Reserve.closing_entry_id,
        )
        .where(Reserve.book == store.book)
        .order_by(Reserve.service_id, Reserve.number)
    )
    waiting = iter(rows)
    while page := list(islice(waiting, PAGE)):
        ids = {id_ for row in page for id_ in (row.entry_id, row.closing_entry_id) if id_}
        found = find_in_logs(connection, store.log, ids)
        for row in page:
            reserve, closing = found.get(row.entry_id), found.get(row.closing_entry_id)
            if reserve is None or (closing is None and row.closing_entry_id):
                says = f"a reservation of service {row.service_id} names an entry that is not there"
                yield Finding("ROW_ASTRAY", None, row.entry_id, says)
            elif wrong := _differs(row, reserve, closing):
                says = f"the reservation of service {row.service_id} says {wrong}"
                yield Finding("ROW_DRIFT", reserve.seq, row.entry_id, says)


def certificates_drifted(connection: Connection, store: SqlStore) -> Iterator[Finding]:
    """Give the certificates whose issue is not in the ledger, and those that count other minutes than stand."""
    unremembered = connection.execute(
        select(Certificate.number, Certificate.entry_id)
        .outerjoin(
            ledger_entry,
            ledger_entry.c.book.in_(logs_up_to(store.log)) & (ledger_entry.c.id == Certificate.entry_id),
        )
        .where(
            Certificate.book == store.book, Certificate.issued_on.is_not(None), ledger_entry.c.seq.is_(None)
        )
    )
    for number, entry_id in unremembered:
        says = f"certificate {number} was issued, but its entry is not there"
        yield Finding("ROW_ASTRAY", None, entry_id, says)
    standing = func.coalesce(func.sum(Service.credited_minutes), 0)
    drifted = connection.execute(
        select(Certificate.number, Certificate.minutes, standing.label("standing"))
        .outerjoin(
            CertificateLine,
            (CertificateLine.book == Certificate.book) & (CertificateLine.certificate_id == Certificate.id),
        )
        .outerjoin(
            Service, (Service.book == CertificateLine.book) & (Service.id == CertificateLine.service_id)
        )
        .where(Certificate.book == store.book, Certificate.state.in_(COUNTING))
        .group_by(Certificate.id, Certificate.number, Certificate.minutes)
        .having(standing != Certificate.minutes)
    )
    for number, minutes, stands in drifted:
        says = f"certificate {number} counts {minutes} minutes, its services {stands}"
        yield Finding("ROW_DRIFT", None, None, says)


def rules_altered(connection: Connection, store: SqlStore) -> Iterator[Finding]:
    """Give the versions of the rules whose text is missing or not the one whose hash the ledger holds."""
    rows = select(PolicyVersion.version, PolicyVersion.text).where(PolicyVersion.book == store.book)
    texts: dict[int, str] = dict(connection.execute(rows).all())
    policies = select(ledger_entry.c.seq, ledger_entry.c.id, ledger_entry.c.bytes).where(
        ledger_entry.c.book == store.log, ledger_entry.c.kind == "policy"
    )
    for row in connection.execute(policies):
        try:
            change = parse(bytes(row.bytes)).body
        except Malformed:
            continue  # found by the ledger's own audit
        if not isinstance(change, PolicyChange):
            continue  # so is a column that is not what the bytes say
        text = texts.pop(change.version, None)
        if text is None or policy_digest(text) != change.digest:
            wrong = "is not kept" if text is None else "is another"
            yield Finding("RULES_ALTERED", row.seq, row.id, f"the text of version {change.version} {wrong}")
    for version in texts:
        yield Finding("RULES_ALTERED", None, None, f"version {version} of the rules is not in the ledger")


def _differs(row: Any, reserve: Found, closing: Found | None) -> str | None:
    """Return what the row of a reservation says differently from its entries."""
    try:
        entry = parse(reserve.bytes)
        end = parse(closing.bytes) if closing else None
    except Malformed:
        return None  # found by the ledger's own audit
    debits = [posting for posting in entry.postings if posting.side == "debit"]
    if entry.kind != "reserve" or [(one.handle, one.amount) for one in debits] != [(row.payer, row.minutes)]:
        return f"{row.minutes} minutes of account {row.payer}"
    if (reserve.closed_by or "") != row.closing_entry_id or row.is_open == bool(row.closing_entry_id):
        return "something else of its end"
    settled = end.postings[0].amount if end and end.kind == "settle" else 0
    return None if settled == row.settled_minutes else f"that {row.settled_minutes} minutes were settled"
