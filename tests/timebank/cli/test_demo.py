"""`demo` makes the demo county once, whole or not at all, and moves its day on."""

import json
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.postgres import Postgres
from tests.timebank.cli.conftest import INIT, Run
from timebank.actors import Role, system
from timebank.bootstrap import make_scheduler, open_bank
from timebank.services.settlement import is_settlement_due
from timebank.settings import Settings

BOOK = "450125"
DEMO = (sys.executable, "-m", "timebank", "demo", "--small")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The home of a small demo county, made by a process of its own."""
    home = tmp_path_factory.mktemp("made") / "home"
    subprocess.run(DEMO, env={"TIMEBANK_HOME": str(home)}, check=True, capture_output=True)
    return home


@pytest.fixture
def demo(made: Path, home: Path) -> Path:
    """A copy of it, in TIMEBANK_HOME."""
    return shutil.copytree(made, home)


def is_due(settings: Settings) -> bool:
    """Tell whether a settlement is due."""
    bank = open_bank(settings)
    due = is_settlement_due(bank, BOOK)
    bank.close()
    return due


def test_it_prints_the_cast_and_writes_the_logins(demo: Path, run: Run) -> None:
    ended = run("demo")
    logins = json.loads((demo / "demo-logins.json").read_text())

    assert ended.code == 0
    assert {one["role"] for one in logins} == set(Role) - {Role.DONOR}
    assert {tuple(one) for one in logins} == {("role", "name", "phone", "password", "pin", "card")}
    assert all(one["password"] in ended.out and one["name"] in ended.out for one in logins)
    assert sum(one["role"] == "coordinator" for one in logins) == 2


def test_the_logins_are_readable_to_their_owner_alone(demo: Path) -> None:
    assert oct((demo / "demo-logins.json").stat().st_mode)[-3:] == "600"


def test_the_second_time_there_is_nothing_to_do(demo: Path, run: Run, settings: Settings) -> None:
    before = settings.database_file.read_bytes()
    began = time.monotonic()

    ended = run("demo")

    assert ended.code == 0
    assert time.monotonic() - began < 2
    assert settings.database_file.read_bytes() == before


def test_it_audits_clean(demo: Path, run: Run) -> None:
    assert run("audit").last_line.endswith(" entries, 0 findings")


def test_nothing_but_the_installation_is_left(demo: Path) -> None:
    names = {path.name for path in demo.iterdir()}

    assert names == {"demo-logins.json", "files", "high-water", "keys", "timebank.sqlite3", "writer.lock"}


def test_without_a_server_it_settles_what_is_past_its_notice(
    demo: Path, run: Run, settings: Settings
) -> None:
    ended = run("demo", "--advance-to-settlement")

    assert ended.code == 0
    assert "days ahead of the calendar" in ended.out
    assert "settled" in ended.last_line
    assert not is_due(settings)
    assert run("audit").code == 0


def test_with_a_server_it_waits_for_the_servers_scheduler(demo: Path, run: Run, settings: Settings) -> None:
    bank = open_bank(settings)
    scheduler = make_scheduler(bank, settings)
    scheduler.start()
    while not scheduler.is_leader:
        time.sleep(0.01)

    ended = run("demo", "--advance-to-settlement")
    due = is_settlement_due(bank, BOOK)
    scheduler.stop()
    bank.close()

    assert ended.code == 0
    assert not due


def test_moving_twice_when_nothing_runs_moves_nothing(demo: Path, run: Run) -> None:
    run("demo", "--advance-to-settlement")

    assert "ahead" not in run("demo", "--advance-to-settlement").out


def test_a_day_can_be_moved_by_itself(demo: Path, run: Run, settings: Settings) -> None:
    ended = run("demo", "--advance-days", 1)

    bank = open_bank(settings)
    with bank.reading(system(BOOK)) as reading:
        ahead = (reading.business_clock.now() - reading.clock.now()).total_seconds()
    bank.close()
    assert ended.code == 0
    assert "1 days ahead" in ended.out
    assert round(ahead / 86_400) == 1


@pytest.mark.parametrize("option", [("--advance-to-settlement",), ("--advance-days", "1")])
def test_a_real_book_keeps_its_days(run: Run, option: tuple[str, ...]) -> None:
    run(*INIT)

    ended = run("demo", *option)

    assert ended.code == 1
    assert "real book" in ended.err


def test_a_real_book_is_not_made_a_demo(run: Run, settings: Settings) -> None:
    run(*INIT)
    before = settings.database_file.read_bytes()

    ended = run("demo")

    assert ended.code == 1
    assert "is no demo" in ended.err
    assert settings.database_file.read_bytes() == before


def test_a_demo_is_not_made_a_real_book(demo: Path, run: Run) -> None:
    ended = run("init", "--county", "450123", "--origin", "time.example.gov.cn")

    assert ended.code == 1
    assert "holds the demo county" in ended.err


def test_where_no_demo_is_its_day_cannot_be_moved(run: Run, home: Path) -> None:
    ended = run("demo", "--advance-days", 1)

    assert ended.code == 1
    assert "run `python -m timebank demo` first" in ended.err


@pytest.mark.parametrize("days", ["0", "-1", "400", "tomorrow"])
def test_days_that_cannot_be_meant_are_wrong_usage(run: Run, days: str) -> None:
    assert run("demo", "--advance-days", days).code == 2


def test_one_that_was_killed_is_made_anew(home: Path, settings: Settings) -> None:
    process = subprocess.Popen(DEMO, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    while not (home / ".staging" / "timebank.sqlite3").exists():
        time.sleep(0.05)
    process.kill()
    process.wait()
    assert not settings.database_file.exists()

    again = subprocess.run(DEMO, capture_output=True, check=False)

    assert again.returncode == 0
    assert settings.database_file.exists()
    assert not (home / ".staging").exists()


def test_a_restored_demo_is_still_one(
    demo: Path, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("backup", tmp_path / "file")
    monkeypatch.setenv("TIMEBANK_HOME", str(tmp_path / "elsewhere"))
    run("restore", tmp_path / "file", "--master-key-file", demo / "keys" / "master.key")

    ended = run("demo")

    assert ended.code == 0
    assert "not its logins" in ended.out


def test_keys_without_a_database_are_left_alone(run: Run, home: Path) -> None:
    (home / "keys").mkdir(parents=True)
    (home / "keys" / "master.key").write_text("00" * 32)

    ended = run("demo")

    assert ended.code == 1
    assert "put it back" in ended.err
    assert (home / "keys" / "master.key").read_text() == "00" * 32


def test_the_demo_can_be_made_on_a_database_server(
    home: Path, run: Run, postgres: Postgres, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = postgres.create()
    monkeypatch.setenv("DATABASE_URL", url)
    made = run("demo", "--small")
    again = run("demo", "--small")
    audited = run("audit")
    backed_up = run("backup", home / "copy")
    shutil.rmtree(home)
    without_keys = run("demo", "--small")
    postgres.drop(url)

    assert (made.code, again.code) == (0, 0), made.err
    assert audited.last_line.endswith("0 findings")
    assert backed_up.code == 1
    assert "pg_dump" in backed_up.err
    assert without_keys.code == 1
    assert "or half of one" in without_keys.err
