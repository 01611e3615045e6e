"""The audit against rows that are not what the bytes say: tree nodes, columns, postings, accounts, the head."""

import pytest

from tests.ledger.desk import BOOK, LI, WANG, ZHAO
from tests.ledger.tampering import LAST


@pytest.mark.parametrize("level", range(4))
def test_a_changed_node_is_named_and_no_other(hand, level):
    hand.run("UPDATE ledger_node SET hash = zeroblob(32) WHERE level = :level AND idx = 1", level=level)

    first, last = 1 << level, (2 << level) - 1
    [(kind, seq)] = hand.findings()
    assert kind == "BAD_TREE"
    assert first <= seq <= last


@pytest.mark.parametrize("level", range(4))
def test_a_deleted_node_is_named(hand, level):
    hand.run("DELETE FROM ledger_node WHERE level = :level AND idx = 1", level=level)

    assert [kind for kind, _ in hand.findings()] == ["BAD_TREE"]


@pytest.mark.parametrize(("level", "idx"), [(0, -1), (0, 20), (0, 99), (1, -1), (2, 5), (4, 1), (5, 0)])
def test_a_node_without_a_place_is_named(hand, level, idx):
    hand.run(
        "INSERT INTO ledger_node VALUES (:book, :level, :idx, zeroblob(32))", book=BOOK, level=level, idx=idx
    )

    assert [kind for kind, _ in hand.findings()] == ["BAD_TREE"]


@pytest.mark.parametrize(("level", "idx"), [(0, LAST), (1, 9), (2, 4)])
def test_a_node_in_another_place_is_named(hand, level, idx):
    hand.run("UPDATE ledger_node SET idx = 99 WHERE level = :level AND idx = :idx", level=level, idx=idx)

    assert {kind for kind, _ in hand.findings()} == {"BAD_TREE"}


COLUMNS = {
    "id": "'019326a4-5c1e-8b0a-9d2f-4e1f0a6b7c8d'",
    "prev": "zeroblob(32)",
    "kind": "'release'",
    "recorded": "'2026-11-22T00:57:00Z'",
    "service": "'2026-11-22'",
    "site": "'45012510020101'",
    "policy": "7",
    "ref": "NULL",
    "with_id": "id",
    "answers": "'x 1'",
}


@pytest.mark.parametrize("column", COLUMNS)
def test_a_column_that_is_not_what_the_bytes_say_is_named(hand, column):
    hand.run(f"UPDATE ledger_entry SET {column} = {COLUMNS[column]} WHERE seq = 6")

    findings = hand.findings()
    assert findings[0] == ("PROJECTION_DRIFT", 6)
    # Whoever changes the id of a settlement also cuts off what refers to it.
    assert {kind for kind, _ in findings[1:]} <= ({"BAD_REF"} if column == "id" else set())


@pytest.mark.parametrize(
    "change",
    [
        "amount = 44",
        "held = 61",
        "debits = debits + 1",
        "credits = 0",
        "pending_debits = 1",
        "side = 'credit'",
    ],
)
def test_a_posting_that_is_not_what_the_bytes_say_is_named(hand, change):
    hand.run(f"UPDATE ledger_posting SET {change} WHERE seq = 6 AND handle = '{WANG}'")

    assert hand.findings() == [("PROJECTION_DRIFT", 6)]


@pytest.mark.parametrize(
    "change",
    [
        f"DELETE FROM ledger_posting WHERE seq = 6 AND handle = '{WANG}'",
        f"INSERT INTO ledger_posting VALUES ('{BOOK}', 6, '{ZHAO}', 'min', 99, 'debit', 1, NULL, 0, 0, 0, 0)",
        f"INSERT INTO ledger_posting VALUES ('{BOOK}', 14, '{ZHAO}', 'min', 99, 'debit', 1, NULL, 0, 0, 0, 0)",
        f"INSERT INTO ledger_posting VALUES ('{BOOK}', 99, '{ZHAO}', 'min', 99, 'debit', 1, NULL, 0, 0, 0, 0)",
    ],
)
def test_a_posting_too_few_or_too_many_is_found(hand, change):
    hand.run(change)

    assert [kind for kind, _ in hand.findings()] == ["PROJECTION_DRIFT"]


@pytest.mark.parametrize(
    "change",
    [
        "debits = debits + 1",
        "credits = credits + 1",
        "pending_credits = 9",
        "version = version + 1",
        "last = 3",
        "last = NULL",
        "credit_limit = 500",
        "status = 'closed'",
        "class = 'pool'",
        "belongs_to = 'elsewhere'",
    ],
)
def test_an_account_that_is_not_as_its_entries_left_it_is_named(hand, change):
    hand.run(f"UPDATE ledger_account SET {change} WHERE handle = '{LI}'")

    assert hand.findings() == [("PROJECTION_DRIFT", LAST)]


@pytest.mark.parametrize(
    "change",
    [
        f"DELETE FROM ledger_account WHERE handle = '{LI}'",
        f"INSERT INTO ledger_account VALUES ('{BOOK}', 'new', 'min', 'member', '-', 0, 'open', 0, 0, 0, 0, 0, NULL)",
        "UPDATE ledger_head SET leaf_hash = zeroblob(32)",
        "UPDATE ledger_head SET edge = zeroblob(64)",
        "UPDATE ledger_head SET recorded = '2027-01-01T00:00:00Z'",
        "UPDATE ledger_head SET recorded = 'never'",
        "UPDATE ledger_head SET policy = 3",
        "DELETE FROM ledger_head",
    ],
)
def test_a_projection_that_drifted_is_found(hand, change):
    hand.run(change)

    assert {kind for kind, _ in hand.findings()} == {"PROJECTION_DRIFT"}
