"""Teams, pairs and whom to ask for a need, by the API alone."""

from datetime import timedelta

from tests.api.conftest import Call
from tests.api.test_whole_way import done
from tests.town import SITE, TOMORROW_NINE, Town


def test_a_team_from_its_founding_to_a_service_given_for_it(town: Town, caller: Call) -> None:
    nong, li = caller(town.nong), caller(town.li)
    team = done(nong.post("/teams", {"site": SITE, "kind": "elders", "name": "老年协会"}))
    path = f"/teams/{team['id']}"
    done(nong.post(f"{path}/people", {"member": town.li.member_id}))
    joined = done(li.post(f"{path}/answer", {"answer": "yes"}))
    done(nong.post(f"{path}/lead", {"member": town.li.member_id}))
    town.clock.moment += timedelta(hours=8)
    given = {
        "elder": town.wang.member_id,
        "kind": "company",
        "starts_at": (town.clock.moment - timedelta(hours=1)).isoformat(),
        "minutes": 30,
        "team": team["number"],
    }
    service = done(li.post("/services", given))
    shown = nong.get(path).json
    [person] = nong.get(f"{path}/people").json["items"]
    stranger = caller(town.zhao).get(path)
    wrong = li.post("/services", given | {"team": "99"})

    assert joined["state"] == "joined"
    assert nong.get(f"/services/{service['id']}").json["team"] == "老年协会"
    assert (shown["line"]["lead_name"], shown["line"]["people"], shown["settled_minutes"]) == ("李桂兰", 1, 0)
    assert (person["name"], person["state"]) == ("李桂兰", "joined")
    assert (stranger.status_code, stranger.json["code"]) == (404, "team_not_found")
    assert (wrong.status_code, wrong.json["code"], wrong.json["field"]) == (422, "not_in_team", "team")


def test_a_pair_is_proposed_first_for_the_elders_need(town: Town, caller: Call) -> None:
    nong, li, wang = caller(town.nong), caller(town.li), caller(town.wang)
    two = {"volunteer": town.li.member_id, "elder": town.wang.member_id}
    pair = done(nong.post("/pairs", two))
    again = nong.post("/pairs", two)
    for side in (li, wang):
        last = done(side.post(f"/pairs/{pair['id']}/answer", {"answer": "yes"}))
    wish = {
        "elder": town.wang.member_id,
        "kind": "company",
        "starts_at": TOMORROW_NINE.isoformat(),
        "minutes": 30,
    }
    need = done(wang.post("/needs", wish))
    [first] = nong.get(f"/needs/{need['id']}/proposals").json
    taken = done(nong.post(f"/needs/{need['id']}/acceptance", {"volunteer": first["member_id"]}))
    done(wang.post(f"/pairs/{pair['id']}/ending"))
    [ended] = li.get("/pairs").json["items"]

    assert (again.status_code, again.json["code"]) == (409, "pair_there")
    assert last["state"] == "in_force"
    assert (first["name"], first["reasons"][0]) == ("李桂兰", "paired")
    assert taken["state"] == "accepted"
    assert (ended["state"], ended["may_end"]) == ("ended", False)


def test_a_volunteer_chooses_where_time_above_the_cap_goes(town: Town, caller: Call) -> None:
    li = caller(town.li)
    chosen = done(li.post("/me/cap-choice", {"choice": "honour"}))
    wrong = li.post("/me/cap-choice", {"choice": "cash"})

    assert chosen == {"choice": "honour"}
    assert li.get("/me").json["volunteer"]["cap_choice"] == "honour"
    assert (wrong.status_code, list(wrong.json["errors"])) == (422, ["choice"])
