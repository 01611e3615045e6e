"""The address to which phones bring what they recorded: without a login, item by item, whatever comes."""

import json
import uuid
from typing import Any

import pytest
from flask import Flask

from tests.api.caller import Caller
from tests.api.conftest import Call
from tests.timebank.devices.phone import DeskPhone, elder, photo_text
from tests.town import BOOK, Town
from timebank.devices.commands import RevokeDevice
from timebank.devices.use_cases import revoke_device
from timebank.files import FileStore
from timebank.settings import Settings


@pytest.fixture
def phone(town: Town, settings: Settings) -> DeskPhone:
    """Nong's phone, whose photographs go where the application keeps them."""
    return DeskPhone(town, town.nong, FileStore(settings.files_folder)).is_enrolled()


def batch(phone: DeskPhone, *items: object) -> dict[str, object]:
    """Return a batch as it is sent."""
    return {"book": BOOK, "device": phone.id, "items": list(items)}


def test_a_phone_whose_login_is_long_gone_is_taken_at_its_word(stranger: Caller, phone: DeskPhone) -> None:
    answer = stranger.post("/sync", batch(phone, phone.records("elder", elder())))

    assert answer.status_code == 200
    (item,) = answer.get_json()["items"]
    assert item["state"] == "accepted"
    assert item["words"] == f"登记好了，成员号 {item['number']}。"


def test_each_answer_says_in_words_what_came_of_it(stranger: Caller, phone: DeskPhone, town: Town) -> None:
    items = [
        phone.records("elder", elder(birth_date="1949-02-31")),
        phone.records("elder", elder(), version=3),
        {"key": "12345678"},
    ]
    chinese = stranger.post("/sync", batch(phone, *items)).get_json()["items"]
    english = Caller(stranger.app, language="en").post("/sync", batch(phone, *items)).get_json()["items"]

    assert [one["words"] for one in chinese] == [
        "这一条填写有误：没有这一天，请核对年月日。",
        "服务器还不认识这一类记录（elder，第 3 版），要有人看过才能办。",
        "这一条的格式不对，没有收下。",
    ]
    assert [one["state"] for one in english] == ["refused", "look", "refused"]
    assert english[0]["words"].endswith("There is no such day. Please check year, month and day.")


def test_no_cookie_is_asked_and_none_is_given(app: Flask, phone: DeskPhone) -> None:
    answer = app.test_client().post("/api/v1/sync", json=batch(phone, phone.records("elder", elder())))

    assert answer.status_code == 200
    assert "Set-Cookie" not in answer.headers


def test_a_revoked_device_is_told_so(stranger: Caller, phone: DeskPhone, town: Town) -> None:
    town.bank.run(revoke_device, RevokeDevice(phone.id), town.chen)
    answer = stranger.post("/sync", batch(phone, phone.records("elder", elder())))

    assert (answer.status_code, answer.get_json()["code"]) == (403, "device_revoked")


@pytest.mark.parametrize(
    "more",
    [
        {"device": str(uuid.UUID(int=0))},
        {"device": "no-id"},
        {"book": "999999"},
        {"book": "360702"},
    ],
)
def test_an_unknown_device_or_book_is_hidden(
    stranger: Caller, phone: DeskPhone, more: dict[str, object]
) -> None:
    body = batch(phone, phone.records("elder", elder())) | more

    assert stranger.post("/sync", body).get_json()["code"] == "device_not_found"


@pytest.mark.parametrize(
    "items",
    [None, [], {}, "items", [1] * 101],
    ids=["nothing", "empty", "an object", "a text", "too many"],
)
def test_what_is_no_batch_is_answered_with_the_field(stranger: Caller, phone: DeskPhone, items: Any) -> None:
    answer = stranger.post("/sync", batch(phone) | {"items": items})

    assert (answer.status_code, answer.get_json()["field"]) == (422, "items")


def test_a_batch_of_oddities_is_never_a_fault(stranger: Caller, phone: DeskPhone) -> None:
    deep: list[Any] = []
    for _ in range(50):
        deep = [deep]
    odd = [None, 1, "x", [], {}, deep, {"key": None}, {"key": "\ud800" * 9}, {"key": ["a"]}]
    odd += [
        phone.records("elder", body) for body in (None, 1, "x", [], deep, {"\ud800": 1}, {"name": {"a": [1]}})
    ]
    odd += [phone.records("photo", {"photo": body}) for body in ("", "é", "A" * 5, photo_text()[:-40])]
    odd += [phone.records("service", {"photo": "x", "elder": [], "way": "slip_thumb"})]
    sent = json.dumps(batch(phone, *odd))  # in ASCII, so that half a surrogate pair gets through
    answer = stranger.app.test_client().post("/api/v1/sync", data=sent, content_type="application/json")

    assert answer.status_code == 200
    assert {one["state"] for one in answer.get_json()["items"]} == {"refused"}


def test_too_large_a_batch_is_refused_before_it_is_read(stranger: Caller, phone: DeskPhone) -> None:
    answer = stranger.post("/sync", batch(phone, "x" * 8_000_001))

    assert (answer.status_code, answer.get_json()["code"]) == (413, "too_large")


def test_a_flood_is_held_back(app: Flask, phone: DeskPhone) -> None:
    statuses = {app.test_client().post("/api/v1/sync", json=batch(phone, {})).status_code for _ in range(61)}

    assert statuses == {200, 429}


def test_a_coordinator_asks_and_the_county_enrols(caller: Call, town: Town, settings: Settings) -> None:
    phone = DeskPhone(town, town.nong, FileStore(settings.files_folder))
    asked = caller(town.nong).post("/devices", {"public_key": phone.public_key, "name": "红米"}).get_json()
    phone.id = asked["id"]
    waiting = caller(town.nong).post("/sync", batch(phone, phone.records("elder", elder())))
    (seen,) = caller(town.chen).get("/devices").get_json()["items"]
    enrolled = caller(town.chen).post(f"/devices/{phone.id}/enrolment")

    assert (asked["state"], waiting.status_code) == ("asked", 403)
    assert seen["fingerprint"] == asked["fingerprint"]
    assert (enrolled.status_code, enrolled.get_json()["state"]) == (201, "enrolled")


def test_what_was_set_aside_is_shown_and_let_in(caller: Call, town: Town, phone: DeskPhone) -> None:
    phone.brings(phone.records("elder", elder()), phone.records("elder", elder()))
    nong = caller(town.nong)
    (line,) = nong.get("/sync/items").get_json()["items"]
    shown = nong.get(f"/sync/items/{line['id']}").get_json()
    path = f"/sync/items/{line['id']}/decision"

    assert line["code"] == "already_registered"
    assert shown["fields"]["name"] == "韦玉芬"
    assert nong.post(path, {"decision": "let_in"}).status_code == 409
    assert nong.post(path, {"decision": "let_in", "reason": "堂姐"}).get_json()["state"] == "accepted"
    assert nong.get("/sync/items").get_json()["items"] == []


def test_the_key_to_seal_to_is_public(stranger: Caller) -> None:
    shown = stranger.get("/sync/key").get_json()

    assert (shown["book"], shown["number"], len(shown["public_key"])) == (BOOK, 1, 87)
