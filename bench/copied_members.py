"""A book of many members: one copied again and again, row by row, because a million registrations would take hours."""

from sqlalchemy import Connection, Table, text

from timebank.schema import TABLES

MEMBER, HOME, HANDLE = "'copy-' || printf('%031d', i)", "'home-' || printf('%031d', i)", "printf('z%019d', i)"
NUMBER = "'9' || printf('%011d', i)"
OWNED_BY = {
    "household": "id",
    "member": "id",
    "account_holder": "owner_id",
    "person_key": "member_id",
    "consent": "member_id",
    "member_lookup": "member_id",
    "member_role": "member_id",
    "ledger_account": "handle",
}
"""The tables in which a registered member has rows, parents first, and the column that says whose they are."""
IN_PLACE_OF = {
    "id": MEMBER,
    "member_id": MEMBER,
    "owner_id": MEMBER,
    "household_id": HOME,
    "handle": HANDLE,
    "number": NUMBER,
}


def copy_member(connection: Connection, member_id: str, copies: int) -> None:
    """Give the book so many members more, each with the rows of this one. SQLite only."""
    row = connection.execute(
        text("SELECT book, household_id, handle FROM member WHERE id = :member"), {"member": member_id}
    ).one()
    owners = {"household": row.household_id, "ledger_account": row.handle}
    for name, owner in OWNED_BY.items():
        columns = [column.name for column in _table(name).columns]
        own = IN_PLACE_OF | ({"id": HOME} if name == "household" else {})
        chosen = ", ".join(own.get(column, f'model."{column}"') for column in columns)
        names = ", ".join(f'"{column}"' for column in columns)
        connection.execute(
            text(
                "WITH RECURSIVE numbers(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM numbers WHERE i < :copies)"
                f" INSERT INTO {name} ({names}) SELECT {chosen} FROM {name} AS model, numbers"
                f" WHERE model.book = :book AND model.{owner} = :owner"
            ),
            {"book": row.book, "owner": owners.get(name, member_id), "copies": copies},
        )


def _table(name: str) -> Table:
    return next(table for table in TABLES if table.name == name)
