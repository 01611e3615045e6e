"""Who may open which page and send which form: one letter a person, in the order of `tests.rights.WHO`.

i let in · l led to the login · n not allowed · h hidden: as if it were not there
"""

from typing import Any

from tests.rights import Ids, Row

PUBLIC = "iiiiiiiiii"
MEMBERS = "liiiiiiiii"


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


ROWS = (
    page("/", PUBLIC),
    page("/doors/<code>", "liiiihhhhh", code="care"),
    form("/language", PUBLIC),
    form("/mode", PUBLIC),
    # Logging in
    page("/login", PUBLIC),
    form("/login", PUBLIC),
    form("/logout", PUBLIC),
    page("/code", PUBLIC),
    form("/code", PUBLIC),
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
    page("/r/<string(length=6):book>-<int(max=9007199254740991):seq>", PUBLIC),
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
    form("/services", "lnnninnnnn", "lnnninnnnn", body=deed),
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
    # Places and people
    page("/regions", "lnnnnnniii"),
    page("/sites", "lnnnniiiii"),
    page("/sites/new", "lnnnnnnnin"),
    form("/sites", "lnnnnnnnin", body=lambda ids: {"region": ids["site"][:12], "name": "新互助点"}),
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
    page("/objections", "lnnnnnnnin"),
    page("/objections/<objection_id>", "lnnnnnnnin", "lnnnnnnnin", objection_id="objection"),
    form(
        "/objections/<objection_id>/decision",
        "lnnnnnnnin",
        "lnnnnnnnin",
        body={"uphold": "no", "reason": "都看见了"},
        objection_id="objection",
    ),
    # The ledger
    page("/ledger", "lnnnnnnnii"),
    page("/ledger/<seq>", "lnnnnnnnii", seq="first entry"),
    page("/audit", "lnnnnnnnii"),
    form("/audit", "lnnnnnnnii"),
)
