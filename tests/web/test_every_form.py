"""Every form of the pages: a login that ran out loses nothing typed, strange text is answered in words, a second tap
has one effect. A form that is not held to one of these stands below with the reason.
"""

import html
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.datastructures import MultiDict

from tests.rights import PART, WHO, Row, World, form_token
from tests.web.rights import ROWS
from timebank.writer import Bank
from web.forms import NOT_TYPED, SECRET_INPUTS
from web.resuming import open_seal

NEEDS_NO_LOGIN = {
    "/language": "changes the reader's choice alone",
    "/mode": "changes the reader's choice alone",
    "/login": "is how one logs in",
    "/logout": "of somebody logged out does nothing",
    "/code": "sets the first password",
    "/join": "is for strangers",
    "/objections": "is for everybody",
    "/points/objections": "is for everybody",
}
ANSWERED_ANEW = {
    "/language": "a switch",
    "/mode": "a switch",
    "/login": "each opens a session of its own; tries are counted",
    "/logout": "the second is of somebody logged out",
    "/me/consents/<kind>/withdrawal": "without the basic consent nobody is there to answer",
    "/members/<member_id>/looks": "each look is written down and none is stored",
    "/members/<member_id>/messages": "likewise",
    "/members/<member_id>/logout": "the first one here logs out the own session too",
    "/set-aside/<item_id>/decision": "what was set aside is let in or dropped once; a second is told so",
    "/sheets": "each line has a key of its own, made from the form's",
    "/activities": "likewise",
}
STRANGE = (
    "\U0001f474\U0001f3fd\u200d\U0001f91d 阿依古丽·买买提 <script>'\";--",
    "\u202e\u0645\u0631\u062d\u0628\u0627",
    "　１２３　４５６\u00a0",
    "长" * 10_000,
    "\x00",
)
"""Emoji, a middle dot and code; somebody written from right to left; pasted digits; too much; a control character."""

WORDS = {"care": "care", "basic": "basic", "stock": "stock", "csv": "csv", "first entry": "1"}
"""Words of an address that name no thing of the world stand for themselves."""
FORMS = [row for row in ROWS if row.method == "POST"]
COUNTED = ("ledger_entry", "request", "message", "service_act")
RESUME = re.compile(r'name="resume" value="([^"]+)"')


@pytest.fixture(scope="module")
def untouched(world: World, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bank]:
    """The world, opened once for what changes nothing."""
    with world.opened(tmp_path_factory.mktemp("untouched")) as bank:
        yield bank


@pytest.fixture
def here(world_app: Flask, world: World, tmp_path: Path) -> Iterator[World]:
    """The world, opened for one form."""
    with world.opened(tmp_path) as bank:
        world_app.extensions["bank"] = bank
        yield replace(world, here={**world.here, **WORDS})


def sender(app: Flask, world: World, row: Row) -> tuple[FlaskClient, str, dict[str, Any]]:
    """Return the browser of the first one who may send a form, its address, and what is typed."""
    client = app.test_client()
    who = WHO[row.here.index("i")] if "i" in row.here else "county"
    if world.tokens[who]:
        client.set_cookie("tb", world.tokens[who])
    path = PART.sub(lambda part: world.here[row.things.get(part[1], part[1])], row.rule)
    return client, path, dict(row.body(world.here)) | form_token(app, client)


def typed(data: dict[str, Any]) -> dict[str, Any]:
    """Return what a person typed, without secrets and what pages hide in forms."""
    return {name: value for name, value in data.items() if name not in SECRET_INPUTS | NOT_TYPED}


def ids(row: Row) -> str:
    return row.rule


@pytest.mark.parametrize("row", [row for row in FORMS if row.rule not in NEEDS_NO_LOGIN], ids=ids)
def test_a_login_that_ran_out_loses_nothing_typed(
    world_app: Flask, world: World, untouched: Bank, row: Row
) -> None:
    world_app.extensions["bank"] = untouched
    client, path, data = sender(world_app, replace(world, here={**world.here, **WORDS}), row)
    client.delete_cookie("tb")

    answer = client.post(path, data=data | {"note_of_mine": "从圩上回来·阿依"})

    assert answer.status_code == 401
    sealed = RESUME.search(answer.get_data(as_text=True))
    assert sealed is not None
    with world_app.test_request_context():
        waiting = open_seal(html.unescape(sealed[1]))
    wanted = MultiDict(typed(data) | {"note_of_mine": "从圩上回来·阿依"})
    assert waiting is not None
    assert waiting[0] == path
    assert MultiDict(waiting[1]) == MultiDict({name: _as_sent(wanted, name) for name in wanted})


@pytest.mark.parametrize("row", FORMS, ids=ids)
def test_strange_text_is_answered_in_words(world_app: Flask, here: World, row: Row) -> None:
    client, path, data = sender(world_app, here, row)
    for strange in STRANGE:
        for name in typed(data):
            answer = client.post(path, data=data | {name: strange})
            assert answer.status_code < 500, (name, strange[:20])


@pytest.mark.parametrize("row", [row for row in FORMS if row.rule not in ANSWERED_ANEW], ids=ids)
def test_a_second_tap_gets_the_first_answer(world_app: Flask, here: World, row: Row) -> None:
    client, path, data = sender(world_app, here, row)
    bank: Bank = world_app.extensions["bank"]
    once = data | {"idempotency_key": "one-and-the-same-key"}

    first = client.post(path, data=once)
    changed = _rows(bank)
    second = client.post(path, data=once)

    assert (second.status_code, second.headers.get("Location")) == (
        first.status_code,
        first.headers.get("Location"),
    )
    assert _rows(bank) == changed


def test_every_exception_is_a_form() -> None:
    rules = {row.rule for row in FORMS}

    assert set(NEEDS_NO_LOGIN) - rules == set()
    assert set(ANSWERED_ANEW) - rules == set()


def _as_sent(values: MultiDict[str, Any], name: str) -> Any:
    several = values.getlist(name)
    return several if len(several) > 1 else str(several[0])


def _rows(bank: Bank) -> int:
    """Return how many acts the ledger and the requests hold: what a second effect would add to."""
    with bank.connect() as connection:
        return sum(
            connection.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar() or 0 for table in COUNTED
        )
