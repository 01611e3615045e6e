"""The audit finds a certificate that says something else than the ledger and the services behind it."""

import pytest

from tests import walk
from tests.timebank.certificates.conftest import Office
from tests.town import BOOK, Town
from timebank.book_audit import audit_book


def findings(town: Town) -> set[str]:
    """Return the kinds of what the audit finds."""
    with town.bank.connect() as connection:
        return {finding.kind for finding in audit_book(connection, town.bank.vault, BOOK).findings}


def test_a_certificate_that_was_issued_by_the_rules_is_in_order(town: Town, office: Office) -> None:
    office.valid()

    assert findings(town) == set()


@pytest.mark.parametrize(
    ("sql", "kind"),
    [
        ("UPDATE certificate SET minutes = minutes + 60", "ROW_DRIFT"),
        (
            "UPDATE certificate_line SET service_id = (SELECT max(id) FROM service WHERE state <> 'settled')",
            "ROW_DRIFT",
        ),
        ("DELETE FROM certificate_line", "ROW_DRIFT"),
        ("UPDATE certificate SET entry_id = ''", "ROW_ASTRAY"),
        ("UPDATE certificate SET entry_id = 'nowhere'", "ROW_ASTRAY"),
    ],
)
def test_one_made_longer_or_out_of_nothing_is_found(town: Town, office: Office, sql: str, kind: str) -> None:
    office.valid()
    walk.settled_tomorrow(town, 45)
    with town.bank._writer_engine.begin() as connection:
        connection.exec_driver_sql("UPDATE service SET state = 'verified' WHERE credited_minutes = 45")

        connection.exec_driver_sql(sql)

    assert kind in findings(town)
