"""The database: one metadata, two engines, and the types every table uses.

On SQLite the writer begins IMMEDIATE, so that the head of the book is read under the write lock; readers begin
plainly and are held to reading by ``query_only`` (an IMMEDIATE reader would wait for the writer, then fail).
What is particular to PostgreSQL stands in `timebank.postgresql`. Every key begins with the book, so that the same
schema can be spread by book over several machines.
"""

import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import (
    BigInteger,
    Connection,
    Dialect,
    Engine,
    LargeBinary,
    MetaData,
    String,
    create_engine,
    event,
)
from sqlalchemy.engine import URL, make_url
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.pool import StaticPool
from sqlalchemy.types import TypeDecorator

from timebank import postgresql

try:
    from pysqlite3 import dbapi2 as sqlite  # a current SQLite where the platform has a wheel
except ImportError:  # pragma: no cover - platforms without that wheel
    sqlite = sqlite3

# SQLite before 3.51.3 can corrupt a WAL file under two writers, but for the two releases that carry the repair
# (sqlite.org, wal.html, "WAL-reset bug").
WAL_REPAIRED = (3, 51, 3)
WAL_BACKPORTS = {(3, 44, 6), (3, 50, 7)}

CACHED_STATEMENTS = 2048
"""How many prepared statements a connection to SQLite keeps: more than all features have.

The driver lets go of the statement that was used least often, which is always the newest: once its 128 places are
taken, whatever comes later is prepared anew each time, and a post takes twice its time.
"""

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)


class Moment(TypeDecorator[datetime]):
    """An aware UTC datetime, stored as microseconds since 1970: the same number in every database."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:
        """Store the moment as a number."""
        return None if value is None else (value - EPOCH) // MICROSECOND

    def process_result_value(self, value: int | None, dialect: Dialect) -> datetime | None:
        """Read the moment back in UTC."""
        return None if value is None else EPOCH + value * MICROSECOND


class Base(DeclarativeBase):
    """The base of the tables of all features."""

    metadata = MetaData(
        naming_convention={
            "pk": "pk_%(table_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
        }
    )
    type_annotation_map = {  # noqa: RUF012 - SQLAlchemy's own declaration
        str: String,
        datetime: Moment,
        bytes: LargeBinary,
    }


class CommitUnsure(Exception):
    """The server warned as it committed: the standby that should hold the commit too may not have it."""


def wal_is_safe() -> bool:
    """Tell whether the SQLite in use may keep a write-ahead log under several writers."""
    return sqlite.sqlite_version_info >= WAL_REPAIRED or sqlite.sqlite_version_info in WAL_BACKPORTS


def sqlite_version() -> str:
    """Return the version of the SQLite in use."""
    return str(sqlite.sqlite_version)


def writer_engine(url: str, *, is_durable: bool = True) -> Engine:
    """Return the engine of the writer: on SQLite one connection, on PostgreSQL one for each book at work.

    Without `is_durable` a power cut may spoil a file, or cost a server its last commits: for a database made anew
    and synced before anybody uses it.
    """
    return _engine(url, writer=True, is_durable=is_durable)


def reader_engine(url: str) -> Engine:
    """Return the engine of everybody who only reads."""
    return _engine(url, writer=False)


def is_server(database: Engine | Connection) -> bool:
    """Tell whether the database is a server that several machines may share, not the embedded one."""
    return database.dialect.name == "postgresql"


def _engine(url: str, *, writer: bool, is_durable: bool = True) -> Engine:
    parts = make_url(url)
    if parts.get_backend_name() == "postgresql":
        return postgresql.make_engine(parts, writer=writer, is_durable=is_durable)
    return _sqlite_engine(parts, writer=writer, is_durable=is_durable)


def _sqlite_engine(url: URL, *, writer: bool, is_durable: bool = True) -> Engine:
    # An error's text goes to the log; without hide_parameters it would carry members' data there.
    engine = (
        create_engine(
            url,
            module=sqlite,
            hide_parameters=True,
            poolclass=StaticPool,
            connect_args={"check_same_thread": False, "cached_statements": CACHED_STATEMENTS},
        )
        if writer
        else create_engine(
            url,
            module=sqlite,
            hide_parameters=True,
            pool_size=64,
            pool_use_lifo=True,  # the connection used last has most prepared
            connect_args={"cached_statements": CACHED_STATEMENTS},
        )
    )
    pragmas = [
        f"journal_mode={'WAL' if wal_is_safe() else 'DELETE'}",
        f"synchronous={'FULL' if is_durable else 'OFF'}",  # NORMAL loses acknowledged commits in a power cut
        "foreign_keys=ON",
        "busy_timeout=10000",
        "cache_size=-65536",
        *(() if writer else ("query_only=ON",)),
    ]

    @event.listens_for(engine, "connect")
    def _prepare(connection: Any, _record: object) -> None:
        connection.isolation_level = None  # we begin ourselves
        for pragma in pragmas:
            connection.execute(f"PRAGMA {pragma}")
        if writer:
            _require_writable(connection)

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writer else "BEGIN")

    return engine


def _require_writable(connection: Any) -> None:
    """Fail where SQLite could open the file for reading alone: it says nothing of it, not even to BEGIN IMMEDIATE."""
    connection.execute("BEGIN IMMEDIATE")
    connection.execute("PRAGMA user_version=1")
    connection.execute("ROLLBACK")


def copy_sqlite(database: Path, copy: Path) -> None:
    """Write a copy of a database as of one moment to a new file.

    Writers go on meanwhile; the page-wise backup call would begin anew with each of their commits.
    """
    connection = sqlite.connect(str(database))
    try:
        connection.execute("VACUUM INTO ?", (str(copy),))
    finally:
        connection.close()


def in_transaction(connection: Connection) -> bool:
    """Tell whether the driver still is in the transaction; SQLite ends it by itself on a full disk or an I/O error."""
    if is_server(connection):
        return postgresql.transaction_state(connection) in ("INTRANS", "INERROR")
    return bool(getattr(connection.connection.driver_connection, "in_transaction", True))


def can_commit(connection: Connection) -> bool:
    """Tell whether a commit would keep the transaction: a server answers one that had failed with a plain rollback."""
    if is_server(connection):
        return postgresql.transaction_state(connection) == "INTRANS"
    return in_transaction(connection)


def commit(connection: Connection) -> None:
    """Commit durably.

    Raises:
        CommitUnsure: the server says that it is done, but not that it will last.
    """
    warnings: list[str] = connection.info.get("warnings", [])
    warnings.clear()
    connection.commit()
    if warnings:
        raise CommitUnsure("; ".join(warnings))
