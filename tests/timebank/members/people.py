"""What the tests of the register share: a registration to vary, papers that check, and two at once."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Any

from tests.town import SITE
from timebank import tallies
from timebank.actors import Actor
from timebank.errors import Refusal
from timebank.identifiers import check_character
from timebank.members.commands import RegisterMember
from timebank.members.consents import ConsentKind, consent_text
from timebank.members.model import Member
from timebank.writer import Bank

TODAY = date(2026, 11, 16)
BASIC = consent_text(ConsentKind.BASIC, TODAY).version
SENSITIVE = consent_text(ConsentKind.SENSITIVE, TODAY).version


def registration(**changes: Any) -> RegisterMember:
    """Return the registration of 黄玉兰, an elder of 79, changed by keywords."""
    values = {
        "kind": "elder",
        "name": "黄玉兰",
        "sex": "female",
        "site": SITE,
        "consent": BASIC,
        "birth_date": date(1947, 2, 3),
        "phone": "17900000501",
    }
    return RegisterMember(**(values | changes))


def papers(born: date, *, is_female: bool = True, serial: int = 4) -> str:
    """Return an identity number that checks; its county is an invented holder's."""
    order = serial * 2 if is_female else serial * 2 + 1
    digits = f"450125{born:%Y%m%d}{order:03d}"
    return digits + check_character(digits)


def opened(bank: Bank, actor: Actor, member_id: str, field: Any) -> str:
    """Return a sealed field of a member in clear."""
    with bank.reading(actor) as reading:
        return reading.session.get_one(Member, (actor.book, member_id)).opened(reading.people, field)


def figure(bank: Bank, actor: Actor, site: str, name: str) -> int:
    """Return a kept figure of a site."""
    with bank.reading(actor) as reading:
        found = tallies.figures(reading.connection, actor.book, site, 14)
    return found.get(site, {}).get(name, 0)


def at_once(act: Callable[[int], object], times: int = 2) -> list[object]:
    """Do something several times at the same moment; return results and refusals."""

    def attempt(number: int) -> object:
        try:
            return act(number)
        except Refusal as refusal:
            return refusal

    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(attempt, range(times)))
