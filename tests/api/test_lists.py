"""Lists are paged by cursor: every item once, in order, and no more than was asked for."""

from typing import Any

import pytest

from tests.api.caller import Caller
from tests.api.conftest import Call
from tests.town import SITE, Town
from tests.walk import need


def walk_through(caller: Caller, path: str, limit: int, **query: Any) -> list[str]:
    """Return the ids of a list, page after page."""
    ids: list[str] = []
    after = ""
    while True:
        page = caller.get(path, after=after, limit=limit, **query).json
        assert len(page["items"]) <= limit
        ids += [item["id"] for item in page["items"]]
        after = page["next_cursor"]
        if not after:
            return ids


@pytest.mark.parametrize("limit", [1, 2, 5, 100])
def test_each_need_comes_once_newest_first(town: Town, caller: Call, limit: int) -> None:
    posted = []
    for _ in range(5):
        town.clock.advance(seconds=1)
        posted.append(need(town, minutes=10).id)

    assert walk_through(caller(town.wang), "/needs", limit) == posted[::-1]


def test_a_list_of_exactly_one_page_has_no_second(town: Town, caller: Call) -> None:
    need(town)

    assert caller(town.wang).get("/needs", limit=1).json["next_cursor"] == ""


def test_members_are_listed_by_number(town: Town, caller: Call) -> None:
    chen = caller(town.chen)

    ids = walk_through(chen, "/members", 3)

    numbers = [int(chen.get(f"/members/{one}").json["number"]) for one in ids]
    assert len(numbers) == len(set(numbers)) >= 10
    assert numbers == sorted(numbers)


def test_a_list_is_narrowed_by_several_states(town: Town, caller: Call) -> None:
    wang = caller(town.wang)
    open_need, cancelled = need(town).id, need(town).id
    wang.post(f"/needs/{cancelled}/cancellation")

    def ids(*states: str) -> set[str]:
        return {item["id"] for item in wang.get("/needs", state=list(states)).json["items"]}

    assert ids("open") == {open_need}
    assert ids("cancelled") == {cancelled}
    assert ids("open", "cancelled") == {open_need, cancelled}


def test_needs_whose_payer_is_to_be_found_have_their_own_list(town: Town, caller: Call) -> None:
    paid, unpaid = need(town).id, need(town, by=town.nong, elder=town.meng).id
    nong = caller(town.nong)

    (item,) = nong.get("/needs", payer_to_be_found=True).json["items"]

    assert item["id"] == unpaid
    assert {one["id"] for one in nong.get("/needs", site=SITE).json["items"]} == {paid, unpaid}


def test_a_cursor_of_another_list_is_refused_or_finds_nothing(town: Town, caller: Call) -> None:
    answer = caller(town.chen).get("/members", after="not-a-number")

    assert (answer.status_code, answer.json["code"], answer.json["field"]) == (422, "bad_cursor", "after")
