"""The steps that jobs consist of: everything that is due, page by page, whatever becomes of one."""

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import Select, select

from tests import walk
from tests.town import BOOK, TOMORROW_NINE, Town
from timebank import due
from timebank.actors import Actor
from timebank.due import Steps
from timebank.errors import Unavailable
from timebank.needs.commands import ExpireNeed
from timebank.needs.expiry import EXPIRY
from timebank.needs.model import Need, NeedIsNotOpen, NeedState
from timebank.needs.use_cases import PostedNeed, expire_need
from timebank.work import Reading, UnitOfWork


@pytest.fixture
def needs(town: Town, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Five needs whose time has passed; a page holds two."""
    monkeypatch.setattr(due, "PAGE", 2)
    ids = [walk.need(town, minutes=30).id for _ in range(5)]
    town.clock.moment = TOMORROW_NINE.replace(hour=12)
    return sorted(ids)


def overdue(reading: Reading) -> Select[Any]:
    return select(Need.id).where(Need.book == reading.book, Need.state == NeedState.OPEN)


def steps(broken: str, fault: Exception) -> Steps:
    """Return the steps of expiry, of which one has a fault of its own."""

    def expire(uow: UnitOfWork, command: ExpireNeed, actor: Actor) -> PostedNeed:
        if command.need_id == broken:
            raise fault
        return expire_need(uow, command, actor)

    return Steps(overdue, expire, ExpireNeed)


def test_every_page_is_done_and_then_nothing_is_due(town: Town, needs: list[str]) -> None:
    assert EXPIRY.is_due(town.bank, BOOK)
    assert EXPIRY.work(town.bank, BOOK) == len(needs)
    assert not EXPIRY.is_due(town.bank, BOOK)


@pytest.mark.parametrize("fault", [RuntimeError("a fault of ours"), NeedIsNotOpen()])
def test_one_that_fails_keeps_no_other_from_its_day(town: Town, needs: list[str], fault: Exception) -> None:
    some = steps(needs[1], fault)

    assert some.do(town.bank, BOOK) == len(needs) - 1
    assert some.is_due(town.bank, BOOK)


def test_where_the_database_fails_the_others_are_left_for_later(town: Town, needs: list[str]) -> None:
    with pytest.raises(Unavailable):
        steps(needs[1], Unavailable()).do(town.bank, BOOK)

    assert EXPIRY.work(town.bank, BOOK) == len(needs) - 1
