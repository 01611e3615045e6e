"""PostgreSQL: how its connections are made, and what its answers mean to the writer.

A writer runs READ COMMITTED and locks the head of its book first (`SqlStore.lock_head`): every statement after that
sees what the holder before it committed, in whatever process or machine, and books do not wait for each other.
Readers run REPEATABLE READ and read only, so that a page shows one moment.
"""

from typing import Any

from sqlalchemy import URL, Connection, Engine, ExceptionContext, String, create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.schema import CreateColumn
from sqlalchemy.types import TypeDecorator

CONNECT_SECONDS = 5
LOCK_SECONDS = 10
IDLE_SECONDS = 60
"""A process that stops within a batch holds its book: after so long the server ends its transaction for it."""

READERS = 16
"""Kept open a process; as many again are opened for a rush. A server takes 100 connections unless told otherwise."""

PASSING = {
    "40001": "serialization failure",
    "40P01": "deadlock",
    "55P03": "a lock was not given in time",
    "25006": "the server has become a standby",
}
"""Errors that leave the transaction undone and need not come again."""


def make_engine(url: URL, *, writer: bool, is_durable: bool = True) -> Engine:
    """Return an engine over psycopg 3; whatever else the address asks for (hosts, TLS, timeouts) is passed on."""
    engine = create_engine(
        url.set(drivername="postgresql+psycopg"),
        isolation_level="READ COMMITTED" if writer else "REPEATABLE READ",
        hide_parameters=True,
        connect_args={} if "connect_timeout" in url.query else {"connect_timeout": CONNECT_SECONDS},
        pool_size=READERS,
        max_overflow=-1 if writer else READERS,  # a writer's thread a book, and none may wait for another
        pool_pre_ping=not writer,  # a page does not fail because the server was started anew; the writer asks twice
    )
    settings = {
        "lock_timeout": f"{LOCK_SECONDS}s",
        "idle_in_transaction_session_timeout": f"{IDLE_SECONDS}s",
        "synchronous_commit": "on" if is_durable else "off",
    }

    @event.listens_for(engine, "connect")
    def _prepare(connection: Any, record: Any) -> None:
        # One type for whole numbers: by default each size is another, and a statement is planned anew for each mix.
        int8 = engine.dialect.loaded_dbapi.types.numeric.Int8Dumper
        connection.adapters.register_dumper(int, int8)
        if not writer:
            connection.read_only = True
            return
        for name, value in settings.items():
            connection.execute(f"SET {name} = '{value}'")
        connection.commit()
        warnings: list[str] = []
        record.info["warnings"] = warnings
        connection.add_notice_handler(lambda notice: _keep_warning(warnings, notice))

    event.listen(engine, "handle_error", _leave_rows_out)
    return engine


def is_passing(fault: BaseException) -> bool:
    """Tell whether a fault is one of `PASSING`, so that the same asked again may well succeed."""
    cause = fault.orig if isinstance(fault, DBAPIError) else fault.__cause__
    return getattr(cause, "sqlstate", None) in PASSING


def transaction_state(connection: Connection) -> str:
    """Return INTRANS within a sound transaction, INERROR within one that must be rolled back, else another word."""
    if connection.invalidated:
        return "UNKNOWN"
    driver: Any = connection.connection.driver_connection
    return str(driver.info.transaction_status.name)


def _keep_warning(warnings: list[str], notice: Any) -> None:
    if notice.severity_nonlocalized == "WARNING":
        warnings.append(f"{notice.sqlstate} {notice.message_primary}")


def _leave_rows_out(context: ExceptionContext) -> None:
    """Cut an error down to its first line: the details quote the row, and an error's text goes to the log."""
    error: Any = context.original_exception
    diagnosis = getattr(error, "diag", None)
    if diagnosis is not None and diagnosis.message_primary is not None:
        error.args = (diagnosis.message_primary,)
        if context.sqlalchemy_exception is not None:
            context.sqlalchemy_exception.args = (f"({type(error).__name__}) {diagnosis.message_primary}",)


@compiles(CreateColumn, "postgresql")
def _create_column(element: CreateColumn, compiler: Any, **options: Any) -> str:
    """Order every text by its bytes, as SQLite does: scopes and pages are ranges of text in any language."""
    sql: str = compiler.visit_create_column(element, **options)
    kind = element.element.type.dialect_impl(compiler.dialect)
    plain = kind.impl if isinstance(kind, TypeDecorator) else kind
    return f'{sql} COLLATE "C"' if isinstance(plain, String) and plain.collation is None else sql
