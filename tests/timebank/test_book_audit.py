"""The audit of a book and of all that stands beside its entries: clean as it was written, and each tampering named."""

from typing import Any

import pytest

from ledger.finding import Finding
from tests import walk
from tests.town import BOOK, Town
from timebank.book_audit import BookAudit, audit_book
from timebank.crypto import Vault
from timebank.db import sqlite
from timebank.services.commands import CorrectService
from timebank.services.correcting import correct_service


def examine(town: Town) -> BookAudit:
    """Audit as the command does: with fresh keys, so that nothing remembered hides what was changed."""
    with town.bank.connect() as connection:
        return audit_book(connection, Vault(bytes(32)), BOOK)


def kinds(findings: tuple[Finding, ...]) -> list[str]:
    return [finding.kind for finding in findings]


def tamper(town: Town, sql: str, *values: Any) -> None:
    """Change the file behind the bank's back, as somebody with a shell on the machine could."""
    connection = sqlite.connect(file_of(town))
    changed = connection.execute(sql, values).rowcount
    assert changed != 0, "the tampering hit nothing"
    connection.commit()
    connection.close()


def file_of(town: Town) -> str:
    with town.bank.connect() as connection:
        return connection.exec_driver_sql("PRAGMA database_list").one()[2]


def test_a_book_after_a_whole_service_has_no_findings(town: Town) -> None:
    walk.settled(town)

    audit = examine(town)

    assert audit.findings == ()
    assert audit.entries > 15
    assert audit.erased == 0


def test_it_tells_how_far_it_has_come(town: Town) -> None:
    told: list[tuple[int, int]] = []

    with town.bank.connect() as connection:
        audit = audit_book(connection, Vault(bytes(32)), BOOK, lambda done, total: told.append((done, total)))

    assert told[-1] == (audit.entries, audit.entries)


def test_one_changed_byte_names_that_entry_alone_and_the_missing_guard(town: Town) -> None:
    walk.settled(town)
    with town.bank.connect() as connection:
        entry = "SELECT seq, id, bytes FROM ledger_entry WHERE kind = 'settle'"
        seq, id_, data = connection.exec_driver_sql(entry).one()
    place = data.index(b"acts sha256 ") + 20
    changed = data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :]

    tamper(town, "DROP TRIGGER ledger_entry_no_update")
    tamper(town, "UPDATE ledger_entry SET bytes = ? WHERE seq = ?", changed, seq)
    audit = examine(town)

    assert sorted(kinds(audit.findings)) == ["EDITED", "GUARD_MISSING"]
    assert [(one.seq, one.id) for one in audit.findings if one.kind == "EDITED"] == [(seq, id_)]


