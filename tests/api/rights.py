"""Who may call which route of the API: one letter a person, in the order of `tests.rights.WHO`.

i let in · l told to log in · n not allowed · h hidden: as if it were not there
"""

import base64
from typing import Any

from tests.rights import Ids, Row

SMALLEST_PICTURE = (
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
"""A PNG of one pixel."""
PUBLIC = "iiiiiiiiii"
MEMBERS = "liiiiiiiii"
COUNTY = "lnnnnnnnin"
#        nobody, elder, proxy, kin, volunteer, coordinator, coordinator elsewhere, township, county, auditor
SEEN = ("liihhihiii", "lhhhhhihii")
"""Who sees an elder: at the own site, and at the other one."""
KEPT = ("lnnhhihiin", "lhhhhhihin")
"""Who keeps an elder's record."""
KEPT_OR_OWN = ("linhhihiin", "lhhhhhihin")
VOLUNTEER_KEPT = ("lhhhnihiin", "lhhhhhihin")
CERTIFIED = ("lhhhiihiih", "lhhhhhihih")
"""Who sees a certificate of the site: its holder, and the office there and above."""
SPEAK_FOR_PAIR = ("liihiihiin", "lhhhhhihin")
IN_TEAM = ("lhhhiihiii", "lhhhhhihii")
"""Who sees a team: its people, and the office there and above."""
KEEP_TEAM = ("lhhhnihiin", "lhhhhhihin")
OWN_OR_KEEP_TEAM = ("lhhhiihiin", "lhhhhhihin")
WITHDRAWN = ("lhhhnihiih", "lhhhhhihih")
RECOVERED = ("lhhhhihiii", "lhhhhhihii")
"""Who sees what is given anew at a site."""
PAST_CARE = ("lnnhiihiin", "lhhhhhihin")
"""Who may record what happened at a service: the volunteer and the site."""


def person(ids: Ids) -> dict[str, Any]:
    """Return somebody new at the site."""
    return {
        "kind": "elder",
        "name": "新来的人",
        "sex": "female",
        "site": ids["site"],
        "birth_date": "1950-01-01",
        "consent": "basic-1",
        "no_papers_reason": "证件遗失",
    }


def wish(ids: Ids) -> dict[str, Any]:
    """Return a need of the elder's."""
    return {"elder": ids["elder"], "kind": "company", "starts_at": ids["tomorrow"], "minutes": 30}


def deed(ids: Ids) -> dict[str, Any]:
    """Return a service already given to the elder."""
    return {"elder": ids["elder"], "kind": "company", "starts_at": ids["an hour ago"], "minutes": 30}


def two(ids: Ids) -> dict[str, Any]:
    """Return the two who may be paired."""
    return {"volunteer": ids["volunteer"], "elder": ids["elder"]}


def good_deed(ids: Ids) -> dict[str, Any]:
    """Return a deed of the elder's household."""
    return {"member": ids["elder"], "head": "clean", "points": 5, "day": ids["a day"]}


def bad_deed(ids: Ids) -> dict[str, Any]:
    """Return what a village rule takes points for."""
    return {"member": ids["elder"], "rule": ids["rule"], "points": 5, "day": ids["a day"], "words": "乱倒"}


def a_rule(ids: Ids) -> dict[str, Any]:
    """Return a village rule; a picture that is none lets the request get as far as whoever may send it."""
    return {"village": ids["village"], "title": "村规", "adopted_on": "2026-01-01", "photo": SMALLEST_PICTURE}


def prices(ids: Ids) -> dict[str, Any]:
    """Return a price list of the shop."""
    return {"site": ids["site"], "valid_from": ids["a day"], "prices": [{"item": "soap", "points": 3}]}


def cart(ids: Ids) -> dict[str, Any]:
    """Return an order of the elder's household."""
    lines = [{"item": "soap", "quantity": 1}]
    return {
        "site": ids["site"],
        "lines": lines,
        "price_list": ids["price_list"],
        "household": ids["household"],
    }


def sheet(ids: Ids) -> dict[str, Any]:
    """Return a price list as a sheet."""
    file = base64.b64encode("物品,积分\n肥皂,3\n".encode()).decode()
    return {"site": ids["site"], "kind": "prices", "file": file}


def gift(ids: Ids) -> dict[str, Any]:
    """Return goods of the donor."""
    return {"site": ids["site"], "donor": ids["donor"], "item": "soap", "quantity": 2}


def api(method: str, path: str, here: str, elsewhere: str = "", /, body: Any = None, **things: str) -> Row:
    """Return the row of an API route; `body` is what is sent, or makes it from the things at the place."""
    makes = body if callable(body) else lambda _: body or {}
    return Row(method, f"/api/v1{path}", here, elsewhere, things, makes)


def of_member(path: str, expected: tuple[str, str], body: Any = None, member_id: str = "elder") -> Row:
    """Return the row of an act on a member."""
    return api("POST", f"/members/<member_id>{path}", *expected, body=body, member_id=member_id)


def of_team(path: str, expected: tuple[str, str], body: Any = None) -> Row:
    """Return the row of an act on a team."""
    return api("POST", f"/teams/<team_id>{path}", *expected, body=body, team_id="team")


def of_service(path: str, service_id: str, expected: tuple[str, str], body: Any = None) -> Row:
    """Return the row of an act on a service in a state."""
    return api("POST", f"/services/<service_id>{path}", *expected, body=body, service_id=service_id)


LOG_2 = {"number": "log", "rest": "tile"}

ROWS = (
    Row("GET", "/healthz", PUBLIC),
    Row("GET", "/readyz", PUBLIC),
    Row("GET", "/metrics", PUBLIC),  # of this machine; tests/api/test_health.py
    # The log; nothing is published in the world, so who is let in finds nothing: tests/api/test_log.py
    Row("GET", "/log/<string(length=6):book>/vkey", PUBLIC),
    Row("GET", "/log/<string(length=6):book>/keys", PUBLIC),
    Row("GET", "/log/<string(length=6):book>/checkpoint", "hhhhhhhhhh"),
    Row("GET", "/log/<string(length=6):book>/consistency", "iiiiiiiiii"),  # a size is missing: 422
    Row("GET", "/log/<string(length=6):book>/tile/<path:rest>", "hhhhhhhhhh", things={"rest": "tile"}),
    Row("GET", "/log/<string(length=6):book>/tile/<path:rest>", "lnnnnnnnhh", things={"rest": "bundle"}),
    # A log that continues it; the world's book has but one
    Row(
        "GET",
        "/log/<string(length=6):book>/<int(min=2,max=9999):number>/vkey",
        "hhhhhhhhhh",
        things={"number": "log"},
    ),
    Row(
        "GET",
        "/log/<string(length=6):book>/<int(min=2,max=9999):number>/keys",
        "hhhhhhhhhh",
        things={"number": "log"},
    ),
    Row(
        "GET",
        "/log/<string(length=6):book>/<int(min=2,max=9999):number>/checkpoint",
        "hhhhhhhhhh",
        things={"number": "log"},
    ),
    Row(
        "GET",
        "/log/<string(length=6):book>/<int(min=2,max=9999):number>/consistency",
        "hhhhhhhhhh",
        things={"number": "log"},
    ),
    Row(
        "GET",
        "/log/<string(length=6):book>/<int(min=2,max=9999):number>/tile/<path:rest>",
        "hhhhhhhhhh",
        things={"number": "log", "rest": "tile"},
    ),
    api("GET", "/openapi.json", PUBLIC),
    api("GET", "/docs", PUBLIC),
    # Logging in, and oneself
    api("POST", "/tokens", PUBLIC),
    api("DELETE", "/tokens/current", MEMBERS),
    api("POST", "/passwords", PUBLIC),
    api("GET", "/me", MEMBERS),
    api("GET", "/me/messages", MEMBERS),
    api("POST", "/me/messages/readings", "lhhhhhhhhh", body=lambda ids: {"up_to": ids["absent"]}),
    api("POST", "/me/password", MEMBERS),
    api("POST", "/me/second-factor", MEMBERS),
    api("POST", "/me/second-factor/confirmation", MEMBERS),
    api("DELETE", "/me/sessions/<session_id>", "lhhhhhhhhh", session_id="absent"),
    # The register
    api("GET", "/members", MEMBERS),
    api("POST", "/members", "lnnnniniin", "lnnnnninin", body=person),
    api("POST", "/volunteer-applications", PUBLIC),
    api("GET", "/consent-texts", PUBLIC),
    api("GET", "/members/<member_id>", *SEEN, member_id="elder"),
    api("GET", "/members/<member_id>/record", *SEEN, member_id="elder"),
    api("GET", "/members/<member_id>/looks", "liihhihiin", "lhhhhhihin", member_id="elder"),
    of_member("/correction", KEPT_OR_OWN, {"reason": "搬家", "address": "村口"}),
    of_member("/consents", KEPT_OR_OWN, {"kind": "sensitive", "version": "sensitive-1"}),
    of_member("/consent-withdrawals", KEPT_OR_OWN, {"kind": "basic"}),
    # Volunteers
    of_member("/application", KEPT_OR_OWN),
    of_member("/approval", ("lhhhnihnnn", "lhhhhhihnn"), {"step": "site"}, "volunteer"),
    of_member("/approval", ("lhhhnnhiin", "lhhhhhnhin"), {"step": "township"}, "volunteer"),
    of_member("/suspension", VOLUNTEER_KEPT, member_id="volunteer"),
    of_member("/reinstatement", ("lhhhnnhiin", "lhhhhhnhin"), member_id="volunteer"),
    of_member("/trainings", VOLUNTEER_KEPT, {"kind": "bathing", "passed_on": "2026-11-16"}, "volunteer"),
    of_member("/insurance", VOLUNTEER_KEPT, member_id="volunteer"),
    of_member(
        "/guardian", VOLUNTEER_KEPT, body=lambda ids: {"guardian": ids["proxy"]}, member_id="volunteer"
    ),
    of_member("/guardian-ending", ("lhhhnhhhhn", "lhhhhhhhhn"), member_id="volunteer"),
    # Accounts
    of_member("/roles", KEPT, {"role": "team_lead"}),
    of_member(
        "/roles", ("lnnhhnhnin", "lhhhhhnhin"), lambda ids: {"role": "coordinator", "scope": ids["site"]}
    ),
    of_member("/role-revocations", KEPT, {"role": "elder"}),
    of_member("/codes", KEPT),
    of_member("/cards", KEPT),
    of_member("/card-revocation", KEPT_OR_OWN),
    of_member("/pin", KEPT_OR_OWN, {"pin": "2580"}),
    of_member("/logout", KEPT_OR_OWN),
    of_member("/second-factor-removal", ("lnnhhnhnhn", "lhhhhhnhhn")),  # nobody has one to be dropped
    # Families
    of_member("/kin", KEPT, lambda ids: {"other_id": ids["volunteer"], "relation": "sibling"}),
    of_member("/household", KEPT, lambda ids: {"household_of": ids["volunteer"]}),
    of_member(
        "/proxies",
        KEPT,
        lambda ids: {"proxy_id": ids["volunteer"], "from_day": "2026-11-16", "until_day": "2027-11-16"},
    ),
    of_member("/proxy-endings", KEPT_OR_OWN, lambda ids: {"proxy_id": ids["proxy"]}),
    # Places
    api("GET", "/regions", PUBLIC),
    api("GET", "/regions/<code>/figures", "lnnnnnniii", "lnnnnnnnii", code="township"),
    api(
        "POST",
        "/region-closures",
        COUNTY,
        body=lambda ids: {"region": ids["township"], "last_day": "2027-01-01", "reason": "合并"},
    ),
    api("GET", "/sites", PUBLIC),
    api("GET", "/sites/<site>", PUBLIC),
    api("POST", "/sites", COUNTY, body=lambda ids: {"region": ids["site"][:12], "name": "新互助点"}),
    api(
        "POST",
        "/site-pairings",
        COUNTY,
        body=lambda ids: {"site": ids["site"], "paired_site": ids["site"]},
    ),
    api("POST", "/site-closures", COUNTY, body=lambda ids: {"site": ids["site"], "reason": "迁走"}),
    # Pairs
    api("GET", "/pairs", MEMBERS),
    api("POST", "/pairs", "lhhhhihiin", "lhhhhhihin", body=two),
    api("GET", "/pairs/<pair_id>", "liihiihiii", "lhhhhhihii", pair_id="pair"),
    api("POST", "/pairs/<pair_id>/answer", *SPEAK_FOR_PAIR, body={"answer": "yes"}, pair_id="pair"),
    api("POST", "/pairs/<pair_id>/ending", *SPEAK_FOR_PAIR, pair_id="pair"),
    # Teams
    api("GET", "/teams", MEMBERS),
    api(
        "POST",
        "/teams",
        "lnnnniniin",
        "lnnnnninin",
        body=lambda ids: {"site": ids["site"], "kind": "party", "name": "党员队"},
    ),
    api("GET", "/teams/<team_id>", *IN_TEAM, team_id="team"),
    api("GET", "/teams/<team_id>/people", *IN_TEAM, team_id="team"),
    of_team("/people", KEEP_TEAM, lambda ids: {"member": ids["volunteer"]}),
    of_team("/answer", OWN_OR_KEEP_TEAM, lambda ids: {"answer": "yes", "member": ids["volunteer"]}),
    of_team("/leaving", OWN_OR_KEEP_TEAM, lambda ids: {"member": ids["volunteer"]}),
    of_team("/lead", KEEP_TEAM, lambda ids: {"member": ids["volunteer"]}),
    of_team("/ending", KEEP_TEAM),
    api("POST", "/me/cap-choice", "lhhhihhhhh", body={"choice": "honour"}),
    api("GET", "/kinds", PUBLIC),
    api("GET", "/books", PUBLIC),
    # Needs
    api("GET", "/needs", MEMBERS),
    api("POST", "/needs", "liihhihiin", "lhhhhhihin", body=wish),
    api("GET", "/needs/<need_id>", "liihiihiii", "lhhhihihii", need_id="need"),
    api("GET", "/needs/<need_id>/proposals", "lnnhnihiin", "lhhhnhihin", need_id="need"),
    api("POST", "/needs/<need_id>/acceptance", "lnnhinhnnn", "lhhhihnhnn", need_id="need"),
    api(
        "POST",
        "/needs/<need_id>/payer",
        *KEPT,
        body={"pay_from": "public"},
        need_id="need_to_pay",
    ),
    api("POST", "/needs/<need_id>/cancellation", "liihnihiin", "lhhhnhihin", need_id="need"),
    # Services
    api("GET", "/services", MEMBERS),
    api("POST", "/services", "lnnninnnnn", "lhhhhhnhnh", body=deed),
    api(
        "POST",
        "/services",
        "lhhhiihiin",
        "lhhhhhihin",
        body=lambda ids: deed(ids) | {"volunteer": ids["volunteer"]},
    ),
    api("GET", "/services/<service_id>", "liihiihiii", "lhhhhhihii", service_id="accepted"),
    api("GET", "/services/<service_id>/photo", "linhnihiii", "lhhhhhihii", service_id="slip"),
    of_service("/check-in", "accepted", PAST_CARE),
    of_service("/check-out", "checked_in", PAST_CARE),
    of_service("/confirmation", "checked_out", ("linhnnhnnn", "lhhhhhnhnn"), {"way": "own_device"}),
    of_service("/confirmation", "checked_out", ("lnihnnhnnn", "lhhhhhnhnn"), {"way": "proxy"}),
    of_service("/confirmation", "checked_out", ("lnnhnihiin", "lhhhhhihin"), {"way": "call_back"}),
    of_service("/verification", "confirmed", ("lnnhnihnnn", "lhhhhhihnn"), {"decision": "approve"}),
    of_service(
        "/amendment",
        "confirmed",
        ("lnnhinhnnn", "lhhhhhnhnn"),
        lambda ids: {"starts_at": ids["an hour ago"], "minutes": 20},
    ),
    of_service("/cancellation", "accepted", PAST_CARE),
    of_service("/no-show", "accepted", ("liihnihiin", "lhhhhhihin")),
    of_service("/appeal", "declined", ("lnnhinhnnn", "lhhhhhnhnn"), {"reason": "真的去了"}),
    of_service("/correction", "settled", ("lnnhnnhnin", "lhhhhhnhin"), {"minutes": 10, "reason": "多记"}),
    of_service("/correction/decision", "corrected_by_two", ("lnnhnnhiin", "lhhhhhnhin"), {"approve": False}),
    # Notices
    api("GET", "/notices", PUBLIC),
    api(
        "POST",
        "/services/<service_id>/objections",
        PUBLIC,
        body={"reason": "没有来"},
        service_id="verified",
    ),
    api("GET", "/objections", MEMBERS),
    api("GET", "/objections/<objection_id>", "lhhhhhhhih", "lhhhhhhhih", objection_id="objection"),
    api(
        "POST",
        "/objections/<objection_id>/decision",
        "lhhhhhhhih",
        "lhhhhhhhih",
        body={"uphold": False, "reason": "已核实"},
        objection_id="objection",
    ),
    # Devices, and what they bring: the batch's own key says who speaks, so nobody is asked to log in
    api(
        "POST",
        "/sync",
        "hhhhhhhhhh",
        body=lambda ids: {"book": "450125", "device": ids["absent"], "items": [1]},
    ),
    api("GET", "/sync/key", PUBLIC),
    api("GET", "/sync/items", MEMBERS),
    api("GET", "/sync/items/<item_id>", "lhhhhihiih", "lhhhhhihih", item_id="sync_item"),
    api(
        "POST",
        "/sync/items/<item_id>/decision",
        "lhhhhihiih",
        "lhhhhhihih",
        body={"decision": "drop", "reason": "已经办了"},
        item_id="sync_item",
    ),
    api("GET", "/devices", MEMBERS),
    api("POST", "/devices", "lnnnniinnn", body=lambda ids: {"public_key": ids["fresh key"]}),
    api("POST", "/devices/<device_id>/enrolment", "lhhhhnhhin", "lhhhhhnhin", device_id="asked_device"),
    api("POST", "/devices/<device_id>/revocation", "lhhhhihhin", "lhhhhhihin", device_id="device"),
    # Certificates
    api("GET", "/certificates", MEMBERS),
    api("POST", "/certificates", MEMBERS),
    api(
        "POST",
        "/certificates",
        "lhhhiihnnn",
        "lhhhhhihnn",
        body=lambda ids: {"member_id": ids["volunteer"], "issuer": ids["site"]},
    ),
    api("GET", "/certificates/<number>", PUBLIC, number="certificate"),
    api("GET", "/certificates/<number>/record", *CERTIFIED, number="certificate"),
    api("GET", "/certificates/<number>/pdf", *CERTIFIED, number="certificate"),
    api(
        "POST",
        "/certificates/<number>/decision",
        "lhhhnihnnh",
        "lhhhhhihnh",
        body={"accept": True},
        number="asked certificate",
    ),
    api(
        "POST", "/certificates/<number>/withdrawal", *WITHDRAWN, body={"reason": "写错"}, number="certificate"
    ),
    api(
        "POST",
        "/certificates/<number>/withdrawal-decision",
        *WITHDRAWN,
        body={"agree": True},
        number="certificate",
    ),
    api("GET", "/certificate-notices", PUBLIC),
    # Honours
    api("GET", "/honours", PUBLIC),
    api("GET", "/members/<member_id>/stars", "lhhhiihiii", "lhhhhhihii", member_id="volunteer"),
    # Reports
    api("GET", "/indicators", "lnnnniiiii"),
    api("GET", "/liabilities", "lnnnnnnnii"),
    api("GET", "/exports/<sheet>", MEMBERS),
    # Accounts of time
    # An entry that is nobody's own; tests/api/test_receipts.py has those that are.
    api("GET", "/receipts/<book>/<int(max=9007199254740991):seq>", "lhhhhhhhhh"),
    api("GET", "/receipts/<book>/<int(min=2,max=9999):log>/<int(max=9007199254740991):seq>", "lhhhhhhhhh"),
    api("GET", "/accounts/<holder>", *SEEN, holder="elder"),
    api("GET", "/accounts/<holder>", MEMBERS, holder="site"),
    api("GET", "/accounts/<holder>/statement", *SEEN, holder="elder"),
    # Points
    api("GET", "/points/households/<household>", "lihhhihiii", "lhhhhhihii", household="household"),
    api("GET", "/points/households/<household>/statement", "lihhhihiii", "lhhhhhihii", household="household"),
    api("GET", "/points/entries", "lnnnnnnnii"),
    api("GET", "/points/heads", PUBLIC),
    api("GET", "/points/awards", MEMBERS),
    api("POST", "/points/awards", "lnnhhihiin", "lhhhhhihin", body=good_deed),
    api("GET", "/points/awards/<award_id>", "lihhhihiii", "lhhhhhihii", award_id="award"),
    api(
        "POST",
        "/points/awards/<award_id>/approval",
        "lnhhhnhiin",
        "lhhhhhnhin",
        body={"approve": True},
        award_id="award",
    ),
    api("POST", "/points/awards/<award>/objections", PUBLIC, body={"reason": "没有"}, award="counted_award"),
    api("POST", "/points/deductions", "lnnhhihiin", "lhhhhhihin", body=bad_deed),
    api("GET", "/points/notices", PUBLIC),
    api("GET", "/points/objections", MEMBERS),
    api("GET", "/points/objections/<objection_id>", "lhhhhhhhih", objection_id="points_objection"),
    api(
        "POST",
        "/points/objections/<objection_id>/decision",
        "lhhhhhhhih",
        body={"uphold": False, "reason": "查过"},
        objection_id="points_objection",
    ),
    api("GET", "/points/village-rules/<village>", MEMBERS, village="village"),
    api("GET", "/points/village-rules/<rule_id>/photo", MEMBERS, rule_id="rule"),
    api("POST", "/points/village-rules", "lnnnniniin", body=a_rule),
    # The shop
    api("GET", "/shops", PUBLIC),
    api("POST", "/shops", "lnnnninnin", "lnnnnninin", body=lambda ids: {"site": ids["site"]}),
    api("POST", "/shops/<site>/closure", "lnnnninnin", "lnnnnninin"),
    api("GET", "/shop/goods", PUBLIC),
    api("GET", "/shop/items", MEMBERS),
    api(
        "POST",
        "/shop/items",
        "lnnnninnin",
        "lnnnnninin",
        body=lambda ids: {"site": ids["site"], "name": "牙膏", "measure": "支"},
    ),
    api(
        "POST",
        "/shop/alarms",
        "lnnnninnin",
        "lnnnnninin",
        body=lambda ids: {"site": ids["site"], "item": "soap", "low_at": 5},
    ),
    api("GET", "/shops/<site>/price-lists", PUBLIC),
    api("POST", "/shop/price-lists", "lnnnninnin", "lnnnnninin", body=prices),
    api("GET", "/shop/orders", MEMBERS),
    api("POST", "/shop/orders", "liihhihnnn", "lhhhhhihnn", body=cart),
    api("GET", "/shop/orders/<order_id>", "liihhihiii", "lhhhhhihii", order_id="order"),
    api(
        "POST",
        "/shop/orders/<order_id>/handover",
        "lnnhhihnnn",
        "lhhhhhihnn",
        body={"code": "000000"},
        order_id="order",
    ),
    api("POST", "/shop/orders/<order_id>/cancellation", "liihhihnnn", "lhhhhhihnn", order_id="order"),
    api(
        "POST",
        "/shop/orders/<order_id>/return",
        "lnnhhihnnn",
        "lhhhhhihnn",
        body={"lines": [{"item": "soap", "quantity": 1}], "reason": "坏"},
        order_id="handed_over",
    ),
    # Behind the counter
    api("GET", "/shops/<site>/stock", "lnnnniniii", "lnnnnninii"),
    api("GET", "/shop/donors", "lnnnniiiii"),
    api(
        "POST",
        "/shop/donors",
        "lnnnninnin",
        "lnnnnninin",
        body=lambda ids: {"site": ids["site"], "kind": "person", "name": "好心人"},
    ),
    api("GET", "/shop/donors/<donor>", "lhhhhiiiii", donor="donor"),
    api("POST", "/shop/pledges", "lnnnninnin", "lnnnnninin", body=gift),
    api("POST", "/shop/deliveries", "lnnnninnin", "lnnnnninin", body=gift),
    api(
        "POST",
        "/shop/spoilages",
        "lnnnninnin",
        "lnnnnninin",
        body=lambda ids: {"site": ids["site"], "item": "soap", "quantity": 1, "reason": "坏"},
    ),
    api("GET", "/shops/<site>/counts", "lnnnniniii", "lnnnnninii"),
    api(
        "POST",
        "/shop/counts",
        "lnnnninnin",
        "lnnnnninin",
        body=lambda ids: {"site": ids["site"], "item": "soap", "counted": 3, "reason": "少"},
    ),
    api(
        "POST", "/shop/counts/<count_id>/confirmation", "lnnnnnnnin", body={"confirm": True}, count_id="count"
    ),
    api("GET", "/shops/<site>/red-list", MEMBERS),
    api(
        "POST",
        "/shop/red-list",
        "lnnhhihiin",
        "lhhhhhihin",
        body=lambda ids: {"member": ids["elder"], "words": "好人"},
    ),
    api(
        "POST",
        "/shop/red-list/<entry_id>/answer",
        "lihhhhhhhh",
        "lhhhhhhhhh",
        body={"agree": True},
        entry_id="red_list",
    ),
    # Time given to others
    api("GET", "/gifts", MEMBERS),
    api("POST", "/gifts", MEMBERS, body=lambda ids: {"receiver": ids["elder"], "minutes": 60}),
    api("POST", "/gifts/<gift_id>/answer", "liinhihiin", body={"answer": "decline"}, gift_id="gift"),
    api("POST", "/gifts/<gift_id>/withdrawal", "lhhihhhhhh", gift_id="gift"),
    api("GET", "/promises", MEMBERS),
    api("POST", "/promises", MEMBERS, body=lambda ids: {"elder": ids["elder"], "monthly_minutes": 60}),
    api("POST", "/promises/<promise_id>/ending", "lihihhhhhh", promise_id="promise"),
    api("GET", "/donations", MEMBERS),
    api("POST", "/donations", MEMBERS, body={"minutes": 60}),
    api("GET", "/pools/<site>", MEMBERS),
    # Grants
    api("GET", "/programmes", "lnnnnnnnii"),
    api(
        "POST",
        "/programmes",
        COUNTY,
        body={"name": "补助", "monthly_minutes": 60, "budget_minutes": 600, "age_from": 80},
    ),
    api("GET", "/programmes/<programme_id>", "lnnnnnnnii", programme_id="programme"),
    api(
        "POST",
        "/programmes/<programme_id>/budget",
        COUNTY,
        body={"budget_minutes": 900},
        programme_id="programme",
    ),
    api("POST", "/programmes/<programme_id>/ending", COUNTY, programme_id="programme"),
    api("GET", "/members/<member_id>/grants", *SEEN, member_id="elder"),
    # Given anew by two
    api("GET", "/recoveries", MEMBERS),
    api("POST", "/recoveries", *KEPT, body=lambda ids: {"member": ids["elder"], "kind": "card"}),
    api("GET", "/recoveries/<recovery_id>", *RECOVERED, recovery_id="recovery"),
    api("POST", "/recoveries/<recovery_id>/agreement", "lhhhhnhiin", "lhhhhhnhin", recovery_id="recovery"),
    api("POST", "/recoveries/<recovery_id>/revocation", "lhhhhihiin", "lhhhhhihin", recovery_id="recovery"),
    api(
        "POST",
        "/recoveries/<recovery_id>/handover",
        "lhhhhihiin",
        "lhhhhhihin",
        body={"pin": "3690"},
        recovery_id="recovery",
    ),
    api("GET", "/members/<member_id>/recoveries", "liihhihiin", "lhhhhhihin", member_id="elder"),
    # Messages that leave the house
    api("GET", "/deliveries", MEMBERS),
    api("POST", "/me/message-way", MEMBERS, body={"way": "none"}),
    of_member("/message-slips", KEPT),
    of_member("/message-handovers", ("lnnhhhhhhn", "lhhhhhhhhn"), {"up_to": "none"}),
    # Who is gone
    api("GET", "/departures", MEMBERS),
    api(
        "POST",
        "/departures",
        *KEPT,
        body=lambda ids: {"member": ids["elder"], "kind": "died", "happened_on": "2026-11-16"},
    ),
    api("GET", "/departures/<departure_id>", "lhhhhihiii", departure_id="departure"),
    api("POST", "/departures/<departure_id>/confirmation", "lhhhhnhiin", departure_id="departure"),
    api("POST", "/departures/<departure_id>/revocation", "lhhhhihiin", departure_id="departure"),
    api(
        "POST",
        "/departures/<departure_id>/claims",
        "lhhhhihiin",
        body=lambda ids: {"heir": ids["elder"], "minutes": 10},
        departure_id="departure",
    ),
    api(
        "POST",
        "/departures/<departure_id>/claims/<claim_id>/payment",
        "lhhhhihiin",
        departure_id="departure",
        claim_id="absent",
    ),
    api(
        "POST",
        "/departures/<departure_id>/claims/<claim_id>/withdrawal",
        "lhhhhhhhhn",
        departure_id="departure",
        claim_id="absent",
    ),
    api("POST", "/shop/sheets", "lnnnninnin", "lnnnnninin", body=sheet),
)
