"""A demo's day can be moved on, a real book's never."""

from datetime import timedelta

import pytest

from tests import walk
from tests.town import BOOK, SITE, Town
from timebank.actors import system
from timebank.books import BookRow
from timebank.certificates.commands import AskForCertificate, DecideCertificate
from timebank.certificates.issuing import CERTIFICATES
from timebank.certificates.use_cases import ask_for_certificate, decide_certificate
from timebank.clock import local_day
from timebank.demo.business_day import MoveBusinessDay, NotADemo, days_past_notices, move_business_day
from timebank.jobs import run_job
from timebank.services.queries import service_view
from timebank.services.settlement import SETTLEMENT
from timebank.work import UnitOfWork

SYSTEM = system(BOOK)


def make_demo(uow: UnitOfWork, command: MoveBusinessDay, actor: object) -> MoveBusinessDay:
    uow.session.get_one(BookRow, BOOK).is_demo = True
    return command


@pytest.fixture
def demo(town: Town) -> Town:
    """The town as a demonstration."""
    town.bank.run(make_demo, MoveBusinessDay(1), SYSTEM)  # type: ignore[arg-type]  # a use case of this test
    return town


def days(town: Town) -> int:
    with town.bank.reading(SYSTEM) as reading:
        return days_past_notices(reading)


def test_a_real_book_keeps_the_days_of_the_calendar(town: Town) -> None:
    with pytest.raises(NotADemo):
        town.bank.run(move_business_day, MoveBusinessDay(1), SYSTEM)

    with town.bank.reading(SYSTEM) as reading:
        assert reading.business_clock.today() == local_day(town.clock.now())


def test_moves_add_up(demo: Town) -> None:
    demo.bank.run(move_business_day, MoveBusinessDay(2), SYSTEM)
    moved = demo.bank.run(move_business_day, MoveBusinessDay(3), SYSTEM)

    assert moved.offset_days == 5
    assert moved.today == local_day(demo.clock.now()) + timedelta(days=5)
    with demo.bank.reading(SYSTEM) as reading:
        assert reading.business_clock.today() == moved.today


def test_moving_past_the_notices_lets_every_service_settle(demo: Town) -> None:
    service = walk.verified(demo)

    demo.bank.run(move_business_day, MoveBusinessDay(days(demo)), SYSTEM)

    assert run_job(demo.bank, SETTLEMENT) == 1
    with demo.bank.reading(demo.li) as reading:
        assert service_view(reading, service, demo.li).line.state == "settled"


def test_a_day_less_is_not_enough(demo: Town) -> None:
    walk.verified(demo)

    demo.bank.run(move_business_day, MoveBusinessDay(days(demo) - 1), SYSTEM)

    assert run_job(demo.bank, SETTLEMENT) == 0


def test_without_a_notice_there_is_nothing_to_move_past(demo: Town) -> None:
    assert days(demo) == 0


def test_the_day_never_goes_back(demo: Town) -> None:
    with pytest.raises(AssertionError):
        demo.bank.run(move_business_day, MoveBusinessDay(-1), SYSTEM)


def test_moving_past_the_notices_lets_a_certificate_become_valid(demo: Town) -> None:
    walk.settled(demo)
    number = demo.bank.run(ask_for_certificate, AskForCertificate(issuer=SITE), demo.li).number
    demo.bank.run(decide_certificate, DecideCertificate(number, True), demo.nong)
    assert days(demo) == 8

    demo.bank.run(move_business_day, MoveBusinessDay(days(demo)), SYSTEM)

    assert run_job(demo.bank, CERTIFICATES) == 1
    assert days(demo) == 0
