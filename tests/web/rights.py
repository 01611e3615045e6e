"""Who may open which page and send which form: one letter a person, in the order of `tests.rights.WHO`.

i let in · l led to the login · n not allowed · h hidden: as if it were not there
"""

from typing import Any

from tests.rights import Ids, Row

PUBLIC = "iiiiiiiiii"
MEMBERS = "liiiiiiiii"


CERTIFIED = ("lhhhiihiih", "lhhhhhihih")
"""Who sees a certificate of the site: its holder, and the office there and above."""
SPEAK_FOR_PAIR = ("liihiihiin", "lhhhhhihin")
IN_TEAM = ("lhhhiihiii", "lhhhhhihii")
"""Who sees a team: its people, and the office there and above."""
KEEP_TEAM = ("lhhhnihiin", "lhhhhhihin")
OWN_OR_KEEP_TEAM = ("lhhhiihiin", "lhhhhhihin")
WITHDRAWN = ("lhhhnihiih", "lhhhhhihih")


def page(path: str, here: str, elsewhere: str = "", /, **things: str) -> Row:
    """Return the row of a page."""
    return Row("GET", path, here, elsewhere, things)


def form(path: str, here: str, elsewhere: str = "", /, body: Any = None, **things: str) -> Row:
    """Return the row of a form; `body` is what is typed, or makes it from the things at the place."""
    makes = body if callable(body) else lambda _: body or {}
    return Row("POST", path, here, elsewhere, things, makes)


def on_day(moment: str) -> dict[str, str]:
    """Return a moment as two inputs."""
    return {"starts_day": moment[:10], "starts_time": moment[11:16]}


def wish(ids: Ids) -> dict[str, Any]:
    """Return a need of the elder's."""
    return {"elder": ids["elder"], "kind": "company", "minutes": "30", **on_day(ids["tomorrow"])}


def deed(ids: Ids) -> dict[str, Any]:
    """Return a service already given to the elder."""
    return {"elder": ids["elder"], "kind": "company", "minutes": "30", **on_day(ids["an hour ago"])}


def person(ids: Ids) -> dict[str, Any]:
    """Return somebody new at the site."""
    return {
        "kind": "elder",
        "name": "新来的人",
        "sex": "female",
        "site": ids["site"],
        "birth_date_year": "1950",
        "birth_date_month": "1",
        "birth_date_day": "1",
        "consent": "yes",
        "consent_version": "basic-1",
        "no_papers_reason": "证件遗失",
    }


def official(ids: Ids) -> dict[str, Any]:
    """Return somebody to appoint at the site."""
    return person(ids) | {"role": "coordinator", "phone": "17900000077"}


def day_of(name: str, moment: str) -> dict[str, str]:
    """Return a day as three inputs."""
    year, month, day = moment[:10].split("-")
    return {f"{name}_year": year, f"{name}_month": month, f"{name}_day": day}


def here(ids: Ids, **typed: str) -> dict[str, Any]:
    """Return what is typed into a form of the shop."""
    return {"site": ids["site"], **typed}


def two(ids: Ids) -> dict[str, Any]:
    """Return the two who may be paired."""
    return {"volunteer": ids["volunteer"], "elder": ids["elder"]}


def good_deed(ids: Ids) -> dict[str, Any]:
    """Return a deed of the elder's household."""
    return {"member": ids["elder"], "head": "clean", "points": "5", **day_of("day", ids["a day"])}


def bad_deed(ids: Ids) -> dict[str, Any]:
    """Return what a village rule takes points for."""
    typed = {"member": ids["elder"], "rule": ids["rule"], "points": "5", "words": "乱倒"}
    return typed | day_of("day", ids["a day"])


def prices(ids: Ids) -> dict[str, Any]:
    """Return a price list of the shop."""
    return here(ids, **{"p-soap": "3"}) | day_of("valid_from", ids["a day"])


def cart(ids: Ids) -> dict[str, Any]:
    """Return an order of the elder's household."""
    return here(ids, price_list=ids["price_list"], household=ids["household"], **{"q-soap": "1"})


def gift(ids: Ids) -> dict[str, Any]:
    """Return goods of the donor."""
    return here(ids, donor=ids["donor"], item="soap", quantity="2")


