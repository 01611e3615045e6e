"""Putting an installation together: database, keys, bank, scheduler."""

from pathlib import Path

from alembic import command
from alembic.config import Config

from timebank import schema
from timebank.audits import NIGHTLY
from timebank.certificates.use_cases import CERTIFICATES
from timebank.clock import Clock, SystemClock
from timebank.crypto import Vault, create_master_key, read_master_key
from timebank.db import reader_engine, writer_engine
from timebank.honours.monthly import HONOURS
from timebank.ledger_files import filing
from timebank.needs.expiry import EXPIRY
from timebank.scheduler import Scheduler
from timebank.services.settlement import SETTLEMENT
from timebank.settings import Settings
from timebank.writer import Bank

MIGRATIONS = Path(__file__).parent.parent / "migrations"
JOBS = (SETTLEMENT, EXPIRY, CERTIFICATES, HONOURS, NIGHTLY)


class NoMasterKey(Exception):
    """There is data but no master key: putting a new one would make the data unreadable."""


def open_bank(settings: Settings, clock: Clock | None = None, *, is_durable: bool = True) -> Bank:
    """Bring the database to the present version and return the bank over it.

    Without `is_durable` commits are not synced: for a database that is made anew and synced before it is used.

    Raises:
        NoMasterKey: the database exists and its key file does not.
    """
    settings.home.mkdir(parents=True, exist_ok=True, mode=0o700)
    vault = Vault(master_key(settings))
    migrate(settings.database_url)
    return Bank(
        writer_engine(settings.database_url, is_durable=is_durable),
        reader_engine(settings.database_url),
        vault,
        clock or SystemClock(),
        lock_file=settings.home / "writer.lock" if settings.is_sqlite else None,
        queue_size=settings.queue_size,
    )


def master_key(settings: Settings) -> bytes:
    """Return the master key; a fresh installation gets one."""
    path = settings.master_key_file
    if path.exists():
        return read_master_key(path)
    if _has_data(settings):
        raise NoMasterKey(f"{path} is missing: put the master key back before starting")
    return create_master_key(path)


def migrate(database_url: str) -> None:
    """Bring the tables to the present version; nothing to do, nothing done."""
    assert schema.TABLES, "every table is known before the first migration runs"
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.set_main_option("sqlalchemy.url", database_url.replace("%", "%%"))
    command.upgrade(config, "head")


def make_scheduler(bank: Bank, settings: Settings) -> Scheduler:
    """Return the scheduler of this process; it runs jobs once it leads."""
    return Scheduler(bank, (*JOBS, filing(settings.log_folder)), settings.scheduler_lock)


def _has_data(settings: Settings) -> bool:
    return settings.is_sqlite and settings.database_file.exists()
