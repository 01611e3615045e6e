"""Whatever a stranger writes into a header, an address or a queue: a plain sentence, no fault of ours."""

from typing import Any
from urllib.parse import quote

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from werkzeug.test import TestResponse

from ledger.tiles import new_tiles, tile_path
from tests.api.caller import bearer_token
from tests.conftest import publish
from tests.ledger.mutants import mutants
from tests.timebank.devices.phone import DeskPhone, elder
from tests.town import BOOK, Town
from timebank.files import FileStore
from timebank.settings import Settings
from wsgi import create_app

quickly = settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])

IN_A_HEADER = st.text(st.characters(min_codepoint=32, max_codepoint=255), max_size=200)
ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inside: st.lists(inside, max_size=4) | st.dictionaries(st.text(max_size=8), inside, max_size=4),
    max_leaves=8,
)


@pytest.fixture
def app(signed_town: Town, signed_settings: Settings) -> Flask:
    """The application, without limits, over a published log."""
    publish(signed_town, signed_settings)
    app = create_app(signed_town.bank, signed_settings)
    for limiter in app.extensions["limiter"]:
        limiter.enabled = False
    return app


@pytest.fixture
def phone(signed_town: Town, signed_settings: Settings) -> DeskPhone:
    """Nong's phone, enrolled."""
    return DeskPhone(signed_town, signed_town.nong, FileStore(signed_settings.files_folder)).is_enrolled()


def said(answer: TestResponse) -> int:
    """Return the status of an answer; a refusal says in a sentence what it is about."""
    assert answer.status_code < 500, answer.text
    if answer.status_code >= 400:
        assert answer.json is not None
        assert answer.json["detail"].strip()
        assert "Traceback" not in answer.text
    return answer.status_code


@quickly
@given(
    header=IN_A_HEADER | IN_A_HEADER.map("Bearer {}".format) | IN_A_HEADER.map(f"Bearer {BOOK}.{{}}".format)
)
def test_whatever_stands_in_place_of_a_token_lets_nobody_in(app: Flask, header: str) -> None:
    assert said(app.test_client().get("/api/v1/me", headers={"Authorization": header})) == 401


@quickly
@given(data=st.data())
def test_a_damaged_token_lets_nobody_in(app: Flask, signed_town: Town, data: st.DataObject) -> None:
    token = bearer_token(signed_town.bank, signed_town.li)
    damaged = data.draw(mutants(token.encode()).map(lambda one: one.decode("latin-1")))
    header = "Bearer " + "".join(filter(str.isprintable, damaged))

    status = said(app.test_client().get("/api/v1/me", headers={"Authorization": header}))

    assert status == (200 if header.removeprefix("Bearer ").strip() == token else 401)


@quickly
@given(path=mutants(*(tile_path(one.level, one.index, one.width).encode() for one in new_tiles(0, 300))))
def test_any_tile_path_is_answered(app: Flask, path: bytes) -> None:
    client = app.test_client()

    assert said(client.get(f"/log/{BOOK}/tile/{quote(path.removeprefix(b'tile/'))}")) in (200, 308, 401, 404)


@quickly
@given(size=st.text(max_size=30) | st.integers(-(2**70), 2**70).map(str))
def test_any_size_that_somebody_remembers_is_answered(app: Flask, size: str) -> None:
    answer = app.test_client().get(f"/log/{BOOK}/consistency", query_string={"from": size})

    assert said(answer) in ((404,) if "\0" in size else (200, 409, 422))  # under a NUL nothing is looked for


@quickly
@given(body=ANY_JSON, items=st.lists(ANY_JSON, max_size=3))
def test_any_batch_of_a_phone_is_answered_item_by_item(
    app: Flask, phone: DeskPhone, body: Any, items: list[Any]
) -> None:
    client = app.test_client()

    said(client.post("/api/v1/sync", json=body))
    answer = client.post("/api/v1/sync", json={"book": BOOK, "device": phone.id, "items": items})

    if said(answer) == 200:
        assert answer.json is not None
        assert [one["state"] for one in answer.json["items"]] == ["refused"] * len(items)


@quickly
@given(data=st.data())
def test_an_item_with_a_strange_part_is_refused_or_looked_at(
    app: Flask, phone: DeskPhone, data: st.DataObject
) -> None:
    item = phone.records("elder", elder())
    part = data.draw(st.sampled_from(sorted(item)))
    item[part] = data.draw(
        ANY_JSON | mutants(str(item[part]).encode()).map(lambda one: one.decode("latin-1"))
    )

    answer = app.test_client().post("/api/v1/sync", json={"book": BOOK, "device": phone.id, "items": [item]})

    if said(answer) == 200:
        assert answer.json is not None
        (outcome,) = answer.json["items"]
        assert outcome["words"].strip()
