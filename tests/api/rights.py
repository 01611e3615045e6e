"""Who may call which route of the API: one letter a person, in the order of `tests.rights.WHO`.

i let in · l told to log in · n not allowed · h hidden: as if it were not there
"""

from typing import Any

from tests.rights import Ids, Row

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


def api(method: str, path: str, here: str, elsewhere: str = "", /, body: Any = None, **things: str) -> Row:
    """Return the row of an API route; `body` is what is sent, or makes it from the things at the place."""
    makes = body if callable(body) else lambda _: body or {}
    return Row(method, f"/api/v1{path}", here, elsewhere, things, makes)


def of_member(path: str, expected: tuple[str, str], body: Any = None, member_id: str = "elder") -> Row:
    """Return the row of an act on a member."""
    return api("POST", f"/members/<member_id>{path}", *expected, body=body, member_id=member_id)


def of_service(path: str, service_id: str, expected: tuple[str, str], body: Any = None) -> Row:
    """Return the row of an act on a service in a state."""
    return api("POST", f"/services/<service_id>{path}", *expected, body=body, service_id=service_id)


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
    api("GET", "/kinds", PUBLIC),
    api("GET", "/books", PUBLIC),
    # Needs
    api("GET", "/needs", MEMBERS),
    api("POST", "/needs", "liihhihiin", "lhhhhhihin", body=wish),
    api("GET", "/needs/<need_id>", "liihiihiii", "lhhhihihii", need_id="need"),
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
    api("POST", "/services", "lnnninnnnn", "lnnninnnnn", body=deed),
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
    # Accounts of time
    # An entry that is nobody's own; tests/api/test_receipts.py has those that are.
    api("GET", "/receipts/<book>/<int(max=9007199254740991):seq>", "lhhhhhhhhh"),
    api("GET", "/accounts/<holder>", *SEEN, holder="elder"),
    api("GET", "/accounts/<holder>", MEMBERS, holder="site"),
    api("GET", "/accounts/<holder>/statement", *SEEN, holder="elder"),
)
