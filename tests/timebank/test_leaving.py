"""Consent taken back: by the person, or by two keepers; what was promised ends, and nobody finds the person."""

import pytest

from tests import walk
from tests.town import TOMORROW_NINE, Town
from timebank.actors import Actor
from timebank.book_audit import audit_book
from timebank.errors import NotFound
from timebank.members.commands import GiveConsent, WithdrawConsent
from timebank.members.corrections import ConsentStanding, give_consent, withdraw_consent
from timebank.members.queries import find_member
from timebank.members.withdrawals import SecondKeeperWanted
from timebank.needs.commands import AcceptNeed
from timebank.needs.queries import needs_page
from timebank.needs.use_cases import accept_need
from timebank.services.commands import CheckIn
from timebank.services.queries import service_view
from timebank.services.use_cases import check_in


@pytest.fixture(autouse=True)
def _audit_is_clean(town: Town):  # type: ignore[no-untyped-def]  # a generator
    """After each of these tests the book must hold."""
    yield
    with town.bank.connect() as connection:
        assert audit_book(connection, town.bank.vault, town.wang.book).findings == ()


def withdraw(town: Town, by: Actor, whose: Actor | None = None) -> ConsentStanding:
    """Take the basic consent back."""
    member = (whose or town.wang).member_id
    return town.bank.run(withdraw_consent, WithdrawConsent("basic", member), by)


def is_found(town: Town) -> bool:
    """Tell whether the coordinator finds Wang."""
    with town.bank.reading(town.nong) as reading:
        try:
            find_member(reading, town.wang.member_id, town.nong)
        except NotFound:
            return False
        return True


def test_the_persons_own_word_is_enough(town: Town) -> None:
    assert withdraw(town, town.wang) == ConsentStanding(town.wang.member_id, "basic", is_given=False)
    assert not is_found(town)


def test_one_keeper_alone_takes_nobody_off_the_register(town: Town) -> None:
    assert withdraw(town, town.nong).waits
    with pytest.raises(SecondKeeperWanted):
        withdraw(town, town.nong)
    assert is_found(town)


def test_a_second_keeper_does(town: Town) -> None:
    withdraw(town, town.nong)

    assert not withdraw(town, town.pan).is_given
    assert not is_found(town)


def test_who_agrees_anew_meanwhile_stays(town: Town) -> None:
    withdraw(town, town.nong)
    town.bank.run(give_consent, GiveConsent("basic", "basic-1", member_id=town.wang.member_id), town.wang)

    assert withdraw(town, town.pan).waits
    assert is_found(town)


def test_an_open_need_is_closed(town: Town) -> None:
    posted = walk.need(town)
    withdraw(town, town.wang)

    with pytest.raises(NotFound):
        town.bank.run(accept_need, AcceptNeed(posted.id), town.li)
    with town.bank.reading(town.nong) as reading:
        assert [need.state for need in needs_page(reading, town.nong).items] == ["cancelled"]


def test_a_promised_service_is_given_back(town: Town) -> None:
    service = walk.accepted(town)
    withdraw(town, town.wang)

    assert town.account(town.li) == (0, 0, 0)
    with town.bank.reading(town.li) as reading:
        view = service_view(reading, service.service_id, town.li)
    assert (view.line.state, view.place, view.phone) == ("cancelled", "", "")


def test_a_volunteer_who_leaves_gives_the_need_back(town: Town) -> None:
    walk.accepted(town)
    withdraw(town, town.li, whose=town.li)

    assert town.account(town.wang) == (120, 0, 0)
    with town.bank.reading(town.wang) as reading:
        assert [need.state for need in needs_page(reading, town.wang).items] == ["open"]


def test_what_was_begun_goes_on_without_a_name(town: Town) -> None:
    service = walk.accepted(town)
    town.clock.moment = TOMORROW_NINE
    town.bank.run(check_in, CheckIn(service.service_id), town.li)
    withdraw(town, town.wang)

    with town.bank.reading(town.li) as reading:
        view = service_view(reading, service.service_id, town.li)
    assert (view.line.state, view.line.elder_name) == ("checked_in", "已退出")
    assert (view.place, view.phone) == ("", "")
