"""What settles above the cap goes to the pool of the volunteer's site; nobody serves the last hours unwarned."""

import pytest

from tests import walk
from tests.timebank.services.rules import bring_rules
from tests.town import BOOK, SITE, GiveMinutes, Town, give_minutes
from timebank.actors import system
from timebank.book_audit import audit_book
from timebank.messages import messages_page
from timebank.services.commands import CorrectService
from timebank.services.correcting import correct_service
from timebank.statements import accounts_of


@pytest.fixture(autouse=True)
def _cap_of_two_hundred(town: Town):  # type: ignore[no-untyped-def]  # a generator
    """Let nobody keep more than 200 minutes, warn at 150, and let each of these books audit clean."""
    bring_rules(town, {"account.cap_minutes": 200, "account.cap_warning_minutes": 50})
    yield
    with town.bank.connect() as connection:
        assert audit_book(connection, town.bank.vault, BOOK).findings == ()


def pool(town: Town) -> int:
    """Return what the pool of Li's site holds."""
    with town.bank.reading(town.nong) as reading:
        return accounts_of(reading, SITE, town.nong)[0].available


def told(town: Town) -> list[tuple[str, object]]:
    """Return what Li was told of the cap."""
    with town.bank.reading(town.li) as reading:
        lines = messages_page(reading, town.li).items
    return [(line.kind, line.facts["minutes"]) for line in lines if line.kind.startswith("cap")]


def have(town: Town, minutes: int) -> None:
    """Let Li have stored minutes."""
    town.bank.run(give_minutes, GiveMinutes(town.li.member_id, minutes), system(BOOK))


@pytest.mark.parametrize(
    ("before", "kept", "to_pool", "words"),
    [
        (80, 140, 0, []),
        (90, 150, 0, [("cap_near", 50)]),
        (140, 200, 0, [("cap_near", 0)]),
        (141, 200, 1, [("cap_reached", 1)]),
        (200, 200, 60, [("cap_reached", 60)]),
        (250, 250, 60, [("cap_reached", 60)]),
    ],
)
def test_what_lies_above_the_cap_goes_to_the_pool(
    town: Town, before: int, kept: int, to_pool: int, words: list[tuple[str, object]]
) -> None:
    have(town, before)
    walk.settled(town)

    assert (town.available(town.li), pool(town)) == (kept, to_pool)
    assert told(town) == words


def test_a_correction_takes_from_the_pool_what_went_there(town: Town) -> None:
    have(town, 180)
    service_id = walk.settled(town)
    town.bank.run(correct_service, CorrectService(service_id, 0, "没有去"), town.chen)

    assert (town.available(town.li), pool(town)) == (180, 0)
