"""What people paste and what their phones type: full-width digits, blanks in numbers, dots of many kinds in names."""

from dataclasses import dataclass, field

import pytest

from tests.town import BOOK, GiveMinutes, Town, give_minutes
from tests.walk import confirmed, verify
from tests.web.conftest import Browse
from timebank.actors import system
from timebank.members.queries import find_any_member
from timebank.services.queries import find_service
from web.typed_clock import plain_clock


@dataclass(frozen=True, slots=True)
class Pasted:
    """Who opens which page and sends which form with what typed, and the words that then stand on the page.

    `{li}`, `{wang}` and `{service}` in what is typed are the numbers of Li, Wang and a service of theirs, full-width.
    """

    name: str
    who: str
    page: str
    action: str
    typed: dict[str, str] = field(default_factory=dict)
    words: str = ""
    is_verified: bool = False


REGISTER = {
    "kind": "elder",
    "sex": "female",
    "birth_date_year": "１９４５",
    "birth_date_month": "6",
    "birth_date_day": "1",
    "consent_way": "paper",
    "consent": "yes",
}
CASES = (
    Pasted(
        "a phone with blanks",
        "nong",
        "/members/new",
        "/members",
        REGISTER | {"name": "韦桂花", "phone": " １７９ ００００-００４４ "},
        "登记好了",
    ),
    Pasted(
        "a name with a bullet for its middle dot",
        "nong",
        "/members/new",
        "/members",
        REGISTER | {"name": " 阿依古丽•买买提 ", "phone": "17900000044"},
        "阿依古丽·买买提",
    ),
    Pasted(
        "minutes of an amendment",
        "li",
        "/services/{id}",
        "/services/{id}/amendment",
        {"starts_day": "2026-11-17", "starts_time": "09:00", "minutes": " ３０ "},
        "要请老人重新确认",
    ),
    Pasted("hours given to the pool", "li", "/donations", "/donations", {"hours": "１"}, "谢谢您"),
    Pasted(
        "the number of an objection",
        "wang",
        "/objections/new",
        "/objections",
        {"number": " {service} ", "reason": "没有来👴🏽"},
        "收到",
        is_verified=True,
    ),
    Pasted(
        "a paper sheet",
        "nong",
        "/sheets/new",
        "/sheets",
        {
            "starts_day": "2026-11-17",
            "elder_1": "{wang}",
            "volunteer_1": " {li}",
            "kind_1": "company",
            "starts_time_1": "１１：００",
            "minutes_1": "３０",
        },
        "记好了 1 条",
    ),
    Pasted(
        "points for a deed",
        "nong",
        "/points/awards/new?member={wang id}",
        "/points/awards",
        {"head": "clean", "points": "５", "day": "2026-11-16"},
        "5",
    ),
    Pasted(
        "a departure's year",
        "nong",
        "/departures/new?member={wang id}",
        "/departures",
        {
            "kind": "died",
            "happened_on_year": "２０２６",
            "happened_on_month": "11",
            "happened_on_day": "16",
        },
        "等第二个人核对",
    ),
    Pasted(
        "a member's number where somebody is named",
        "nong",
        "/members/{wang id}/family",
        "/members/{wang id}/kin",
        {"other_id": "{li}", "relation": "sibling"},
        "李桂兰",
    ),
    Pasted(
        "a programme's age and hours",
        "chen",
        "/programmes/new",
        "/programmes",
        {"name": "高龄补助", "age_from": "８０", "monthly_hours": "２", "budget_hours": "１００"},
        "项目设好了",
    ),
)


def wide(text: str) -> str:
    """Return digits as a Chinese keyboard types them."""
    return "".join(chr(ord(digit) + 0xFEE0) for digit in text)


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_what_is_pasted_is_taken_as_meant(browse: Browse, town: Town, case: Pasted) -> None:
    service = confirmed(town)
    if case.is_verified:
        verify(town, service, town.nong)
    town.clock.advance(hours=3)
    town.bank.run(give_minutes, GiveMinutes(town.li.member_id, 600), system(BOOK))
    with town.bank.reading(town.chen) as reading:
        li, wang = (find_any_member(reading, one.member_id).number for one in (town.li, town.wang))
        number = find_service(reading, service, town.chen).number
    means = {
        "{id}": service,
        "{wang id}": town.wang.member_id,
        "{li}": wide(li),
        "{wang}": wide(wang),
        "{service}": wide(number),
    }

    def meant(text: str) -> str:
        for place, value in means.items():
            text = text.replace(place, value)
        return text

    visitor = browse(getattr(town, case.who)).opens(meant(case.page))
    visitor.sends(meant(case.action), **{name: meant(value) for name, value in case.typed.items()})

    assert visitor.status == 200, visitor.words[:600]
    assert case.words in visitor.words, visitor.words[:600]
    assert "还没有办成" not in visitor.words


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("9:00", "09:00"),
        ("９：０5", "09:05"),
        ("9点", "09:00"),
        ("14点30分", "14:30"),
        ("9.30", "09:30"),
        (" 9 : 30 ", "09:30"),
        ("14", "14:00"),
        ("25:00", "25:00"),
        ("上午", "上午"),
        ("9:5", "9:5"),
    ],
)
def test_a_time_of_day_as_people_type_it(typed: str, meant: str) -> None:
    assert plain_clock(typed) == meant
