"""Time given on by the API alone: to kin, to the pool, as a grant; and what becomes of it when somebody is gone."""

from tests.api.conftest import Call
from tests.api.test_whole_way import done
from tests.family import settle_family
from tests.town import SITE, TOMORROW_NINE, Town
from timebank.departures.jobs import DEPARTURES
from timebank.grants.monthly import GRANTS
from timebank.jobs import run_job

NEED = {"kind": "company", "starts_at": TOMORROW_NINE.isoformat(), "minutes": 60}


def test_a_gift_is_accepted_and_a_strangers_is_refused_in_words(town: Town, caller: Call) -> None:
    daughter = settle_family(town).daughter
    gift = done(caller(daughter).post("/gifts", {"receiver": town.wang.member_id, "minutes": 300}))
    refused = caller(daughter).post("/gifts", {"receiver": town.meng.member_id, "minutes": 300})
    accepted = done(caller(town.wang).post(f"/gifts/{gift['id']}/answer", {"answer": "accept"}))
    again = caller(town.wang).post(f"/gifts/{gift['id']}/answer", {"answer": "accept"})
    (account,) = caller(town.wang).get(f"/accounts/{town.wang.member_id}").json
    newest = caller(town.wang).get(f"/accounts/{town.wang.member_id}/statement").json["items"][0]

    assert (refused.status_code, refused.json["code"], refused.json["field"]) == (422, "not_kin", "receiver")
    assert "亲属" in refused.json["detail"]
    assert (accepted["state"], account["available"]) == ("accepted", 420)
    assert (again.status_code, again.json["code"]) == (409, "gift_answered")
    assert (newest["change"], newest["purpose"]) == (300, "gift")


def test_what_cannot_be_an_amount_is_named_by_its_field(town: Town, caller: Call) -> None:
    for minutes in (0, -5, 1.5, "1e3", "", None, 10**9):
        answer = caller(town.li).post("/donations", {"minutes": minutes})
        assert (answer.status_code, list(answer.json["errors"])) == (422, ["minutes"]), minutes


def test_the_pool_pays_and_shows_that_it_helped(town: Town, caller: Call) -> None:
    daughter = settle_family(town).daughter
    done(caller(daughter).post("/donations", {"minutes": 180}))
    asked = done(caller(town.nong).post("/needs", NEED | {"elder": town.meng.member_id}))
    done(caller(town.li).post(f"/needs/{asked['id']}/acceptance"))
    pool = caller(daughter).get(f"/pools/{SITE}").json
    (mine,) = caller(daughter).get("/donations").json["items"]

    assert asked["pay_from"] == "pool"
    assert (pool["available"], pool["reserved"], pool["donors"]) == (120, 60, 1)
    assert mine["minutes"] == 180


def test_a_programme_grants_a_month_and_says_how_far_it_came(town: Town, caller: Call) -> None:
    wanted = {"name": "高龄补助", "monthly_minutes": 120, "budget_minutes": 600, "age_from": 80}
    made = done(caller(town.chen).post("/programmes", wanted))
    run_job(town.bank, GRANTS)
    shown = caller(town.chen).get(f"/programmes/{made['id']}").json
    (held,) = caller(town.nong).get(f"/members/{town.meng.member_id}/grants").json
    short = caller(town.chen).post(f"/programmes/{made['id']}/budget", {"budget_minutes": 100})

    assert (shown["left_minutes"], shown["runs"][0]["granted"]) == (480, 1)
    assert (held["programme"], held["available"], held["last_day"]) == ("高龄补助", 120, "2026-11-30")
    assert (short.status_code, short.json["code"]) == (422, "budget_too_low")


def test_a_departure_takes_two_people_and_kin_claim(town: Town, caller: Call) -> None:
    daughter = settle_family(town).daughter
    entry = {"member": town.wang.member_id, "kind": "died", "happened_on": "2026-11-16"}
    gone = done(caller(town.nong).post("/departures", entry))
    alone = caller(town.nong).post(f"/departures/{gone['id']}/confirmation")
    done(caller(town.pan).post(f"/departures/{gone['id']}/confirmation"))
    town.clock.advance(days=8)
    run_job(town.bank, DEPARTURES)
    claim = {"heir": daughter.member_id, "minutes": 120}
    claimed = done(caller(town.nong).post(f"/departures/{gone['id']}/claims", claim))
    paid = done(caller(town.pan).post(f"/departures/{gone['id']}/claims/{claimed['id']}/payment"))
    shown = caller(town.huang).get(f"/departures/{gone['id']}").json

    assert (alone.status_code, alone.json["code"]) == (403, "departure_needs_two")
    assert (paid["state"], paid["left_minutes"]) == ("paid", 0)
    assert (shown["state"], shown["claimed_minutes"]) == ("closed", 120)
