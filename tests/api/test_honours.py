"""Honours over the API: the page of a month is public, stars are for who may see the member."""

from tests import walk
from tests.api.caller import Caller
from tests.api.conftest import Call
from tests.town import Town
from timebank.honours.monthly import HONOURS
from timebank.jobs import run_job


def test_the_page_names_those_who_agreed(town: Town, caller: Call, stranger: Caller) -> None:
    walk.settled(town)
    path = f"/members/{town.li.member_id}/consents"
    given = caller(town.li).post(path, {"kind": "honour", "version": "honour-1"})
    assert given.status_code == 201
    town.clock.advance(days=31)
    run_job(town.bank, HONOURS)

    page = stranger.get("/honours").json

    assert (page["month"], [one["name"] for one in page["people"]]) == ("2026-11", ["李桂兰"])
    assert stranger.get("/honours", month="nope").json["code"] == "not_a_month"


def test_stars_are_for_those_who_see_the_member(town: Town, caller: Call) -> None:
    walk.settled(town)
    path = f"/members/{town.li.member_id}/stars"

    assert caller(town.li).get(path).json == {"minutes": 60, "stars": 0, "minutes_to_next": 5940}
    assert caller(town.zhao).get(path).status_code == 404