ROWS = (
    page("/", PUBLIC),
    page("/doors/<code>", "liiiiiiiii", code="care"),
    form("/language", PUBLIC),
    form("/mode", PUBLIC),
    # Logging in
    page("/c/<digits>", "iiihiihiii", "ihhhhhihii", digits="card"),
    page("/login", PUBLIC),
    form("/login", PUBLIC),
    form("/logout", PUBLIC),
    page("/code", PUBLIC),
    page("/styleguide", "hhhhhhhhhh"),
    form("/code", PUBLIC),
    page("/join", PUBLIC),
    form("/join", PUBLIC),
    page("/join/received", PUBLIC),
    # Checking a receipt
    page("/verify", PUBLIC),
    page("/verify/checker.js", PUBLIC),
    page("/verify/worker.js", PUBLIC),
    page("/verify/alone.html", PUBLIC),
    # Oneself
    page("/me", MEMBERS),
    page("/me/export", MEMBERS),
    page("/me/messages", MEMBERS),
    form("/me/messages/readings", "lhhhhhhhhh", body=lambda ids: {"up_to": ids["absent"]}),
    form("/me/password", MEMBERS),
    form("/me/pin", MEMBERS, body={"pin": "2580", "pin_again": "2580"}),
    form("/me/proxies/<proxy_id>/ending", "lhhhhhhhhh", proxy_id="absent"),
    form("/me/second-factor", MEMBERS),
    form("/me/second-factor/confirmation", MEMBERS),
    form("/me/sessions/<session_id>/revocation", "lhhhhhhhhh", session_id="absent"),
    form("/me/consents/<kind>/withdrawal", MEMBERS, kind="basic"),
    # Receiving care
    page("/needs/new", MEMBERS),
    page("/time", MEMBERS),
    page("/hours", MEMBERS),
    page("/confirmations", MEMBERS),
    page("/receipts", MEMBERS),
    page("/receipts/sealed", "lhhhhhhhhh"),  # nothing is sealed yet
    page("/receipts/sealed/file", "lhhhhhhhhh"),
    page("/receipts/<int(max=9007199254740991):seq>", "lhhhhhhhhh"),  # an entry that is nobody's own
    page("/receipts/<int(max=9007199254740991):seq>/file", "lhhhhhhhhh"),
    # The book has but one log
    page("/receipts/<int(min=2,max=9999):log>-<int(max=9007199254740991):seq>", "lhhhhhhhhh"),
    page("/receipts/<int(min=2,max=9999):log>-<int(max=9007199254740991):seq>/file", "lhhhhhhhhh"),
    page("/r/<string(length=6):book>-<int(max=9007199254740991):seq>", PUBLIC),
    page(
        "/r/<string(length=6):book>/<int(min=2,max=9999):log>-<int(max=9007199254740991):seq>", "hhhhhhhhhh"
    ),
    # Needs
    page("/needs", MEMBERS),
    form("/needs", "liihhihiin", "lhhhhhihin", body=wish),
    page("/needs/enter", "lnnnniiiin"),
    page("/open-needs", "lnnninnnnn"),
    page("/needs/<need_id>", "liihiihiii", "lhhhihihii", need_id="need"),
    form("/needs/<need_id>/acceptance", "lnnhinhnnn", "lhhhihnhnn", need_id="need"),
    form("/needs/<need_id>/cancellation", "liihnihiin", "lhhhnhihin", need_id="need"),
    page("/needs/<need_id>/payer", "lnnnnihiin", "lnnnnhihin", need_id="need_to_pay"),
    form(
        "/needs/<need_id>/payer",
        "lnnnnihiin",
        "lnnnnhihin",
        body={"pay_from": "public"},
        need_id="need_to_pay",
    ),
    # Services
    page("/services", MEMBERS),
    page("/services/new", "lnnniiiiin"),
    form("/services", "lnnninnnnn", "lnnnhhnhnn", body=deed),
    page("/services/<service_id>", "liihiihiii", "lhhhhhihii", service_id="accepted"),
    form("/services/<service_id>/check-in", "lnnhiihiin", "lhhhhhihin", service_id="accepted"),
    form("/services/<service_id>/check-out", "lnnhiihiin", "lhhhhhihin", service_id="checked_in"),
    page("/services/<service_id>/confirmation", "liihiihiii", "lhhhhhihii", service_id="checked_out"),
    form("/services/<service_id>/confirmation", "liihnnhnnn", "lhhhhhnhnn", service_id="checked_out"),
    page("/slips/new", "lnnnniiiin"),
    page("/slips/print", "lnnnniiiin"),
    page("/services/<service_id>/slip", "lnnnnihiin", "lnnnnhihin", service_id="checked_out"),
    form(
        "/services/<service_id>/slip",
        "lnnnnihiin",
        "lnnnnhihin",
        body={"mark": "call_back"},
        service_id="checked_out",
    ),
    page("/services/<service_id>/photo", "linhnihiii", "lhhhhhihii", service_id="slip"),
    page("/services/<service_id>/verification", "lnnnnihiin", "lnnnnhihin", service_id="confirmed"),
    form(
        "/services/<service_id>/verification",
        "lnnnnihnnn",
        "lnnnnhihnn",
        body={"decision": "approve"},
        service_id="confirmed",
    ),
    form(
        "/services/<service_id>/amendment",
        "lnnhinhnnn",
        "lhhhhhnhnn",
        body=lambda ids: on_day(ids["an hour ago"]) | {"minutes": "20"},
        service_id="confirmed",
    ),
    form("/services/<service_id>/cancellation", "lnnhiihiin", "lhhhhhihin", service_id="accepted"),
    form("/services/<service_id>/no-show", "liihnihiin", "lhhhhhihin", service_id="accepted"),
    form("/services/<service_id>/appeal", "lnnhinhnnn", "lhhhhhnhnn", service_id="declined"),
    page("/services/<service_id>/correction", "lnnnnnnnin", "lnnnnnnnin", service_id="settled"),
    form(
        "/services/<service_id>/correction",
        "lnnnnnnnin",
        "lnnnnnnnin",
        body={"minutes": "10", "reason": "多记"},
        service_id="settled",
    ),
    form(
        "/services/<service_id>/correction/decision",
        "lnnhnnhiin",
        "lhhhhhnhin",
        body={"approve": "no"},
        service_id="corrected_by_two",
    ),
    # Paper with many services
    page("/sheets/new", "lnnnniiiin"),
    page("/sheets/print", "lnnnniiiin"),
    form("/sheets", "lnnnniiiin"),
    page("/activities/new", "lnnnniiiin"),
    form("/activities", "lnnnniiiin"),
    # What works without a network: pages that hold nothing of anybody, and the phones
    page("/offline/", PUBLIC),
    page("/offline/elder", PUBLIC),
    page("/offline/step", PUBLIC),
    page("/offline/slip", PUBLIC),
    page("/offline/sheet", PUBLIC),
    page("/offline/worker.js", PUBLIC),
    page("/offline/town.json", "lnnnniinnn"),
    page("/devices", "lnnnniinii"),
    form("/devices", "lnnnniinnn", body=lambda ids: {"public_key": ids["fresh key"]}),
    form("/devices/<device_id>/enrolment", "lnnnnnhnin", device_id="asked_device"),
    form("/devices/<device_id>/revocation", "lnnnnihnin", device_id="device"),
    page("/set-aside", "lnnnniiiin"),
    page("/set-aside/<item_id>", "lnnnnihiin", "lnnnnhihin", item_id="sync_item"),
    form(
        "/set-aside/<item_id>/decision",
        "lnnnnihiin",
        "lnnnnhihin",
        body={"decision": "drop", "reason": "已经办了"},
        item_id="sync_item",
    ),
    # The register
    page("/members", "lnnnniiiii"),
    page("/members/applicants", "lnnnniiiin"),
    page("/members/new", "lnnnniiiin"),
    form("/members", "lnnnniniin", "lnnnnninin", body=person),
    page("/members/<member_id>", "liihhihiii", "lhhhhhihii", member_id="elder"),
    page("/members/<member_id>/statement", "lnnnnihiii", "lnnnnhihii", member_id="elder"),
    form("/members/<member_id>/looks", "liihhihiii", "lhhhhhihii", member_id="elder"),
    form("/members/<member_id>/card", "lnnhhihiin", "lhhhhhihin", member_id="elder"),
    form(
        "/members/<member_id>/pin",
        "linhhihiin",
        "lhhhhhihin",
        body={"pin": "2580", "pin_again": "2580"},
        member_id="elder",
    ),
    form("/members/<member_id>/one-time-code", "lnnhhihiin", "lhhhhhihin", member_id="elder"),
    page("/members/<member_id>/correction", "lnnhhihiin", "lhhhhhihin", member_id="elder"),
    form(
        "/members/<member_id>/correction",
        "linhhihiin",
        "lhhhhhihin",
        body={"reason": "写错了", "hamlet": "那马屯"},
        member_id="elder",
    ),
    page("/members/<member_id>/family", "lnnhhihiin", "lhhhhhihin", member_id="elder"),
    form("/members/<member_id>/kin", "lnnhhihiin", "lhhhhhihin", member_id="elder"),
    form("/members/<member_id>/household", "lnnhhihiin", "lhhhhhihin", member_id="elder"),
    form("/members/<member_id>/proxies", "lnnhhihiin", "lhhhhhihin", member_id="elder"),
    form("/members/<member_id>/proxy-endings", "lnnhhihiin", "lhhhhhihin", member_id="elder"),
    form("/members/<member_id>/application", "linhhihiin", "lhhhhhihin", member_id="elder"),
    form(
        "/members/<member_id>/approval",
        "lhhhnihnnn",
        "lhhhhhihnn",
        body={"step": "site"},
        member_id="volunteer",
    ),
    form(
        "/members/<member_id>/training",
        "lhhhnihiin",
        "lhhhhhihin",
        body={"kind": "bathing", "passed_on": "2026-11-16"},
        member_id="volunteer",
    ),
    form("/members/<member_id>/insurance", "lhhhnihiin", "lhhhhhihin", member_id="volunteer"),
    form("/members/<member_id>/suspension", "lhhhnihiin", "lhhhhhihin", member_id="volunteer"),
    form("/members/<member_id>/reinstatement", "lhhhnnhiin", "lhhhhhnhin", member_id="volunteer"),
    # Time given to others
    page("/gifts", MEMBERS),
    page("/gifts/new", MEMBERS),
    form("/gifts", MEMBERS, body=lambda ids: {"receiver": ids["elder"], "hours": "1"}),
    form("/gifts/<gift_id>/answer", "liinhihiin", body={"answer": "decline"}, gift_id="gift"),
    form("/gifts/<gift_id>/withdrawal", "lhhihhhhhh", gift_id="gift"),
    page("/promises/new", MEMBERS),
    form("/promises", MEMBERS, body=lambda ids: {"elder": ids["elder"], "hours": "1"}),
    form("/promises/<promise_id>/ending", "lihihhhhhh", promise_id="promise"),
    page("/donations", MEMBERS),
    form("/donations", MEMBERS, body={"hours": "1"}),
    # Grants
    page("/programmes", "lnnnnnnnii"),
    page("/programmes/new", "lnnnnnnnin"),
    form(
        "/programmes",
        "lnnnnnnnin",
        body={"name": "补助", "monthly_minutes": "60", "budget_hours": "10", "age_from": "80"},
    ),
    page("/programmes/<programme_id>", "lnnnnnnnii", programme_id="programme"),
    form(
        "/programmes/<programme_id>/budget",
        "lnnnnnnnin",
        body={"budget_hours": "20"},
        programme_id="programme",
    ),
    form("/programmes/<programme_id>/ending", "lnnnnnnnin", programme_id="programme"),
    # Given anew by two
    page("/recoveries", "lnnnniiiii"),
    page("/recoveries/new", "lnnnnhhhhn"),
    form(
        "/recoveries",
        "lnnnnihiin",
        "lnnnnhihin",
        body=lambda ids: {"member": ids["elder"], "kind": "card"},
    ),
    page("/recoveries/<recovery_id>", "lhhhhihiii", "lhhhhhihii", recovery_id="recovery"),
    form("/recoveries/<recovery_id>/agreement", "lhhhhnhiin", "lhhhhhnhin", recovery_id="recovery"),
    form("/recoveries/<recovery_id>/revocation", "lhhhhihiin", "lhhhhhihin", recovery_id="recovery"),
    form(
        "/recoveries/<recovery_id>/handover",
        "lhhhhihiin",
        "lhhhhhihin",
        body={"pin": "3690", "pin_again": "3690"},
        recovery_id="recovery",
    ),
    page("/members/<member_id>/access", "lnnhhihiin", "lhhhhhihin", member_id="elder"),
    form(
        "/members/<member_id>/role-endings",
        "lnnhhihiin",
        "lhhhhhihin",
        body={"role": "elder"},
        member_id="elder",
    ),
    form("/members/<member_id>/card-ending", "linhhihiin", "lhhhhhihin", member_id="elder"),
    form("/members/<member_id>/logout", "linhhihiin", "lhhhhhihin", member_id="elder"),
    form("/members/<member_id>/second-factor-removal", "lnnhhnhnhn", "lhhhhhnhhn", member_id="elder"),
    form(
        "/members/<member_id>/guardian",
        "lhhhnihiin",
        "lhhhhhihin",
        body=lambda ids: {"guardian": ids["proxy"]},
        member_id="volunteer",
    ),
    form("/members/<member_id>/guardian-ending", "lhhhnhhhhn", "lhhhhhhhhn", member_id="volunteer"),
    # Messages
    page("/deliveries", "lnnnniiiii"),
    page("/members/<member_id>/messages", "lnnhhihiin", "lhhhhhihin", member_id="elder"),
    form("/members/<member_id>/messages", "lnnhhihiin", "lhhhhhihin", member_id="elder"),
    form(
        "/members/<member_id>/messages/handover",
        "lnnhhhhhhn",
        "lhhhhhhhhn",
        body={"up_to": "none"},
        member_id="elder",
    ),
    form("/me/message-way", MEMBERS, body={"way": "none"}),
    # Who is gone
    page("/departures", "lnnnniiiii"),
    page("/departures/new", "lnnnnhhhhn"),
    form(
        "/departures",
        "lnnnnihiin",
        "lnnnnhihin",
        body=lambda ids: {
            "member": ids["elder"],
            "kind": "died",
            "happened_on_year": "2026",
            "happened_on_month": "11",
            "happened_on_day": "16",
        },
    ),
    page("/departures/<departure_id>", "lhhhhihiii", departure_id="departure"),
    form("/departures/<departure_id>/confirmation", "lhhhhnhiin", departure_id="departure"),
    form("/departures/<departure_id>/revocation", "lhhhhihiin", departure_id="departure"),
    form(
        "/departures/<departure_id>/claims",
        "lhhhhihiin",
        body={"heir": "10006", "hours": "1"},
        departure_id="departure",
    ),
    form(
        "/departures/<departure_id>/claims/<claim_id>/payment",
        "lhhhhihiin",
        departure_id="departure",
        claim_id="absent",
    ),
    form(
        "/departures/<departure_id>/claims/<claim_id>/withdrawal",
        "lhhhhhhhhn",
        departure_id="departure",
        claim_id="absent",
    ),
    # Places and people
    page("/regions", "lnnnnnniii"),
    page("/sites", "lnnnniiiii"),
    # Pairs
    page("/pairs", MEMBERS),
    page("/pairs/new", "lnnnniiiin"),
    form("/pairs", "lnnnnihiin", "lnnnnhihin", body=two),
    form("/pairs/<pair_id>/answer", *SPEAK_FOR_PAIR, body={"answer": "yes"}, pair_id="pair"),
    form("/pairs/<pair_id>/ending", *SPEAK_FOR_PAIR, pair_id="pair"),
    # Teams
    page("/teams", MEMBERS),
    page("/teams/new", "lnnnniiiin"),
    form("/teams", "lnnnniniin", "lnnnnninin", body=lambda ids: here(ids, kind="party", name="党员队")),
    page("/teams/<team_id>", *IN_TEAM, team_id="team"),
    form(
        "/teams/<team_id>/people", *KEEP_TEAM, body=lambda ids: {"member": ids["volunteer"]}, team_id="team"
    ),
    form(
        "/teams/<team_id>/answer",
        *OWN_OR_KEEP_TEAM,
        body=lambda ids: {"answer": "yes", "member": ids["volunteer"]},
        team_id="team",
    ),
    form(
        "/teams/<team_id>/leaving",
        *OWN_OR_KEEP_TEAM,
        body=lambda ids: {"member": ids["volunteer"]},
        team_id="team",
    ),
    form("/teams/<team_id>/lead", *KEEP_TEAM, body=lambda ids: {"member": ids["volunteer"]}, team_id="team"),
    form("/teams/<team_id>/ending", *KEEP_TEAM, team_id="team"),
    form("/hours/above-cap", "lhhhihhhhh", body={"choice": "honour"}),
    page("/sites/new", "lnnnnnnnin"),
    form("/sites", "lnnnnnnnin", body=lambda ids: {"region": ids["site"][:12], "name": "新互助点"}),
    page("/sites/close", "lnnnnnnnin"),
    form("/sites/close", "lnnnnnnnin", body=lambda ids: {"site": ids["site"], "reason": "迁走"}),
    page("/regions/close", "lnnnnnnnin"),
    form(
        "/regions/close",
        "lnnnnnnnin",
        body={
            "region": "450125100204",
            "last_day_year": "2026",
            "last_day_month": "12",
            "last_day_day": "31",
            "reason": "并村",
        },
    ),
    page("/sites/pair", "lnnnnnnnin"),
    form("/sites/pair", "lnnnnnnnin", body=lambda ids: {"site": ids["site"], "paired_site": ids["site"]}),
    page("/coordinators/new", "lnnnnnnnin"),
    form("/coordinators", "lnnnnnnnin", body=official),
    # Notices and objections
    page("/notices", PUBLIC),
    page("/notices/print", PUBLIC),
    page("/objections/new", PUBLIC),
    form("/objections", PUBLIC, body={"number": "10006", "reason": "没有来"}),
    page("/objections/received", PUBLIC),
    page("/objections", "lnnnnnniin"),
    page("/objections/<objection_id>", "lnnnnnnhin", "lnnnnnnhin", objection_id="objection"),
    form(
        "/objections/<objection_id>/decision",
        "lnnnnnnhin",
        "lnnnnnnhin",
        body={"uphold": "no", "reason": "都看见了"},
        objection_id="objection",
    ),
    # Certificates
    page("/certificates", MEMBERS),
    page("/certificates/new", MEMBERS),
    form("/certificates", MEMBERS),
    form(
        "/certificates",
        "lhhhiihnnn",
        "lhhhhhihnn",
        body=lambda ids: {"member_id": ids["volunteer"], "issuer": ids["site"]},
    ),
    page("/certificates/check", PUBLIC),
    page("/certificates/<number>", PUBLIC, number="certificate"),
    page("/notices/certificates", PUBLIC),
    page("/certificates/<number>/record", *CERTIFIED, number="certificate"),
    page("/certificates/<number>/pdf", *CERTIFIED, number="certificate"),
    form(
        "/certificates/<number>/decision",
        "lhhhnihnnh",
        "lhhhhhihnh",
        body={"accept": "yes"},
        number="asked certificate",
    ),
    form(
        "/certificates/<number>/withdrawal",
        *WITHDRAWN,
        body={"withdrawal_reason": "写错"},
        number="certificate",
    ),
    form(
        "/certificates/<number>/withdrawal-decision", *WITHDRAWN, body={"agree": "yes"}, number="certificate"
    ),
    # Honours
    page("/honours", PUBLIC),
    page("/honours/consent", MEMBERS),
    form("/honours/consent", MEMBERS),
    # Reports
    page("/exports", "lnnnniiiii"),
    page("/exports/file", "lhhhhhhhhh"),
    page("/exports/<sheet>", MEMBERS),
    page("/indicators", "lnnnniiiii"),
    page("/liabilities", "lnnnnnnnii"),
    # The ledger
    page("/ledger", "lnnnnnnnii"),
    page("/ledger/<seq>", "lnnnnnnnii", seq="first entry"),
    page("/audit", "lnnnnnnnii"),
    form("/audit", "lnnnnnnnii"),
    # Points
    page("/points", MEMBERS),
    page("/points/awards", MEMBERS),
    page("/points/entries", "lnnnnnnnii"),
    page("/shop/moved", "lnnnniiiii"),
    page("/points/awards/new", "lnnnniiiin"),
    form("/points/awards", "lnnnnihiin", "lnnnnhihin", body=good_deed),
    form("/points/deductions", "lnnnnihiin", "lnnnnhihin", body=bad_deed),
    page("/points/awards/<award_id>", "lihhhihiii", "lhhhhhihii", award_id="award"),
    form(
        "/points/awards/<award_id>/approval",
        "lnhhhnhiin",
        "lhhhhhnhin",
        body={"approve": "yes"},
        award_id="award",
    ),
    form(
        "/points/awards/<award_id>/objection",
        "lihhhihiii",
        body={"reason": "没有"},
        award_id="counted_award",
    ),
    page("/points/notices", PUBLIC),
    form("/points/objections", PUBLIC, body={"number": "10006", "reason": "没有"}),
    form(
        "/points/objections/<objection_id>/decision",
        "lhhhhhhhih",
        body={"uphold": "no", "reason": "查过"},
        objection_id="points_objection",
    ),
    page("/points/rules", MEMBERS),
    form("/points/rules", "lnnnniiiin", body={"village": "1"}),
    page("/points/rules/<rule_id>/photo", MEMBERS, rule_id="rule"),
    # The shop
    page("/shop", MEMBERS),
    page("/shop/orders", MEMBERS),
    page("/shop/orders/find", MEMBERS),
    page("/shop/orders/<order_id>", "liihhihiii", "lhhhhhihii", order_id="order"),
    form("/shop/orders", "liihhihnnn", "lhhhhhihnn", body=cart),
    form(
        "/shop/orders/<order_id>/handover",
        "lnnhhihnnn",
        "lhhhhhihnn",
        body={"code": "000000"},
        order_id="order",
    ),
    form("/shop/orders/<order_id>/cancellation", "liihhihnnn", "lhhhhhihnn", order_id="order"),
    form(
        "/shop/orders/<order_id>/return",
        "lnnhhihnnn",
        "lhhhhhihnn",
        body={"r-soap": "1", "reason": "坏"},
        order_id="handed_over",
    ),
    page("/shop/desk", "lnnnniinnn"),
    # Behind the counter
    page("/shop/stock", "lnnnniiiii"),
    page("/shop/deliveries/new", "lnnnniinin"),
    form("/shop/deliveries", "lnnnninnin", "lnnnnninin", body=gift),
    form("/shop/items", "lnnnninnin", "lnnnnninin", body=lambda ids: here(ids, name="牙膏", measure="支")),
    form("/shop/donors", "lnnnninnin", "lnnnnninin", body=lambda ids: here(ids, kind="person", name="好人")),
    form("/shop/pledges", "lnnnninnin", "lnnnnninin", body=gift),
    page("/shop/counts", "lnnnniiiii"),
    form(
        "/shop/counts",
        "lnnnninnin",
        "lnnnnninin",
        body=lambda ids: here(ids, item="soap", counted="3", reason="少"),
    ),
    form("/shop/counts/<count_id>/confirmation", "lnnnnnnnin", body={"confirm": "yes"}, count_id="count"),
    form(
        "/shop/spoilages",
        "lnnnninnin",
        "lnnnnninin",
        body=lambda ids: here(ids, item="soap", quantity="1", reason="坏"),
    ),
    form("/shop/alarms", "lnnnninnin", "lnnnnninin", body=lambda ids: here(ids, item="soap", low_at="5")),
    page("/shop/prices", MEMBERS),
    form("/shop/prices", "lnnnninnin", "lnnnnninin", body=prices),
    page("/shop/donors", "lnnnniiiii"),
    page("/shop/donors/<donor>", "lhhhhiiiii", donor="donor"),
    form("/shops", "lnnnninnin", "lnnnnninin", body=lambda ids: here(ids)),
    form("/shops/<site>/closure", "lnnnninnin", "lnnnnninin"),
    page("/sites/<site>", "lnnnniniii", "lnnnnninii"),
    # The wall
    page("/wall/prices", MEMBERS),
    page("/wall/rules", MEMBERS),
    page("/wall/points", MEMBERS),
    page("/wall/red-list", MEMBERS),
    page("/red-list", MEMBERS),
    form("/red-list", "lnnhhihiin", "lhhhhhihin", body=lambda ids: {"member": ids["elder"], "words": "好人"}),
    form(
        "/red-list/<entry_id>/answer", "lihhhhhhhh", "lhhhhhhhhh", body={"agree": "yes"}, entry_id="red_list"
    ),
    # Sheets
    page("/shop/sheets", "lnnnniiiin"),
    form("/shop/sheets", "lnnnniiiin", body={"kind": "prices"}),
    page("/shop/sheets/<name>.<form>", "lnnnniiiii", name="stock", form="csv"),
)
