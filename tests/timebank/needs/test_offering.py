"""What a volunteer is offered: near by at first, urgent before the rest, page after page, and nothing of one's own."""

from datetime import timedelta

import pytest

from tests import walk
from tests.town import BOOK, FAR_SITE, SITE, TOWNSHIP, GiveRole, Town, give_role
from timebank.actors import Actor, Grant, Role, system
from timebank.needs.offering import near, offered_page
from timebank.needs.queries import NeedView, needs_page


def ask(town: Town, hours: float, *, urgency: str = "normal") -> str:
    starts_at = town.clock.moment + timedelta(hours=hours)
    return walk.need(town, by=town.nong, pay_from="public", starts_at=starts_at, urgency=urgency).id


def offered(town: Town, actor: Actor, place: str, limit: int = 20) -> list[NeedView]:
    """Return all that is offered, page after page."""
    found: list[NeedView] = []
    after = ""
    while True:
        with town.bank.reading(actor) as reading:
            page = offered_page(reading, actor, place=place, after=after, limit=limit)
        found += page.items
        after = page.next_cursor
        if not after:
            return found


@pytest.mark.parametrize("limit", [1, 2, 3, 10])
def test_the_urgent_come_first_then_whichever_begins_first_on_every_page(town: Town, limit: int) -> None:
    late, soon, urgent_late, urgent_soon, same = (
        ask(town, 9),
        ask(town, 3),
        ask(town, 12, urgency="urgent"),
        ask(town, 6, urgency="urgent"),
        ask(town, 9),
    )

    found = [each.id for each in offered(town, town.li, SITE, limit)]

    assert found == [urgent_soon, urgent_late, soon, *sorted((late, same))]


def test_what_has_no_payer_or_is_taken_is_offered_to_nobody(town: Town) -> None:
    walk.need(town, elder=town.meng, by=town.nong)
    walk.accepted(town)

    assert offered(town, town.zhao, BOOK) == []


def test_one_is_not_offered_what_one_asked_for(town: Town) -> None:
    town.bank.run(give_role, GiveRole(town.wang.member_id, "volunteer", ""), system(BOOK))
    ask(town, 3)

    assert offered(town, town.wang, BOOK) == []


def test_who_pays_is_no_business_of_who_has_not_taken_it(town: Town) -> None:
    ask(town, 3)

    [view] = offered(town, town.li, SITE)

    assert (view.elder_id, view.elder_name, view.place, view.pay_from) == ("", "秀英", "", "")


@pytest.mark.parametrize("cursor", ["x", "1_never_x", "1_2026-11-16_x", "_", "9_2026-11-16T00:00:00+00:00_x"])
def test_a_cursor_that_no_page_gave_does_no_harm(town: Town, cursor: str) -> None:
    ask(town, 3)

    with town.bank.reading(town.li) as reading:
        assert len(offered_page(reading, town.li, place=SITE, after=cursor).items) <= 1


def test_at_first_a_volunteer_finds_the_own_township_and_with_the_countys_code_all(town: Town) -> None:
    ask(town, 3)

    with town.bank.reading(town.zhao) as reading:
        assert near(reading, town.zhao) == FAR_SITE[:9]
        assert needs_page(reading, town.zhao, near=near(reading, town.zhao)).items == ()
        assert len(needs_page(reading, town.zhao, site=BOOK).items) == 1
    with town.bank.reading(town.li) as reading:
        assert near(reading, town.li) == TOWNSHIP
        assert len(needs_page(reading, town.li, near=TOWNSHIP).items) == 1


def test_what_concerns_one_is_found_however_far_away(town: Town) -> None:
    ask(town, 3)
    both = Actor(BOOK, town.nong.member_id, (*town.nong.grants, Grant(Role.VOLUNTEER)))

    with town.bank.reading(both) as reading:
        assert len(needs_page(reading, both, near=FAR_SITE[:9]).items) == 1
