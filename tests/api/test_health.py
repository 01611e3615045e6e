"""The pages for machines: alive, able to serve, and figures that only this machine may read."""

import sqlite3
from pathlib import Path

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from tests.town import BOOK, Town
from timebank.scheduler import Scheduler
from timebank.settings import Settings
from timebank.signed_heads import RolledBack
from wsgi import create_app


@pytest.fixture
def ready(app: Flask, town: Town, settings: Settings) -> Flask:
    """An application with its scheduler at work."""
    scheduler = Scheduler(town.bank, (), settings.scheduler_lock)
    app.extensions["scheduler"] = scheduler
    scheduler.start()
    while not scheduler.is_leader:
        pass
    return app


def ask(app: Flask) -> TestResponse:
    """Ask whether the application is ready."""
    return app.test_client().get("/readyz")


def test_it_lives_as_long_as_it_answers(app: Flask) -> None:
    assert app.test_client().get("/healthz").json == {"status": "ok"}


def test_it_is_ready_when_everything_is_there(ready: Flask) -> None:
    answer = ask(ready)

    assert (answer.status_code, answer.json["ready"]) == (200, True)
    assert set(answer.json["checks"]) == {
        "database",
        "writing",
        "disk",
        "chain",
        "clock",
        "guards",
        "scheduler",
        "signing",
        "sqlite",
        "printing",
    }
    assert "450125: " in answer.json["checks"]["chain"]["says"]


def test_with_another_database_than_the_one_that_was_signed_it_is_not_ready(
    ready: Flask, settings: Settings
) -> None:
    settings.high_water_folder.mkdir()
    settings.high_water_file("360702").write_bytes(b"a checkpoint")
    settings.high_water_file(BOOK).write_bytes(b"a checkpoint")

    answer = ask(ready)

    assert answer.status_code == 503
    assert answer.json["checks"]["chain"]["says"] == "360702 was signed here, but is not in this database"


def test_a_bank_that_only_reads_is_not_ready_and_says_why(ready: Flask, town: Town) -> None:
    town.bank.read_only[BOOK] = RolledBack(signed=13, here=8)

    answer = ask(ready)

    assert answer.status_code == 503
    says = f"{BOOK}: restored from an older backup: last signed 13, here 8"
    assert answer.json["checks"]["writing"] == {"ok": False, "says": says}


def test_a_dropped_guard_is_named(ready: Flask, tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "town.sqlite3") as database:
        database.execute("DROP TRIGGER ledger_entry_no_update")

    answer = ask(ready)

    assert answer.status_code == 503
    assert answer.json["checks"]["guards"]["says"] == "missing: ledger_entry_no_update"


def test_nobody_at_the_scheduled_work_is_a_fault(app: Flask) -> None:
    answer = ask(app)

    assert answer.status_code == 503
    assert not answer.json["checks"]["scheduler"]["ok"]


def test_another_process_may_do_the_scheduled_work(ready: Flask, town: Town, settings: Settings) -> None:
    other = create_app(town.bank, settings)

    assert ask(other).json["checks"]["scheduler"] == {"ok": True, "says": "runs in another process"}


def test_figures_are_for_this_machine(app: Flask) -> None:
    client = app.test_client()
    client.get("/api/v1/kinds")

    figures = client.get("/metrics")

    assert figures.status_code == 200
    assert 'timebank_requests_total{method="GET",route="/api/v1/kinds",status="200"} 1.0' in figures.text
    assert "timebank_commands_waiting 0.0" in figures.text


@pytest.mark.parametrize(
    ("address", "headers"),
    [("192.0.2.7", {}), ("127.0.0.1", {"X-Forwarded-For": "192.0.2.7"})],
    ids=["from outside", "through a proxy"],
)
def test_figures_are_hidden_from_others(app: Flask, address: str, headers: dict[str, str]) -> None:
    answer = app.test_client().get("/metrics", headers=headers, environ_base={"REMOTE_ADDR": address})

    assert answer.status_code == 404


def test_a_token_of_the_settings_opens_the_figures(town: Town, tmp_path: Path) -> None:
    settings = Settings(home=tmp_path, database_url="sqlite://", metrics_token="s3cret")
    client = create_app(town.bank, settings).test_client()

    def status(token: str) -> int:
        headers = {"Authorization": f"Bearer {token}"}
        return client.get("/metrics", headers=headers, environ_base={"REMOTE_ADDR": "192.0.2.7"}).status_code

    assert [status("s3cret"), status("guess"), status("")] == [200, 404, 404]


def test_addresses_that_fit_no_route_are_counted_as_one(app: Flask) -> None:
    client = app.test_client()
    client.get("/api/v1/members-of-王秀英")

    assert "members-of" not in client.get("/metrics").text
