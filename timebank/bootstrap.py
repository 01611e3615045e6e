"""Putting an installation together: database, keys, bank, scheduler."""

from functools import partial
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import inspect

from timebank import schema
from timebank.audit_orders import ordered_audits
from timebank.audits import frequent, nightly
from timebank.books import BookRow, books_here
from timebank.certificates.issuing import CERTIFICATES
from timebank.clock import Clock, SystemClock
from timebank.cosigning import cosigning
from timebank.crypto import Vault, create_master_key, read_master_key
from timebank.db import reader_engine, writer_engine
from timebank.deliveries.sending import messaging
from timebank.departures.jobs import DEPARTURES
from timebank.devices.sweeping import sweeping
from timebank.files import FileStore
from timebank.gifts.ends import GIFT_ENDS
from timebank.grants.monthly import GRANTS
from timebank.honours.monthly import HONOURS
from timebank.ledger_files import filing
from timebank.locks import file_lock
from timebank.needs.expiry import EXPIRY
from timebank.points.counting import COUNTING
from timebank.publishing import publishing
from timebank.scheduler import Scheduler
from timebank.seals import SEAL
from timebank.services.positions import POSITIONS
from timebank.services.referring import REFERRAL
from timebank.services.settlement import SETTLEMENT
from timebank.settings import Settings
from timebank.shop.release import RELEASE
from timebank.signed_heads import books_not_signed, still_not_signed
from timebank.writer import Bank

MIGRATIONS = Path(__file__).parent.parent / "migrations"
JOBS = (
    SETTLEMENT,
    EXPIRY,
    REFERRAL,
    POSITIONS,
    COUNTING,
    RELEASE,
    GIFT_ENDS,
    GRANTS,
    DEPARTURES,
    CERTIFICATES,
    HONOURS,
    SEAL,
)


class NoMasterKey(Exception):
    """There is data but no master key: putting a new one would make the data unreadable."""


def open_bank(settings: Settings, clock: Clock | None = None, *, is_durable: bool = True) -> Bank:
    """Bring the database to the present version and return the bank over it.

    A book that is not the one that was signed, as after the restore of an older backup, can only be read.
    Without `is_durable` commits are not synced: for a database that is made anew and synced before it is used.

    Raises:
        NoMasterKey: the database exists and its key file does not.
    """
    settings.home.mkdir(parents=True, exist_ok=True, mode=0o700)
    lock = settings.home / "writer.lock"
    with file_lock(lock):  # processes started together make one key
        vault = Vault(master_key(settings))
        _keep_private(settings)
        migrate(settings.database_url)
    bank = Bank(
        writer_engine(settings.database_url, is_durable=is_durable),
        reader_engine(settings.database_url),
        vault,
        clock or SystemClock(),
        lock_file=lock if settings.is_sqlite else None,
        queue_size=settings.queue_size,
    )
    with bank.connect() as connection:
        bank.read_only |= books_not_signed(connection, settings)
    bank.look_again = partial(still_not_signed, bank, settings)
    return bank


def _keep_private(settings: Settings) -> None:
    """Let nobody else on the machine read the database and the photographs; the log of SQLite follows its file."""
    settings.files_folder.mkdir(exist_ok=True)
    settings.files_folder.chmod(0o700)
    if settings.is_sqlite:
        settings.database_file.touch(mode=0o600)
        settings.database_file.chmod(0o600)


def master_key(settings: Settings) -> bytes:
    """Return the master key; a fresh installation gets one."""
    path = settings.master_key_file
    if path.exists():
        return read_master_key(path)
    if has_data(settings):
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
    beside = (filing(settings.log_folder), publishing(settings), cosigning(settings), messaging(settings))
    audits = (nightly(settings), frequent(settings), ordered_audits(settings))
    sweep = sweeping(FileStore(settings.files_folder))
    return Scheduler(bank, (*JOBS, *audits, *beside, sweep), settings.scheduler_lock)


def has_data(settings: Settings) -> bool:
    """Tell whether there is a database with something in it."""
    if settings.is_sqlite:
        return settings.database_file.exists()
    engine = reader_engine(settings.database_url)
    try:
        with engine.connect() as connection:
            has_tables = inspect(connection).has_table(BookRow.__tablename__)
            return has_tables and bool(books_here(connection))
    finally:
        engine.dispose()