@pytest.mark.parametrize(
    ("sql", "kind"),
    [
        ("UPDATE entry_text SET salt = zeroblob(16) WHERE rowid = 1", "TEXT_ALTERED"),
        ("UPDATE entry_text SET sealed = zeroblob(60) WHERE rowid = 1", "TEXT_ALTERED"),
        ("DELETE FROM entry_text WHERE rowid = 1", "TEXT_MISSING"),
        ("UPDATE entry_text SET entry_id = 'nowhere' WHERE rowid = 1", "TEXT_ASTRAY"),
        ("UPDATE service_entry SET seq = seq + 1 WHERE rowid = 1", "ROW_DRIFT"),
        ("UPDATE service_entry SET entry_id = 'nowhere' WHERE rowid = 1", "ROW_ASTRAY"),
        ("UPDATE service_reserve SET minutes = minutes + 1", "ROW_DRIFT"),
        ("UPDATE service_reserve SET payer = 'another'", "ROW_DRIFT"),
        ("UPDATE service_reserve SET is_open = 1", "ROW_DRIFT"),
        ("UPDATE service_reserve SET settled_minutes = settled_minutes + 1", "ROW_DRIFT"),
        ("UPDATE service_reserve SET entry_id = 'nowhere'", "ROW_ASTRAY"),
        ("UPDATE service_reserve SET closing_entry_id = ''", "ROW_DRIFT"),
        ("UPDATE service SET credited_minutes = credited_minutes + 30", "ROW_DRIFT"),
        ("UPDATE service SET state = 'reversed'", "ROW_DRIFT"),
        ("UPDATE tally SET value = value + 1 WHERE name = 'services.settled'", "TALLY_DRIFT"),
        ("UPDATE tally SET value = value + 1 WHERE name = 'minutes.settled'", "TALLY_DRIFT"),
        ("DELETE FROM tally WHERE name = 'members.elder'", "TALLY_DRIFT"),
        (
            "UPDATE account_holder SET handle = 'aaaaaaaaaaaaaaaaaaaa' WHERE owner_id = (SELECT min(id) FROM site)",
            "ROW_ASTRAY",
        ),
        ("UPDATE policy_version SET text = text || 'earn.notice_days = 0'", "RULES_ALTERED"),
        ("DELETE FROM policy_version", "RULES_ALTERED"),
    ],
)
def test_what_was_changed_beside_the_entries_is_named(town: Town, sql: str, kind: str) -> None:
    walk.settled(town)

    tamper(town, sql)

    assert kind in kinds(examine(town).findings)


def test_the_words_of_an_erased_person_are_counted_not_found_at_fault(town: Town) -> None:
    walk.settled(town)

    tamper(town, "DELETE FROM person_key WHERE member_id = ?", town.wang.member_id)
    audit = examine(town)

    assert audit.findings == ()
    assert audit.erased > 0


def test_a_reservation_whose_row_is_gone_is_found(town: Town) -> None:
    walk.accepted(town)

    tamper(town, "DELETE FROM service_reserve")

    assert kinds(examine(town).findings) == ["ROW_DRIFT"]


def test_minutes_promised_beyond_what_is_set_aside_name_the_service(town: Town) -> None:
    service_id = walk.verified(town)

    tamper(town, "UPDATE service SET credited_minutes = 61 WHERE id = ?", service_id)

    (finding,) = examine(town).findings
    assert "is promised 61 minutes, 60 are set aside" in str(finding)


@pytest.mark.parametrize("minutes", [0, 45])
def test_a_corrected_service_agrees_and_its_tampering_is_named(town: Town, minutes: int) -> None:
    service_id = walk.settled(town)
    town.bank.run(correct_service, CorrectService(service_id, minutes, "记多了"), town.chen)
    assert examine(town).findings == ()

    tamper(town, "UPDATE service SET credited_minutes = credited_minutes + 1 WHERE id = ?", service_id)

    findings = [str(finding) for finding in examine(town).findings if finding.kind == "ROW_DRIFT"]
    assert len(findings) == 1
    assert f"the ledger moved {minutes}" in findings[0]


def test_a_correction_carried_by_the_county_agrees(town: Town) -> None:
    service_id = walk.settled(town)
    walk.spend(town, town.li, 40)
    correction = CorrectService(service_id, 0, "没有去", cover_from_loss=True)
    town.bank.run(correct_service, correction, town.chen)

    assert examine(town).findings == ()


def test_a_service_paid_by_two_agrees(town: Town) -> None:
    service_id = walk.confirmed(town, worked=200)
    walk.verify(town, service_id, town.nong, shortfall="public")
    walk.pass_notice(town)
    assert examine(town).findings == ()
    town.bank.run(correct_service, CorrectService(service_id, 100, "记多了"), town.chen)

    assert examine(town).findings == ()


def test_minutes_posted_by_a_correction_alone_agree(town: Town) -> None:
    service_id = walk.confirmed(town)
    walk.verify(town, service_id, town.nong, minutes=0)
    walk.pass_notice(town)
    walk.correct(town, service_id, 25)

    assert examine(town).findings == ()
