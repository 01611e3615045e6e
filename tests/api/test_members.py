"""The register by API: consent first, once a person, each look noted, each correction kept."""

from typing import Any

from tests.api.caller import Caller
from tests.api.conftest import Call
from tests.api.test_whole_way import done
from tests.town import SITE, Town


def elder(**more: Any) -> dict[str, Any]:
    """Return somebody to register."""
    return {
        "kind": "elder",
        "name": "黄阿婆",
        "sex": "female",
        "birth_date": "1945-02-28",
        "site": SITE,
        "consent": "basic-1",
        "phone": "１７９　０００　００５５５",
        **more,
    }


def test_an_elder_is_registered_with_consent(town: Town, caller: Call) -> None:
    nong = caller(town.nong)

    registered = nong.post("/members", elder())

    assert registered.status_code == 201
    record = nong.get(f"/members/{registered.json['id']}/record").json
    assert (record["name"], record["phone"], record["age"]) == ("黄阿婆", "17900000555", 81)


def test_without_consent_nothing_is_stored(town: Town, caller: Call) -> None:
    nong = caller(town.nong)

    refused = nong.post("/members", elder(consent=""))

    assert (refused.status_code, refused.json["code"], refused.json["field"]) == (
        422,
        "consent_missing",
        "consent",
    )
    assert nong.get("/members", q="黄阿婆").json["items"] == []


def test_the_texts_of_consent_name_their_versions(stranger: Caller) -> None:
    texts = {text["kind"]: text for text in stranger.get("/consent-texts").json}

    assert texts["basic"]["version"] == "basic-1"
    assert texts["sensitive"]["chinese"] and texts["sensitive"]["english"]


def test_the_same_person_twice_names_the_number(town: Town, caller: Call) -> None:
    nong = caller(town.nong)
    first = nong.post("/members", elder()).json

    again = nong.post("/members", elder())

    assert (again.status_code, again.json["code"]) == (409, "already_registered")
    assert again.json["facts"] == {"number": first["number"]}


def test_a_member_is_found_by_name_within_ones_own_site(town: Town, caller: Call) -> None:
    assert [line["name"] for line in caller(town.nong).get("/members", q="王秀").json["items"]] == ["王秀英"]
    assert caller(town.far).get("/members", q="王秀").json["items"] == []


def test_a_look_at_a_record_is_shown_to_the_member(town: Town, caller: Call) -> None:
    wang = town.wang.member_id
    caller(town.nong).get(f"/members/{wang}/record", purpose="complaint")
    caller(town.far).get(f"/members/{wang}/record")

    looks = caller(town.wang).get(f"/members/{wang}/looks").json["items"]

    assert [(look["by_name"], look["purpose"], look["was_refused"]) for look in looks] == [
        ("黄大山", "care", True),
        ("农美玲", "complaint", False),
    ]


def test_a_correction_keeps_what_stood_before(town: Town, caller: Call) -> None:
    path = f"/members/{town.wang.member_id}/correction"

    corrected = caller(town.nong).post(path, {"address": "村尾第一家", "reason": "搬了家"})

    assert corrected.json["fields"] == ["address"]
    me = caller(town.wang).get("/me").json
    assert me["record"]["address"] == "村尾第一家"
    assert [(one["field"], one["before"], one["reason"]) for one in me["changes"]] == [
        ("address", "村口第三家", "搬了家")
    ]


def test_a_stranger_applies_and_two_people_approve(town: Town, caller: Call, stranger: Caller) -> None:
    applicant = {
        "name": "梁小云",
        "sex": "female",
        "birth_date": "1990-05-01",
        "site": SITE,
        "phone": "17900000777",
        "password": "两岸青山相对出孤帆",
        "consent": "basic-1",
    }

    applied = stranger.post("/volunteer-applications", applicant)
    path = f"/members/{applied.json['id']}/approval"
    waiting = caller(town.nong).get("/members", to_approve=True).json["items"]
    first = caller(town.nong).post(path, {"step": "site"})
    alone = caller(town.nong).post(path, {"step": "township"})
    second = caller(town.pan).post(path, {"step": "township"})

    assert [line["id"] for line in waiting] == [applied.json["id"]]
    assert (first.json["state"], alone.status_code, second.json["state"]) == ("applied", 403, "approved")


def test_a_consent_taken_back_ends_every_login(town: Town, caller: Call) -> None:
    wang = caller(town.wang)

    withdrawn = wang.post(f"/members/{town.wang.member_id}/consent-withdrawals", {"kind": "basic"})

    assert (withdrawn.status_code, withdrawn.json["is_given"]) == (201, False)
    assert wang.get("/me").status_code == 401
    assert caller(town.nong).get(f"/members/{town.wang.member_id}").status_code == 404


def test_a_proxy_asks_for_the_elder(town: Town, caller: Call) -> None:
    li, term = caller(town.li), {"from_day": "2026-11-16", "until_day": "2026-12-31"}
    need = {"elder": town.meng.member_id, "kind": "company", "starts_at": "2026-11-17T09:00", "minutes": 30}
    assert li.post("/needs", need).status_code == 404

    proxies = f"/members/{town.meng.member_id}/proxies"
    appointed = caller(town.nong).post(proxies, {"proxy_id": town.li.member_id, **term})

    assert appointed.status_code == 201
    assert li.post("/needs", need).status_code == 201


def test_a_lost_card_takes_two_people(town: Town, caller: Call) -> None:
    member = town.wang.member_id
    first = done(caller(town.nong).post(f"/members/{member}/cards"))["number"]
    again = caller(town.nong).post(f"/members/{member}/cards")
    asked = done(caller(town.nong).post("/recoveries", {"member": member, "kind": "card", "stop_now": True}))
    path = f"/recoveries/{asked['id']}"
    alone = caller(town.nong).post(f"{path}/agreement")
    done(caller(town.pan).post(f"{path}/agreement"))
    given = done(caller(town.nong).post(f"{path}/handover", {"pin": "3690"}))
    (shown,) = caller(town.wang).get(f"/members/{member}/recoveries").json

    assert (again.status_code, again.json["code"]) == (409, "recovery_needed")
    assert (alone.status_code, alone.json["code"]) == (403, "recovery_needs_two")
    assert given["card_number"] != first
    assert (shown["state"], shown["agreed_by_name"]) == ("handed_over", "潘国栋")
    assert caller(town.chen).get("/recoveries", waiting="true").json["items"] == []
