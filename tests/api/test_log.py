"""The published log over HTTP: what a stranger, an auditor and somebody with an older head may read."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread

import pytest
from flask import Flask
from werkzeug.serving import make_server
from werkzeug.test import TestResponse

from ledger.__main__ import main
from ledger.checkpoint import open_checkpoint
from ledger.key_chain import follow_keys
from ledger.key_file import create_key_file
from ledger.keys import parse_vkey
from ledger.log_source import HttpSource
from ledger.merkle import check_consistency
from ledger.note import split_note
from ledger.spelling import read_hash
from ledger.verify import Verified, verify
from tests.api.caller import Caller, bearer_token
from tests.api.test_errors import problem
from tests.conftest import open_at, publish
from tests.town import BOOK, GiveMinutes, Town, give_minutes
from timebank.actors import Actor, system
from timebank.books import books_here
from timebank.errors import NotAllowed
from timebank.ledger_pages import account_totals
from timebank.publishing import Publisher
from timebank.rotating import rotate_key
from timebank.settings import Settings
from wsgi import create_app


@pytest.fixture
def settings(signed_settings: Settings) -> Settings:
    return signed_settings


@pytest.fixture
def app(signed_town: Town, settings: Settings) -> Flask:
    publish(signed_town, settings)
    return create_app(signed_town.bank, settings)


def size_of(town: Town) -> int:
    with town.bank.reading(system(BOOK)) as reading:
        return reading.ledger.book.head().size


def grow(town: Town, count: int = 1) -> None:
    for _ in range(count):
        town.bank.run(give_minutes, GiveMinutes(town.li.member_id, 1), system(BOOK))


def get(app: Flask, path: str, token: str = "") -> TestResponse:
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    return app.test_client().get(f"/log/{path}", headers=headers)


def key_of(app: Flask) -> str:
    return get(app, f"{BOOK}/vkey").get_data(as_text=True).rstrip("\n")


@contextmanager
def served(app: Flask) -> Iterator[str]:
    """Serve the application on a port of its own and give the address of the log."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/log/{BOOK}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def verified(app: Flask, folder: Path, token: str | None = None) -> Verified:
    """Verify the served log from an empty folder, as `python -m ledger verify` does."""
    with served(app) as url:
        return verify(HttpSource(url, token), [parse_vkey(key_of(app))], folder, lambda *_: None)


def test_an_auditor_verifies_the_log_from_outside_with_all_balances(
    app: Flask, signed_town: Town, tmp_path: Path
) -> None:
    found = verified(app, tmp_path / "seen", bearer_token(signed_town.bank, signed_town.huang))

    assert found.findings == ()
    assert found.signed.checkpoint.size == size_of(signed_town)
    assert found.contents is not None
    balances = {total.class_: total.balance for total in found.contents.totals if total.unit == "min"}
    assert (balances["member"], balances["issue"]) == (120, -120)


