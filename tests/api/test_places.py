"""What hangs on the wall is for everybody; what runs a county is for the county."""

from tests.api.caller import Caller
from tests.api.conftest import Call
from tests.town import BOOK, FAR_SITE, NEXT_VILLAGE, SITE, TOWNSHIP, Town
from tests.walk import settled
from timebank.catalogue.kinds import KINDS


def test_a_stranger_walks_down_the_regions_to_a_site(stranger: Caller) -> None:
    townships = stranger.get("/regions", parent=BOOK, limit=100).json["items"]
    villages = stranger.get("/regions", parent=TOWNSHIP, limit=100).json["items"]
    sites = stranger.get("/sites", region=TOWNSHIP).json["items"]

    assert TOWNSHIP in {one["code"] for one in townships}
    assert NEXT_VILLAGE in {one["code"] for one in villages}
    assert SITE in {one["id"] for one in sites}
    assert FAR_SITE not in {one["id"] for one in sites}


def test_a_region_nobody_knows_is_not_found(stranger: Caller) -> None:
    answer = stranger.get("/regions", parent="999999")

    assert (answer.status_code, answer.json["code"]) == (404, "unknown_region")


def test_the_books_here_say_their_name_key_and_size(town: Town, stranger: Caller) -> None:
    (before,) = stranger.get("/books").json
    settled(town)
    (after,) = stranger.get("/books").json

    assert (before["book"], before["origin"]) == (BOOK, f"test.invalid/log/{BOOK}")
    assert before["vkey"].startswith(f"test.invalid/log/{BOOK}+")
    assert after["size"] > before["size"] > 0


def test_another_book_is_not_found_here(stranger: Caller) -> None:
    answer = stranger.get("/sites", book="440605")

    assert (answer.status_code, answer.json["code"], answer.json["field"]) == (404, "book_not_found", "book")


def test_every_kind_of_service_is_listed_by_name(stranger: Caller) -> None:
    kinds = stranger.get("/kinds").json

    assert [kind["code"] for kind in kinds] == [kind.code for kind in KINDS]
    assert kinds[0]["name"] == "助餐"


def test_the_figures_of_a_region_are_the_sum_of_those_below(town: Town, caller: Call) -> None:
    settled(town)

    tree = caller(town.chen).get(f"/regions/{BOOK}/figures").json

    below = [one["figures"].get("minutes.settled", 0) for one in tree["below"]]
    assert tree["total"]["figures"]["minutes.settled"] == sum(below) == 60


def test_the_county_opens_pairs_and_closes_a_site(town: Town, caller: Call, stranger: Caller) -> None:
    chen = caller(town.chen)

    opened = chen.post("/sites", {"region": NEXT_VILLAGE, "name": "老槐树下互助点", "kind": "host_household"})
    paired = chen.post("/site-pairings", {"site": opened.json["id"], "paired_site": SITE})
    closed = chen.post("/site-closures", {"site": opened.json["id"], "reason": "房主搬走"})

    assert [answer.status_code for answer in (opened, paired, closed)] == [201, 201, 201]
    assert paired.json["paired_site"] == SITE
    assert stranger.get(f"/sites/{opened.json['id']}").status_code == 404
    assert chen.get(f"/sites/{opened.json['id']}").json["status"] == "closed"
