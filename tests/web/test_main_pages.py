"""The main pages as a narrow phone shows them, in both languages and both sizes of type: nothing runs off the screen.

What axe says of them is in test_axe_table.py.
"""

from datetime import timedelta

import pytest

from tests.town import Town
from tests.walk import need, serve, settled, verify
from tests.web.phones import NARROW
from tests.web.served_town import Walk
from timebank.needs.commands import AcceptNeed
from timebank.needs.use_cases import accept_need
from timebank.services.commands import ConfirmService
from timebank.services.use_cases import confirm_service

PAGES = {
    "nobody": (
        "/",
        "/login",
        "/notices",
        "/objections/new",
        "/certificates/check",
        "/notices/certificates",
        "/honours",
    ),
    "wang": ("/", "/needs/new", "/needs/new?kind=medical", "/time", "/confirmations", "/me"),
    "li": (
        "/",
        "/open-needs",
        "/hours",
        "/services/new",
        "{service}",
        "/certificates/new",
        "/honours/consent",
    ),
    "nong": (
        "/",
        "/services",
        "/needs/enter?elder={meng}",
        "/members",
        "/members/new",
        "/members/{wang}",
        "{review}",
    ),
    "chen": (
        "/",
        "/sites",
        "/coordinators/new",
        "/services",
        "/objections",
        "/exports",
        "/indicators",
        "/liabilities",
        "/certificates",
    ),
    "huang": ("/", "/ledger/20", "/audit"),
}


@pytest.mark.parametrize("language", ["zh-CN", "en"])
@pytest.mark.parametrize("who", PAGES)
def test_it_fits_a_narrow_phone(walk: Walk, who: str, language: str) -> None:
    names = something_of_everything(walk.town)
    phones = {"nobody": walk.nobodys_phone, "wang": walk.wangs_phone}
    phone = phones[who](NARROW, language) if who in phones else walk.phone(who, NARROW, language)

    for mode in ("standard", "elder"):
        for number, path in enumerate(PAGES[who]):
            phone.opens(path.format(**names)).keeps_a_picture(f"{language}-{mode}-{who}-{number}").sees()
        phone.switches_type()


def something_of_everything(town: Town) -> dict[str, str]:
    """Leave a settled service, one to review, one on notice, one to confirm, one for today and an open need."""
    settled(town, 75)
    review = given(town, "confirmed")
    verify(town, given(town, "confirmed"), town.nong)
    given(town, "checked_out")
    service = given(town, "accepted")
    need(
        town,
        by=town.nong,
        pay_from="public",
        starts_at=town.clock.moment + timedelta(days=1),
        urgency="urgent",
    )
    need(town, elder=town.meng, by=town.nong, starts_at=town.clock.moment + timedelta(days=1))
    return {
        "wang": town.wang.member_id,
        "meng": town.meng.member_id,
        "review": f"/services/{review}/verification",
        "service": f"/services/{service}",
    }


def given(town: Town, state: str) -> str:
    """Have Li give Wang half an hour, an hour from now; return the service's id."""
    starts_at = town.clock.moment + timedelta(hours=1)
    asked = need(town, by=town.nong, pay_from="public", starts_at=starts_at, minutes=30)
    service = town.bank.run(accept_need, AcceptNeed(asked.id), town.li).service_id
    if state == "accepted":
        return service
    serve(town, service, starts_at, 30)
    if state == "confirmed":
        town.bank.run(confirm_service, ConfirmService(service, "own_device"), town.wang)
    return service