def test_the_command_says_so_too_and_ends_with_0(
    app: Flask, signed_town: Town, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    token = bearer_token(signed_town.bank, signed_town.huang)
    with served(app) as url:
        words = ["verify", url, "--vkey", key_of(app), "--state"]
        with_token = main([*words, str(tmp_path / "with"), "--token", token])
        without = main([*words, str(tmp_path / "without")])
        refused = main([*words, str(tmp_path / "refused"), "--token", "450125.nobodys"])

    assert (with_token, without, refused) == (0, 0, 1)
    assert str(size_of(signed_town)) in capsys.readouterr().out


def test_a_stranger_verifies_the_tree_and_its_growth_but_sees_no_entry(
    app: Flask, signed_town: Town, settings: Settings, tmp_path: Path
) -> None:
    first = verified(app, tmp_path / "seen")
    grow(signed_town)
    publish(signed_town, settings)

    second = verified(app, tmp_path / "seen")

    assert not first.are_entries_open
    assert second.seen == first.signed.checkpoint.size
    assert second.signed.checkpoint.size == second.seen + 1


def test_the_checkpoint_is_text_for_everybody_and_asked_for_each_time(app: Flask, signed_town: Town) -> None:
    answer = get(app, f"{BOOK}/checkpoint")

    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert answer.headers["Cache-Control"] == "no-cache"
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    signed = open_checkpoint(answer.data, [parse_vkey(key_of(app))])
    assert signed.checkpoint.size == size_of(signed_town)


def test_a_tile_is_kept_for_ever(app: Flask, signed_town: Town) -> None:
    size = size_of(signed_town)

    answer = get(app, f"{BOOK}/tile/0/000.p/{size}")

    assert len(answer.data) == 32 * size
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"


@pytest.mark.parametrize(
    "path",
    [
        "tile/0/000",
        "tile/0/000.p/999",
        "tile/0/000.p/0",
        "tile/0/000.p/01",
        "tile/0/0",
        "tile/00/000.p/5",
        "tile/-1/000.p/5",
        "tile/64/000.p/5",
        "tile/0/x000/000.p/5",
        "tile/entries/001.p/5x",
        "tile/0/../../../../keys/master.key",
        "tile/0/%2e%2e/%2e%2e/checkpoint",
        "tile/",
    ],
)
def test_what_is_no_tile_of_this_log_is_not_there(app: Flask, path: str) -> None:
    assert get(app, f"{BOOK}/{path}").status_code == 404


def test_another_book_is_not_there(app: Flask) -> None:
    for path in ("checkpoint", "vkey", "consistency?from=1", "tile/0/000.p/5", "tile/entries/000.p/5"):
        problem(get(app, f"450123/{path}"), 404, "book_not_found")


def test_entries_are_for_the_auditor_and_the_county(app: Flask, signed_town: Town) -> None:
    town, path = signed_town, f"{BOOK}/tile/entries/000.p/{size_of(signed_town)}"

    def status(actor: Actor) -> int:
        return get(app, path, bearer_token(town.bank, actor)).status_code

    assert get(app, path).status_code == 401
    assert [status(actor) for actor in (town.huang, town.chen)] == [200, 200]
    assert [status(actor) for actor in (town.wang, town.li, town.nong, town.pan)] == [403] * 4


def test_entries_are_kept_by_the_auditors_own_browser_only(app: Flask, signed_town: Town) -> None:
    path = f"{BOOK}/tile/entries/000.p/{size_of(signed_town)}"

    answer = get(app, path, bearer_token(signed_town.bank, signed_town.huang))

    assert answer.headers["Cache-Control"].startswith("private")
    assert "Access-Control-Allow-Origin" not in answer.headers


def test_before_the_first_checkpoint_nothing_is_published(signed_town: Town, settings: Settings) -> None:
    app = create_app(signed_town.bank, settings)

    problem(get(app, f"{BOOK}/checkpoint"), 404, "nothing_published")
    problem(get(app, f"{BOOK}/consistency?from=1"), 404, "nothing_published")
    problem(get(app, f"{BOOK}/tile/0/000.p/5"), 404, "tile_not_found")


def test_whoever_remembers_an_older_head_gets_a_proof_of_growth(
    app: Flask, signed_town: Town, settings: Settings
) -> None:
    key = parse_vkey(key_of(app))
    old = open_checkpoint(get(app, f"{BOOK}/checkpoint").data, [key]).checkpoint
    grow(signed_town, 7)
    publish(signed_town, settings)

    answer = get(app, f"{BOOK}/consistency?from={old.size}")

    head, _, note = answer.data.partition(b"\n\n")
    first, *hashes = head.decode().split("\n")
    new = open_checkpoint(note, [key]).checkpoint
    assert first == f"old {old.size}"
    assert new.size == old.size + 7
    check_consistency(old.size, new.size, [read_hash(one) or b"" for one in hashes], old.root, new.root)


def test_a_proof_is_given_from_every_size(app: Flask, signed_town: Town) -> None:
    for size in range(size_of(signed_town) + 1):
        answer = get(app, f"{BOOK}/consistency?from={size}")

        assert answer.status_code == 200
        assert split_note(answer.data.partition(b"\n\n")[2])


@pytest.mark.parametrize("wrong", ["", "x", "-1", "+1", "01", "1.5", "٤", "1_0", "9" * 30])
def test_a_size_that_is_no_number_is_refused_by_name(app: Flask, wrong: str) -> None:
    document = problem(
        get(app, f"{BOOK}/consistency?from={wrong.replace('+', '%2B')}"), 422, "malformed_size"
    )

    assert document["field"] == "from"


def test_who_remembers_more_than_is_published_is_told_to_keep_the_evidence(
    app: Flask, signed_town: Town
) -> None:
    size = size_of(signed_town)

    document = problem(get(app, f"{BOOK}/consistency?from={size + 1}"), 409, "size_ahead")

    assert document["facts"] == {"size": size}


def test_readiness_says_that_an_older_backup_was_put_back(
    settled: tuple[Path, Town], signed_town: Town, settings: Settings
) -> None:
    grow(signed_town, 5)
    signed = publish(signed_town, settings)
    published = get(create_app(signed_town.bank, settings), f"{BOOK}/checkpoint").data
    signed_town.bank.close()
    shutil.copy(settled[0], settings.database_file)
    bank = open_at(settings.database_file, signed_town.clock)
    Publisher(settings).publish(bank, BOOK)

    app = create_app(bank, settings)
    answer = app.test_client().get("/readyz")

    assert answer.status_code == 503
    assert answer.json["checks"]["writing"] == {
        "ok": False,
        "says": f"{BOOK}: restored from an older backup: last signed {signed}, here {signed - 5}",
    }
    with pytest.raises(Exception, match="older backup"):
        bank.run(give_minutes, GiveMinutes(signed_town.li.member_id, 1), system(BOOK))
    assert Caller(app).get("/books").json[0]["size"] == signed - 5
    assert get(app, f"{BOOK}/consistency?from=3").data.endswith(published)  # what was signed stands
    bank.close()


def test_after_a_rotation_both_keys_are_told_and_the_changes_are_proved(
    app: Flask, signed_town: Town, settings: Settings
) -> None:
    old = key_of(app)
    assert get(app, f"{BOOK}/keys").data == b"timebank/keys/v1\n"
    with signed_town.bank.connect() as connection:
        book = books_here(connection)[0]

    new = rotate_key(signed_town.bank, settings, book).vkey

    assert key_of(app) == new
    (line,) = Caller(app).get("/books").json
    assert line["vkey"] == new
    assert [(key["vkey"], key["last_size"] is None) for key in line["keys"]] == [(old, False), (new, True)]
    chain = get(app, f"{BOOK}/keys")
    assert chain.content_type == "text/plain; charset=utf-8"
    assert [key.vkey for key in follow_keys([parse_vkey(old)], chain.data)] == [old, new]


def test_it_is_said_when_entries_wait_too_long_for_a_signature(
    app: Flask, signed_town: Town, settings: Settings
) -> None:
    published = settings.published(BOOK) / "checkpoint"
    now = signed_town.clock.now().timestamp()
    os.utime(published, (now, now))
    grow(signed_town, 2)

    def says() -> object:
        signing = app.test_client().get("/readyz").json["checks"]["signing"]
        return signing["ok"], signing["says"]

    assert says() == (True, "keys can be used")
    signed_town.clock.advance(minutes=11)
    assert says() == (False, f"{BOOK}: entries wait for a signature since 2026-11-16T00:00:00Z, see the log")
    publish(signed_town, settings)
    assert says() == (True, "keys can be used")


def test_it_is_said_when_the_signing_key_stays_sealed(app: Flask, settings: Settings) -> None:
    file = settings.signing_key_file(BOOK)
    file.unlink()
    create_key_file(file, b"s" * 32)

    found = app.test_client().get("/readyz").json["checks"]["signing"]

    assert not found["ok"]
    assert "stays sealed" in found["says"]


def test_the_verifier_ends_with_the_totals_of_the_countys_page(
    app: Flask, signed_town: Town, tmp_path: Path
) -> None:
    found = verified(app, tmp_path / "seen", bearer_token(signed_town.bank, signed_town.huang))

    with signed_town.bank.reading(signed_town.chen) as reading:
        shown = account_totals(reading, signed_town.chen)
        with pytest.raises(NotAllowed):
            account_totals(reading, signed_town.zhao)

    assert found.contents is not None
    assert found.contents.totals == shown
    assert {total.class_ for total in shown} == {"issue", "loss", "expired", "member", "pool"}
