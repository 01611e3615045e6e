"""`init`: a real, empty book, with keys, and a one-time code for the first person who runs the county."""

import re
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from datetime import date

from timebank.actors import system
from timebank.books import BookExists, books_here, origin_of
from timebank.bootstrap import NoMasterKey, open_bank
from timebank.cli.command import DONE, Command, CommandFailed, WrongUsage
from timebank.cli.recovery import recovery_sheet
from timebank.clock import SHANGHAI
from timebank.crypto import read_master_key
from timebank.errors import Refusal
from timebank.founding import FirstOfficer, FoundCounty, FoundedCounty, found_county
from timebank.identifiers import MalformedPhone, parse_phone
from timebank.members.model import Sex
from timebank.places.regions import Region, RegionLevel, UnknownRegion, children, region
from timebank.settings import Settings
from timebank.signing import LogStands, begin_log
from timebank.writer import Bank

HOST = re.compile(r"(?=.{1,180}$)[a-z0-9-]+(\.[a-z0-9-]+)+(:[0-9]{1,5})?")
NO_PHONE = "17900000000"
"""Stands for the officer's number until it is known: no handset can have it (179 is a dialling code)."""


def add_arguments(parser: ArgumentParser) -> None:
    """Add what `init` takes."""
    parser.add_argument(
        "--county", required=True, metavar="CODE", type=county, help="6-digit code, e.g. 450125"
    )
    parser.add_argument(
        "--origin",
        metavar="HOST",
        help="the host name under which the book is published for as long as it lives, e.g. time.example.gov.cn;"
        " without it the setting TIMEBANK_ORIGIN counts",
    )
    parser.add_argument(
        "--name", help="what the county is called; by default its name on the list of regions"
    )
    parser.add_argument(
        "--village",
        metavar="CODE",
        help="12-digit code of the village of the county's office; by default its seat",
    )
    officer = parser.add_argument_group("the first county officer (what is left out can be corrected later)")
    officer.add_argument("--officer", default="县级管理员", metavar="NAME", help="the officer's name")
    officer.add_argument(
        "--phone", default=NO_PHONE, type=phone, help="mobile number, by which the officer logs in"
    )
    officer.add_argument("--sex", default=Sex.FEMALE, choices=[*Sex], help="as on the identity card")
    officer.add_argument(
        "--born", default=date(1980, 1, 1), type=date.fromisoformat, metavar="YYYY-MM-DD", help="birth date"
    )


def county(text: str) -> Region:
    """Return the county of a code."""
    try:
        found = region(text)
    except UnknownRegion as unknown:
        raise ArgumentTypeError(f"no county has the code {text!r}") from unknown
    if found.level is not RegionLevel.COUNTY:
        raise ArgumentTypeError(f"{text} is {found.name}, a {found.level}; the code of a county has 6 digits")
    return found


def phone(text: str) -> str:
    """Return the digits of a mobile number."""
    try:
        return parse_phone(text)
    except MalformedPhone as malformed:
        raise ArgumentTypeError(f"{text!r} is no mobile number of 11 digits") from malformed


def run(arguments: Namespace, settings: Settings) -> int:
    """Found the book and print what is needed next; nothing is asked, so that it runs without a terminal."""
    host = _host(arguments.origin or settings.origin)
    village = _village(arguments.village, arguments.county)
    is_new = not settings.master_key_file.exists()
    try:
        bank = open_bank(settings)
    except NoMasterKey as missing:
        raise CommandFailed(f"{missing}.") from missing
    try:
        founded = _found(bank, settings, arguments, origin_of(host, arguments.county.code), village)
    finally:
        bank.close()
    if is_new:
        print(recovery_sheet(read_master_key(settings.master_key_file), settings.master_key_file))
    _print_next_steps(founded, settings, arguments, host)
    return DONE


def _found(bank: Bank, settings: Settings, arguments: Namespace, origin: str, village: str) -> FoundedCounty:
    book = arguments.county.code
    with bank.connect() as connection:
        here = books_here(connection)
    if any(one.is_demo for one in here):
        raise CommandFailed(f"{settings.home} holds the demo county; set TIMEBANK_HOME to an empty folder.")
    if any(one.book == book for one in here):
        raise CommandFailed(
            f"{arguments.county.name} ({book}) has its book here already; nothing was changed."
        )
    try:
        vkey = begin_log(settings, book, origin)
    except LogStands as stands:
        raise CommandFailed(f"{stands}; its database is missing: restore it from a backup.") from stands
    command = FoundCounty(
        name=arguments.name or arguments.county.name,
        origin=origin,
        vkey=vkey,
        village=village,
        officer=FirstOfficer(arguments.officer, arguments.phone, arguments.sex, arguments.born),
    )
    try:
        return bank.run(found_county, command, system(book))
    except BookExists as exists:
        raise CommandFailed(f"{arguments.county.name} ({book}) has its book here already.") from exists
    except Refusal as refused:
        raise CommandFailed(f"The book was not opened: {refused}") from refused


def _host(origin: str) -> str:
    host = origin.strip().lower()
    if not host:
        raise WrongUsage(
            "A real book needs --origin HOST: the host name by which it will be known for as long as it lives,"
            " e.g. time.example.gov.cn."
        )
    if "://" in host or "/" in host:
        raise WrongUsage(f"--origin takes a host name alone, without scheme or path; {origin!r} has more.")
    if not HOST.fullmatch(host):
        raise WrongUsage(f"{origin!r} is not a host name such as time.example.gov.cn.")
    if host.split(":")[0].endswith(".invalid"):
        raise WrongUsage(
            f"{host} can never be a real host: names under .invalid are for the demo and for tests."
        )
    return host


def _village(code: str | None, of: Region) -> str:
    """Return the village of the county's office: the one asked for, or the seat, with which the list begins."""
    villages = [village.code for township in children(of.code) for village in children(township.code)]
    if code is not None and code not in villages:
        raise WrongUsage(f"{of.name} has no village with the code {code!r}; such a code has 12 digits.")
    return code or villages[0]


def _print_next_steps(founded: FoundedCounty, settings: Settings, arguments: Namespace, host: str) -> None:
    day = founded.code_expires_at.astimezone(SHANGHAI)
    print(
        f"The book of {arguments.name or arguments.county.name} ({founded.book}) is open as {host}/log/{founded.book}."
    )
    print(f"Signing key: {settings.signing_key_file(founded.book)} - in no backup; keep a copy apart.")
    print()
    print(f"First county officer: {arguments.officer}, member number {founded.number}")
    print(f"  phone to log in with   {arguments.phone}")
    print(
        f"  one-time code          {_grouped(founded.code)}   (good until {day:%Y-%m-%d %H:%M}, Beijing time)"
    )
    if arguments.phone == NO_PHONE:
        print(
            "  No phone was given: this number stands for it. It is corrected on the officer's page by another one."
        )
    print()
    print("What to do next:")
    print("  1. Start the server.")
    print(
        f"  2. Open http://127.0.0.1:{settings.port}/code (later https://{host}/code), type phone and code,"
    )
    print("     choose a password, then log in with phone and password.")
    print(
        "  3. Open the first site, register and appoint its coordinator; each gets a one-time code from you."
    )
    print("  4. Keep the officer's signed consent on paper; it is recorded as given today.")


def _grouped(code: str) -> str:
    return " ".join(code[at : at + 4] for at in range(0, len(code), 4))


INIT = Command("init", "open the real, empty book of a county", add_arguments, run)
