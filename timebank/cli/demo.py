"""`demo`: make the demo county on the first run, and move its business day on."""

import time
from argparse import ArgumentParser, Namespace
from dataclasses import replace
from datetime import UTC, datetime

from timebank.actors import system
from timebank.books import books_here
from timebank.bootstrap import NoMasterKey, has_data, open_bank
from timebank.certificates.issuing import CERTIFICATES
from timebank.cli.command import DONE, Command, CommandFailed
from timebank.cli.progress import Progress
from timebank.db import reader_engine
from timebank.demo.business_day import MoveBusinessDay, days_past_notices, move_business_day
from timebank.demo.county import DemoSize, make_county
from timebank.demo.logins import login_table, read_logins, write_logins
from timebank.jobs import run_job
from timebank.locks import take_lock
from timebank.services.settlement import SETTLEMENT, is_settlement_due
from timebank.settings import Settings
from timebank.staging import Staging
from timebank.writer import Bank

LOGINS = "demo-logins.json"
SMALL = DemoSize(people=100, services=60, needs=12)
SETTLED_WITHIN_SECONDS = 30
LOOK_EVERY_SECONDS = 0.5


def add_arguments(parser: ArgumentParser) -> None:
    """Add what `demo` takes."""
    parser.add_argument(
        "--small", action="store_true", help="make a hundred people instead of two thousand, in a few seconds"
    )
    moves = parser.add_mutually_exclusive_group()
    moves.add_argument(
        "--advance-to-settlement",
        action="store_true",
        help="move the demo's business day past every running notice and wait until the services are settled",
    )
    moves.add_argument(
        "--advance-days",
        type=_days,
        metavar="N",
        help="move the demo's business day N days on, to try tomorrow",
    )


def _days(text: str) -> int:
    days = int(text)
    if not 1 <= days <= 366:
        raise ValueError(text)
    return days


def run(arguments: Namespace, settings: Settings) -> int:
    """Make the demo county where there is none; with an option move its business day instead."""
    if settings.is_sqlite and settings.database_file.parent != settings.home:
        raise CommandFailed("The demo county lives in TIMEBANK_HOME; leave DATABASE_URL unset.")
    staging = Staging(settings.home, settings.database_file.name if settings.is_sqlite else LOGINS)
    staging.resume()
    if arguments.advance_to_settlement or arguments.advance_days:
        _advance(arguments.advance_days, settings)
        return DONE
    if not has_data(settings):
        _make(settings, staging, SMALL if arguments.small else DemoSize())
    elif not (_is_demo(settings) and settings.master_key_file.exists()):
        raise CommandFailed(
            f"In {settings.place} is a time bank that is no demo, or half of one; nothing was changed."
            f" Name an empty {'folder by TIMEBANK_HOME' if settings.is_sqlite else 'database by DATABASE_URL'}."
        )
    logins = settings.home / LOGINS
    if logins.exists():
        print(login_table(read_logins(logins)))
        print(f"The logins stand in {logins}.")
    else:
        print(f"The demo is here, but not its logins: {logins} is in no backup.")
    return DONE


def _is_demo(settings: Settings) -> bool:
    engine = reader_engine(settings.database_url)
    with engine.connect() as connection:
        books = books_here(connection)
    engine.dispose()
    return any(one.is_demo for one in books)


def _make(settings: Settings, staging: Staging, size: DemoSize) -> None:
    """Make the county beside its place and put it there whole: one broken off begins anew."""
    for folder in (settings.keys_folder, settings.files_folder, settings.log_folder):
        if folder.exists():
            raise CommandFailed(
                f"{folder} is there but no database: put it back, or set TIMEBANK_HOME elsewhere."
            )
    staging.begin()
    made_in = replace(settings, home=staging.folder)
    if settings.is_sqlite:
        database = staging.folder / settings.database_file.name
        made_in = replace(made_in, database_url=f"sqlite:///{database}")
    began, progress = time.monotonic(), Progress("demo county, acts")
    try:
        now = datetime.now(UTC).replace(microsecond=0)
        made = make_county(made_in, now, size, report=progress.at)
        write_logins(staging.folder / LOGINS, made.logins)
        staging.put_in_place()
    finally:
        staging.clear()
    progress.end(f"{made.acts:,} played in {time.monotonic() - began:.0f} s")


def _advance(days: int | None, settings: Settings) -> None:
    """Move the business day on: by so many days, or past every running notice."""
    if not has_data(settings):
        raise CommandFailed(f"There is no demo in {settings.place} yet: run `python -m timebank demo` first.")
    try:
        bank = open_bank(settings)
    except NoMasterKey as missing:
        raise CommandFailed(f"{missing}.") from missing
    try:
        with bank.connect() as connection:
            book = next((one.book for one in books_here(connection) if one.is_demo), None)
        if book is None:
            raise CommandFailed("This is a real book: its days are those of the calendar.")
        if days is None:
            with bank.reading(system(book)) as reading:
                days = days_past_notices(reading)
        if days:
            moved = bank.run(move_business_day, MoveBusinessDay(days), system(book))
            print(f"The demo's day is now {moved.today}, {moved.offset_days} days ahead of the calendar.")
        _wait_for_settlement(bank, settings, book)
    finally:
        bank.close()


def _wait_for_settlement(bank: Bank, settings: Settings, book: str) -> None:
    """Wait until the server's scheduler has settled what is due; where none runs, do its work."""
    deadline, progress = (
        time.monotonic() + SETTLED_WITHIN_SECONDS,
        Progress("waiting for settlement, seconds"),
    )
    while is_settlement_due(bank, book) or CERTIFICATES.is_due(bank, book):
        left = deadline - time.monotonic()
        if left < 0:
            raise CommandFailed(
                "Not every notice that is over has had its effect yet; look again in a minute."
            )
        with settings.scheduler_lock.open("ab") as lock:
            if take_lock(lock):
                run_job(bank, SETTLEMENT)
                run_job(bank, CERTIFICATES)
        progress.at(round(SETTLED_WITHIN_SECONDS - left), SETTLED_WITHIN_SECONDS)
        time.sleep(LOOK_EVERY_SECONDS)
    progress.end()
    print("Every notice that is over is settled.")


DEMO = Command("demo", "make the demo county, or move its business day on", add_arguments, run)
