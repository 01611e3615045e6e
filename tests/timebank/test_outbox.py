"""Messages stand or fall with the act they tell of."""

import pytest
from sqlalchemy import select

from tests.timebank.kernel import NoMoreTicks, Tick, Ticked
from tests.town import Town
from timebank.actors import Actor
from timebank.outbox import Message
from timebank.work import UnitOfWork


def messages(town: Town, actor: Actor) -> list[tuple[str, str]]:
    with town.bank.reading(actor) as reading:
        rows = reading.session.scalars(
            select(Message).where(Message.book == actor.book, Message.member_id == actor.member_id)
        )
        return [(row.kind, row.facts) for row in rows]


def tell(uow: UnitOfWork, command: Tick, actor: Actor) -> Ticked:
    uow.outbox.tell(actor.member_id, "service_settled", minutes=60, number="10006")
    return Ticked("told", 1)


def tell_then_refuse(uow: UnitOfWork, command: Tick, actor: Actor) -> Ticked:
    tell(uow, command, actor)
    raise NoMoreTicks(name="told")


def test_a_message_comes_with_its_act(town: Town) -> None:
    before = messages(town, town.wang)

    town.bank.run(tell, Tick(), town.wang)

    assert messages(town, town.wang) == [*before, ("service_settled", '{"minutes":60,"number":"10006"}')]
    assert ("service_settled", '{"minutes":60,"number":"10006"}') not in messages(town, town.zhao)


def test_a_refused_act_tells_nobody(town: Town) -> None:
    before = messages(town, town.wang)

    with pytest.raises(NoMoreTicks):
        town.bank.run(tell_then_refuse, Tick(), town.wang)

    assert messages(town, town.wang) == before
