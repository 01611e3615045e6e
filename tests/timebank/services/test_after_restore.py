"""Services whose entries came back from files into an older database, which knew nothing of them."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TypeVar

import pytest

from tests import walk
from tests.conftest import open_at, publish
from tests.timebank.services.rules import bring_rules
from tests.timebank.teams.steps import close_account_of_wang, joined, settled_for
from tests.town import BOOK, TOMORROW_NINE, Town
from timebank.actors import Actor
from timebank.book_audit import audit_book
from timebank.books import books_here
from timebank.jobs import run_job
from timebank.needs.commands import AcceptNeed
from timebank.needs.model import Need
from timebank.needs.use_cases import accept_need
from timebank.restoring import bring_forward
from timebank.services.commands import BeginNotice, CancelService, ConfirmService, CorrectService, MarkNoShow
from timebank.services.correcting import correct_service
from timebank.services.minutes import open_reserves
from timebank.services.model import Service
from timebank.services.queries import find_service, service_view
from timebank.services.settlement import SETTLEMENT
from timebank.services.use_cases import cancel_service, confirm_service, mark_no_show
from timebank.settings import Settings
from timebank.statements import statement_page
from timebank.tallies import figures
from timebank.work import UnitOfWork

R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Nothing:
    """Nothing to say."""


@dataclass
class Place:
    """The town and its home."""

    town: Town
    settings: Settings

    def lose(self, act: Callable[[Town], R]) -> R:
        """Let something happen, put the database back from before it, and the entries from the files."""
        publish(self.town, self.settings)
        self.town.bank.close()
        copy = shutil.copy(self.settings.database_file, self.settings.home / "yesterday.sqlite3")
        self._open()
        result = act(self.town)
        publish(self.town, self.settings)
        self.town.bank.close()
        shutil.copy(copy, self.settings.database_file)
        self._open()
        with self.town.bank.connect() as connection:
            book = books_here(connection)[0]
        bring_forward(self.town.bank, self.settings, book)
        return result

    def service(self, service_id: str) -> Service:
        with self.town.bank.reading(self.town.chen) as reading:
            return find_service(reading, service_id, self.town.chen)

    def need(self, need_id: str) -> str:
        with self.town.bank.reading(self.town.wang) as reading:
            return reading.session.get_one(Need, (BOOK, need_id)).state

    def _open(self) -> None:
        self.town = replace(self.town, bank=open_at(self.settings.database_file, self.town.clock))


@pytest.fixture
def place(signed_town: Town, signed_settings: Settings) -> Iterator[Place]:
    """The place; at the end its whole book must hold."""
    place = Place(signed_town, signed_settings)
    yield place
    with place.town.bank.connect() as connection:
        findings = audit_book(connection, place.town.bank.vault, BOOK).findings
    place.town.bank.close()
    assert [str(one) for one in findings if one.kind != "TEXT_MISSING"] == []


def serve_and_verify(town: Town, service_id: str, begins_at: datetime, worked: int = 60) -> None:
    walk.serve(town, service_id, begins_at, worked)
    town.bank.run(confirm_service, ConfirmService(service_id, "own_device"), town.wang)
    walk.verify(town, service_id, town.nong)


def verified_on(town: Town, begins_at: datetime) -> str:
    """Let Li serve Wang at another time than tomorrow at nine, and Nong approve."""
    service_id = walk.accepted(town, starts_at=begins_at).service_id
    serve_and_verify(town, service_id, begins_at)
    return service_id


def test_a_service_that_settled_is_settled_again_and_others_go_on(place: Place) -> None:
    service_id = walk.verified(place.town)
    place.lose(walk.pass_notice)

    assert run_job(place.town.bank, SETTLEMENT) == 0

    service = place.service(service_id)
    assert (service.state, service.credited_minutes) == ("settled", 60)
    assert place.town.account(place.town.li) == (60, 0, 0)
    other = verified_on(place.town, place.town.clock.now() + timedelta(days=1))
    assert walk.pass_notice(place.town) == 1
    assert place.service(other).state == "settled"


def test_its_timeline_says_that_it_came_back_and_its_statement_names_it(place: Place) -> None:
    service_id = walk.verified(place.town)
    place.lose(walk.pass_notice)

    with place.town.bank.reading(place.town.li) as reading:
        view = service_view(reading, service_id, place.town.li)
        lines = statement_page(reading, place.town.li.member_id, place.town.li).items

    assert view.acts[-1].act == "brought_back"
    assert [(line.kind, line.service_number) for line in lines] == [
        ("settle", view.line.number),
        ("reserve", view.line.number),
    ]


def test_minutes_set_aside_after_the_copy_belong_to_the_service_they_settled_with(place: Place) -> None:
    taken = walk.accepted(place.town).service_id

    def served(town: Town) -> None:
        serve_and_verify(town, taken, TOMORROW_NINE, worked=80)
        walk.pass_notice(town)

    place.lose(served)

    service = place.service(taken)
    assert (service.state, service.credited_minutes) == ("settled", 80)
    assert place.town.account(place.town.wang) == (40, 0, 0)


@pytest.mark.parametrize(
    ("act", "state"),
    [
        (lambda town, id_: town.bank.run(cancel_service, CancelService(id_), town.li), "cancelled"),
        (lambda town, id_: town.bank.run(mark_no_show, MarkNoShow(id_), town.wang), "no_show"),
    ],
    ids=["cancelled", "no show"],
)
def test_a_service_given_back_is_given_back_and_its_need_is_open(
    place: Place, act: Callable[[Town, str], object], state: str
) -> None:
    posted = walk.need(place.town)
    service_id = place.town.bank.run(accept_need, AcceptNeed(posted.id), place.town.li).service_id

    place.lose(lambda town: act(town, service_id))

    assert place.service(service_id).state == state
    assert place.need(posted.id) == "open"
    assert place.town.account(place.town.wang) == (120, 0, 0)


def test_a_service_declined_in_review_is_declined(place: Place) -> None:
    service_id = walk.confirmed(place.town)

    place.lose(lambda town: walk.verify(town, service_id, town.nong, "decline", reason="没有去"))

    assert place.service(service_id).state == "declined"


@pytest.mark.parametrize(("minutes", "state"), [(30, "settled"), (0, "reversed"), (60, "settled")])
def test_a_correction_stands_and_is_not_made_twice(place: Place, minutes: int, state: str) -> None:
    service_id = walk.settled(place.town)
    command = CorrectService(service_id, minutes, "记错了")

    place.lose(lambda town: town.bank.run(correct_service, command, town.chen))

    service = place.service(service_id)
    assert (service.state, service.credited_minutes, service.is_corrected) == (state, minutes, True)


@pytest.mark.parametrize("minutes", [10, 0])
def test_what_a_pool_paid_and_got_from_a_team_is_told_apart_from_what_it_gave_back(
    place: Place, minutes: int
) -> None:
    bring_rules(place.town, {"team.donate_only": 1})
    team = joined(place.town)
    settled_for(place.town, team)
    paid_by_pool = walk.logged(
        place.town, hours_ago=1.5, minutes=30, team=team, elder=place.town.meng.member_id
    ).id
    place.town.bank.run(confirm_service, ConfirmService(paid_by_pool, "call_back"), place.town.nong)
    for reviewer in (place.town.qin, place.town.pan):
        walk.verify(place.town, paid_by_pool, reviewer)
    walk.pass_notice(place.town)
    command = CorrectService(paid_by_pool, minutes, "记错了")

    place.lose(lambda town: town.bank.run(correct_service, command, town.chen))

    service = place.service(paid_by_pool)
    assert (service.pay_from, service.credited_minutes, service.to_pool_minutes) == ("pool", minutes, minutes)


def test_what_came_back_to_the_pool_in_place_of_the_elder_was_taken_from_the_credit(place: Place) -> None:
    bring_rules(place.town, {"team.donate_only": 1})
    service_id = settled_for(place.town, joined(place.town))
    close_account_of_wang(place.town)
    command = CorrectService(service_id, 40, "多记了")

    place.lose(lambda town: town.bank.run(correct_service, command, town.chen))

    service = place.service(service_id)
    assert (service.credited_minutes, service.to_pool_minutes) == (40, 40)


def test_minutes_set_aside_for_a_service_that_is_lost_are_free_again(place: Place) -> None:
    posted = walk.need(place.town)

    place.lose(lambda town: town.bank.run(accept_need, AcceptNeed(posted.id), town.li))

    assert place.town.account(place.town.wang) == (120, 0, 0)
    assert place.town.account(place.town.li) == (0, 0, 0)
    assert place.need(posted.id) == "open"


def test_the_figures_of_the_site_follow(place: Place) -> None:
    walk.verified(place.town)
    place.lose(walk.pass_notice)

    with place.town.bank.connect() as connection:
        found = figures(connection, BOOK, "450125", 6)["450125"]

    assert (found["services.settled"], found["minutes.settled"]) == (1, 60)
    assert found.get("services.verified", 0) == 0


def close_behind_its_back(uow: UnitOfWork, command: BeginNotice, actor: Actor) -> Nothing:
    """Free a service's minutes in the ledger alone."""
    service = find_service(uow, command.service_id, actor)
    uow.ledger.release(open_reserves(uow, service)[0].entry_id, "timeout")
    return Nothing()


def test_one_service_the_ledger_refuses_does_not_keep_others_from_settling(town: Town) -> None:
    first = walk.verified(town)
    second = verified_on(town, TOMORROW_NINE + timedelta(days=1))

    town.bank.run(close_behind_its_back, BeginNotice(min(first, second)), town.chen)

    assert walk.pass_notice(town) == 1

    with town.bank.reading(town.chen) as reading:
        states = [find_service(reading, id_, town.chen).state for id_ in sorted((first, second))]
    assert states == ["on_notice", "settled"]
