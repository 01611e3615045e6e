"""What settles above the cap goes to the pool of the volunteer's site; nobody serves the last hours unwarned."""

import pytest

from tests import walk
from tests.timebank.services.rules import bring_rules
from tests.town import BOOK, SITE, GiveMinutes, Town, give_minutes
from timebank.actors import system
from timebank.book_audit import audit_book
from timebank.members.above_cap import choose_above_cap
from timebank.members.volunteer_commands import ChooseAboveCap
from timebank.members.volunteering import VolunteerNotFound
from timebank.messages import messages_page
from timebank.services.commands import CorrectService
from timebank.services.correcting import correct_service
from timebank.services.queries import service_view
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


def expired(town: Town) -> int:
    """Return what nobody can spend any more."""
    with town.bank.reading(town.chen) as reading:
        return reading.ledger.account(reading.ledger.expired_handle()).balance


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


@pytest.mark.parametrize(("before", "kept", "for_honour"), [(140, 200, 0), (170, 200, 30), (250, 250, 60)])
def test_what_lies_above_the_cap_is_kept_for_honour_where_the_volunteer_chose_so(
    town: Town, before: int, kept: int, for_honour: int
) -> None:
    have(town, before)
    town.bank.run(choose_above_cap, ChooseAboveCap("honour"), town.li)
    service_id = walk.settled(town)

    assert (town.available(town.li), pool(town), expired(town)) == (kept, 0, for_honour)
    with town.bank.reading(town.li) as reading:
        view = service_view(reading, service_id, town.li)
    assert (view.line.credited_minutes, view.to_honour_minutes) == (60, for_honour)
    kinds = [kind for kind, _minutes in told(town)]
    assert kinds == (["cap_reached_honour"] if for_honour else ["cap_near_honour"])


def test_a_correction_takes_back_what_was_kept_for_honour(town: Town) -> None:
    have(town, 180)
    town.bank.run(choose_above_cap, ChooseAboveCap("honour"), town.li)
    service_id = walk.settled(town)
    town.bank.run(correct_service, CorrectService(service_id, 0, "没有去"), town.chen)

    assert (town.available(town.li), pool(town), expired(town)) == (180, 0, 0)


def test_a_correction_under_the_cap_fetches_what_went_to_the_pool(town: Town) -> None:
    have(town, 160)
    service_id = walk.settled(town)
    town.bank.run(correct_service, CorrectService(service_id, 30, "多记了"), town.chen)

    assert (town.available(town.li), pool(town)) == (190, 0)


def test_minutes_a_correction_adds_are_capped_as_those_that_settled(town: Town) -> None:
    have(town, 150)
    service_id = walk.confirmed(town)
    walk.verify(town, service_id, town.nong, minutes=40)
    walk.pass_notice(town)
    walk.correct(town, service_id, 60)

    assert (town.available(town.li), pool(town)) == (200, 10)


def test_who_is_no_volunteer_has_nothing_to_choose(town: Town) -> None:
    with pytest.raises(VolunteerNotFound):
        town.bank.run(choose_above_cap, ChooseAboveCap("honour"), town.wang)
