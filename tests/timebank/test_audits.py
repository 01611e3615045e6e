"""Audits by themselves: what is new every few minutes, the whole book at night and when somebody asks."""

import pytest

from tests.conftest import publish
from tests.timebank.kernel import BOOK, Give, give
from tests.timebank.test_book_audit import tamper
from tests.town import Town
from timebank.actors import system
from timebank.audits import AuditView, audit_whole, frequent, last_audit, nightly
from timebank.jobs import run_job
from timebank.settings import Settings


def last(town: Town, *, is_whole: bool | None = True) -> AuditView | None:
    with town.bank.reading(system(BOOK)) as reading:
        return last_audit(reading, is_whole=is_whole)


def give_and_wait(town: Town) -> None:
    town.clock.advance(minutes=5)
    town.bank.run(give, Give("wang", 10), system(BOOK))


@pytest.fixture
def town(signed_town: Town) -> Town:
    return signed_town


def test_what_is_new_is_audited_from_where_the_last_audit_ended(
    town: Town, signed_settings: Settings
) -> None:
    run_job(town.bank, nightly(signed_settings))
    whole = last(town)
    assert whole is not None and whole.found == 0

    new = frequent(signed_settings)
    assert not new.is_due(town.bank, BOOK)
    give_and_wait(town)
    run_job(town.bank, new)
    give_and_wait(town)
    run_job(town.bank, new)

    audit = last(town, is_whole=False)
    assert audit is not None
    assert (audit.since, audit.entries, audit.found) == (whole.entries + 2, whole.entries + 3, 0)
    assert last(town) == whole


def test_an_edit_of_a_new_entry_is_found_within_minutes(town: Town, signed_settings: Settings) -> None:
    run_job(town.bank, nightly(signed_settings))
    give_and_wait(town)
    size = last(town)
    assert size is not None
    tamper(town, "DROP TRIGGER ledger_posting_no_update")
    tamper(town, "UPDATE ledger_posting SET amount = 99 WHERE seq > ?", size.entries)

    run_job(town.bank, frequent(signed_settings))

    audit = last(town, is_whole=False)
    assert audit is not None
    assert {one.kind for one in audit.findings} == {"PROJECTION_DRIFT"}


def test_before_the_first_whole_audit_nothing_counts_as_new(town: Town, signed_settings: Settings) -> None:
    assert not frequent(signed_settings).is_due(town.bank, BOOK)


def test_the_nightly_audit_sees_the_rows_beside_the_entries_too(
    town: Town, signed_settings: Settings
) -> None:
    tamper(town, "UPDATE account_holder SET handle = 'a' WHERE owner_id = ?", town.zhao.member_id)

    assert audit_whole(signed_settings, town.bank, BOOK) > 0

    audit = last(town)
    assert audit is not None
    assert "ROW_ASTRAY" in {one.kind for one in audit.findings}


def test_what_is_signed_during_an_audit_is_no_older_backup(town: Town, signed_settings: Settings) -> None:
    def sign_something_new(done: int, total: int) -> None:
        town.bank.run(give, Give("wang", 10), system(BOOK))
        publish(town, signed_settings)

    assert audit_whole(signed_settings, town.bank, BOOK, sign_something_new) == 0
