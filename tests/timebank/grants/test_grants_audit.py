"""The audit of grants: clean through a spent, a lapsed and a corrected month; whatever tells otherwise is found."""

from datetime import date, datetime

import pytest

from tests import walk
from tests.timebank.grants.scheme import MONTHLY, Scheme
from tests.timebank.test_book_audit import file_of, tamper
from tests.town import BOOK, Town
from timebank.book_audit import audit_book
from timebank.clock import SHANGHAI
from timebank.db import sqlite
from timebank.services.commands import ConfirmService, CorrectService
from timebank.services.correcting import correct_service
from timebank.services.use_cases import confirm_service


def findings(town: Town) -> list[str]:
    """Return what an audit finds of grants."""
    with town.bank.connect() as connection:
        found = audit_book(connection, town.bank.vault, BOOK).findings
    return [one.kind for one in found]


def months(town: Town) -> Scheme:
    """Let Meng's November pay a service of an hour that is put right to 40 minutes, and lapse; December stands."""
    scheme = Scheme(town)
    scheme.programme()
    scheme.runs()
    begins_at = datetime(2026, 11, 17, 9, 0, tzinfo=SHANGHAI)
    taken = walk.accepted(town, elder=town.meng, by=town.nong, starts_at=begins_at)
    walk.serve(town, taken.service_id, begins_at, 60)
    town.bank.run(confirm_service, ConfirmService(taken.service_id, "call_back"), town.nong)
    walk.verify(town, taken.service_id, town.qin)
    walk.pass_notice(town)
    town.bank.run(correct_service, CorrectService(taken.service_id, 40, "多记了"), town.chen)
    scheme.it_is(date(2026, 12, 1))
    scheme.runs()
    return scheme


def test_a_month_that_paid_was_corrected_and_lapsed_is_clean(town: Town) -> None:
    scheme = months(town)

    assert findings(town) == []
    assert scheme.has(town.meng) == [(MONTHLY, 0)]


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE grant_month SET minutes = minutes + 1 WHERE state = 'closed'",
        "UPDATE grant_month SET minutes = minutes - 1 WHERE state = 'open'",
        "UPDATE grant_month SET lapsed_minutes = 0",
        "UPDATE grant_month SET state = 'open'",
        "UPDATE grant_month SET entry_id = 'nowhere' WHERE state = 'open'",
        "DELETE FROM grant_month WHERE state = 'open'",
        "UPDATE grant_run SET granted = granted + 1",
    ],
)
def test_the_audit_finds_a_grant_that_is_told_otherwise(town: Town, sql: str) -> None:
    months(town)
    tamper(town, sql)

    assert "GRANT_DRIFT" in findings(town)


def test_the_audit_finds_a_programme_beyond_its_budget(town: Town) -> None:
    months(town)
    connection = sqlite.connect(file_of(town))
    connection.execute("PRAGMA ignore_check_constraints = ON")  # the table itself would refuse it
    connection.execute(
        "UPDATE ledger_account SET credit_limit = 1 WHERE handle IN (SELECT handle FROM programme)"
    )
    connection.commit()
    connection.close()

    assert "GRANT_DRIFT" in findings(town)
