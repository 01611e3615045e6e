"""`init` gives a county a real, empty book, and its first officer a code."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.timebank.cli.conftest import INIT, ORIGIN, Run
from timebank.actors import Role, system
from timebank.books import books_here
from timebank.bootstrap import open_bank
from timebank.members.access import redeem_code
from timebank.members.access_commands import RedeemCode
from timebank.members.roles import grants_of
from timebank.members.sessions import login_by_phone
from timebank.settings import Settings

BOOK = "450125"
PHONE = "13800138000"
PASSWORD = "three words together"


def test_it_opens_an_empty_real_book(run: Run, settings: Settings) -> None:
    ended = run(*INIT)

    assert ended.code == 0
    bank = open_bank(settings)
    with bank.connect() as connection:
        (book,) = books_here(connection)
    bank.close()
    assert (book.book, book.name, book.origin) == (BOOK, "上林县", f"{ORIGIN}/log/{BOOK}")
    assert not book.is_demo
    assert book.vkey.startswith(f"{ORIGIN}/log/{BOOK}+")


def test_it_says_how_the_book_is_served(run: Run, settings: Settings) -> None:
    ended = run(*INIT)

    assert f"TIMEBANK_HOME={settings.home} make serve" in ended.out


def test_the_printed_code_lets_the_first_officer_run_the_county(run: Run, settings: Settings) -> None:
    ended = run(*INIT, "--phone", PHONE, "--officer", "陈志远")
    code = re.search(r"one-time code +([0-9 ]+?) +\(", ended.out)
    assert code

    bank = open_bank(settings)
    redeem_code(bank, BOOK, RedeemCode(code[1], PASSWORD), "test")
    login = login_by_phone(bank, PHONE, PASSWORD, "test")
    bank.close()

    assert login.actor.scopes(Role.COUNTY) == (BOOK,)


def test_without_a_phone_the_officer_logs_in_with_the_number_printed(run: Run, settings: Settings) -> None:
    ended = run(*INIT)
    code = re.search(r"one-time code +([0-9 ]+?) +\(", ended.out)
    phone = re.search(r"phone to log in with +([0-9]+)", ended.out)
    assert code
    assert phone

    bank = open_bank(settings)
    redeem_code(bank, BOOK, RedeemCode(code[1], PASSWORD), "test")
    login = login_by_phone(bank, phone[1], PASSWORD, "test")
    with bank.reading(system(BOOK)) as reading:
        grants = grants_of(reading, login.actor.member_id)
    bank.close()

    assert [grant.role for grant in grants] == [Role.COUNTY]


def test_the_recovery_sheet_holds_the_master_key_in_two_halves(run: Run, settings: Settings) -> None:
    ended = run(*INIT)

    halves = re.findall(r"^Half [12] of 2: +([0-9a-f ]+?) +check [0-9a-f]{4}$", ended.out, re.MULTILINE)
    assert len(halves) == 2
    assert "".join(halves).replace(" ", "") == settings.master_key_file.read_text().strip()


def test_the_keys_are_readable_to_their_owner_alone(run: Run, settings: Settings) -> None:
    run(*INIT)

    files = [settings.master_key_file, settings.signing_key_file(BOOK)]
    assert [oct(path.stat().st_mode)[-3:] for path in files] == ["600", "600"]
    assert oct(settings.home.stat().st_mode)[-3:] == "700"


def test_a_second_book_of_the_county_is_refused_and_the_key_kept(run: Run, settings: Settings) -> None:
    run(*INIT)
    key = settings.signing_key_file(BOOK).read_text()

    ended = run(*INIT)

    assert ended.code == 1
    assert "has its book here already" in ended.err
    assert settings.signing_key_file(BOOK).read_text() == key


def test_a_second_county_gets_a_book_under_the_same_master_key(run: Run, settings: Settings) -> None:
    run(*INIT)

    ended = run("init", "--county", "450123", "--origin", ORIGIN)

    assert ended.code == 0
    assert "RECOVERY SHEET" not in ended.out


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--county", "450125"), "needs --origin"),
        (("--county", "999999", "--origin", ORIGIN), "no county has the code"),
        (("--county", "450125100", "--origin", ORIGIN), "a county has 6 digits"),
        (("--county", "450125", "--origin", f"https://{ORIGIN}"), "without scheme or path"),
        (("--county", "450125", "--origin", f"{ORIGIN}/log"), "without scheme or path"),
        (("--county", "450125", "--origin", "localhost"), "not a host name"),
        (("--county", "450125", "--origin", "demo.invalid"), "can never be a real host"),
        (("--county", "450125", "--origin", "DEMO.INVALID:8000"), "can never be a real host"),
        (("--county", "450125", "--origin", ORIGIN, "--phone", "12"), "no mobile number"),
        (("--county", "450125", "--origin", ORIGIN, "--village", "450123100001"), "no village"),
        (("--origin", ORIGIN), "--county"),
    ],
)
def test_what_cannot_be_meant_is_said_and_leaves_nothing(
    run: Run, home: Path, words: tuple[str, ...], says: str
) -> None:
    ended = run("init", *words)

    assert ended.code == 2
    assert says in ended.err
    assert not home.exists()


def test_the_origin_may_come_from_the_settings(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TIMEBANK_ORIGIN", ORIGIN)

    assert run("init", "--county", "450125").code == 0


def test_a_lost_master_key_is_not_replaced_by_a_new_one(run: Run, settings: Settings) -> None:
    run(*INIT)
    settings.master_key_file.unlink()

    ended = run("init", "--county", "450123", "--origin", ORIGIN)

    assert ended.code == 1
    assert "put the master key back" in ended.err
    assert not settings.master_key_file.exists()


def test_it_needs_no_terminal(home: Path) -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "timebank", *INIT], stdin=subprocess.DEVNULL, capture_output=True, check=False
    )

    assert ended.returncode == 0
    assert b"one-time code" in ended.stdout
