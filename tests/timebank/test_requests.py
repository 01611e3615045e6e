"""A request asked again gets its first answer: done or refused, in one batch or years later."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from enum import StrEnum

import pytest
from sqlalchemy import func, select

from tests.timebank.kernel import (
    LI,
    NONG,
    Give,
    NoMoreTicks,
    Tick,
    Ticked,
    figure,
    give,
    held_writer,
    tick,
    tick_then_fail,
    tick_then_refuse,
)
from timebank.actors import Actor
from timebank.clock import SetClock
from timebank.errors import Busy, IdempotencyConflict
from timebank.requests import Request
from timebank.work import UnitOfWork
from timebank.writer import Bank

pytestmark = pytest.mark.both_engines


class Mood(StrEnum):
    GLAD = "glad"


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a result."""

    name: str
    minutes: int


@dataclass(frozen=True, slots=True)
class Everything:
    """A result of every kind that may be stored."""

    text: str
    number: int
    yes: bool
    day: date
    moment: datetime
    mood: Mood
    parts: tuple[Part, ...]
    nothing: int | None
    something: str | None


EVERYTHING = Everything(
    text="李秀英 “十助” 😀",
    number=-(10**15),
    yes=True,
    day=date(2028, 2, 29),
    moment=datetime(2026, 11, 16, 0, 0, 0, 1, tzinfo=UTC),
    mood=Mood.GLAD,
    parts=(Part("a", 1), Part("b", 2)),
    nothing=None,
    something="",
)


def answer_everything(uow: UnitOfWork, command: Tick, actor: Actor) -> Everything:
    return replace(EVERYTHING, number=EVERYTHING.number + tick(uow, command, actor).value - 1)


def stored_requests(bank: Bank) -> int:
    with bank.connect() as connection:
        return connection.scalar(select(func.count()).select_from(Request)) or 0


def test_the_same_request_again_changes_nothing_and_answers_the_same(bank: Bank) -> None:
    first = bank.run(tick, Tick(), LI, key="k1")
    bank.run(tick, Tick(), LI, key="k2")
    again = bank.run(tick, Tick(), LI, key="k1")

    assert again == first == Ticked("ticks", 1)
    assert figure(bank) == 2


def test_the_same_request_twice_in_one_batch_has_one_effect(bank: Bank) -> None:
    with held_writer(bank):
        answers = [bank.submit(tick, Tick(), LI, "k1") for _ in range(5)]

    assert [answer.result(10).value for answer in answers] == [1] * 5
    assert figure(bank) == 1


def test_a_stored_answer_of_every_kind_equals_the_first(bank: Bank) -> None:
    first = bank.run(answer_everything, Tick(), LI, key="k1")

    again = bank.run(answer_everything, Tick(), LI, key="k1")

    assert first == again == EVERYTHING
    assert type(again.mood) is Mood


def test_a_refusal_is_an_answer_too(bank: Bank) -> None:
    with pytest.raises(NoMoreTicks) as first:
        bank.run(tick_then_refuse, Tick(name="tea"), LI, key="k1")

    with pytest.raises(NoMoreTicks) as again:
        bank.run(tick_then_refuse, Tick(name="tea"), LI, key="k1")

    assert (
        (again.value.field, again.value.facts)
        == (first.value.field, first.value.facts)
        == ("name", {"name": "tea"})
    )


@pytest.mark.parametrize(
    ("use_case", "command", "field"),
    [
        (tick, Tick(by=2), "by"),
        (tick, Tick(name="other"), "name"),
        (tick, Tick(name="other", by=2), "by"),
        (tick_then_refuse, Tick(), "action"),
    ],
)
def test_the_same_key_with_other_content_names_the_field(
    bank: Bank, use_case: object, command: Tick, field: str
) -> None:
    bank.run(tick, Tick(), LI, key="k1")

    with pytest.raises(IdempotencyConflict) as conflict:
        bank.run(use_case, command, LI, key="k1")  # type: ignore[arg-type]  # one of two use cases

    assert conflict.value.field == field
    assert figure(bank) == 1


def test_another_member_may_use_the_same_key(bank: Bank) -> None:
    first = bank.run(tick, Tick(), LI, key="k1")
    other = bank.run(tick, Tick(), NONG, key="k1")

    assert (first.value, other.value) == (1, 2)


def test_an_unexpected_fault_does_not_use_up_the_key(bank: Bank) -> None:
    with pytest.raises(ZeroDivisionError):
        bank.run(tick_then_fail, Tick(), LI, key="k1")

    assert bank.run(tick, Tick(), LI, key="k1").value == 1


def test_a_busy_system_does_not_use_up_the_key(bank: Bank) -> None:
    def busy(uow: UnitOfWork, command: Tick, actor: Actor) -> Ticked:
        raise Busy

    with pytest.raises(Busy):
        bank.run(busy, Tick(), LI, key="k1")

    assert stored_requests(bank) == 0
    assert bank.run(tick, Tick(), LI, key="k1").value == 1


def test_a_result_that_cannot_be_stored_is_a_fault_and_changes_nothing(bank: Bank) -> None:
    def answer_an_object(uow: UnitOfWork, command: Tick, actor: Actor) -> Ticked:
        return Ticked(tick(uow, command, actor).name, object())  # type: ignore[arg-type]  # the fault

    with held_writer(bank):
        broken = bank.submit(answer_an_object, Tick(by=1000), LI, "k1")
        fine = bank.submit(tick, Tick(), LI, "k2")

    with pytest.raises(TypeError):
        broken.result(10)
    assert fine.result(10).value == 1
    assert figure(bank) == 1


def test_without_a_key_each_request_is_a_new_one(bank: Bank) -> None:
    assert [bank.run(tick, Tick(), LI).value for _ in range(3)] == [1, 2, 3]
    assert stored_requests(bank) == 0


def test_a_stored_answer_shows_nothing_of_its_content(bank: Bank) -> None:
    bank.run(tick, Tick(name="13912345678"), LI, key="k1")

    with bank.connect() as connection:
        row = connection.execute(select(Request.digests, Request.outcome)).one()

    assert b"13912345678" not in row.outcome
    assert "13912345678" not in row.digests


def test_entries_follow_from_the_key_so_a_lost_answer_finds_them(bank: Bank, clock: SetClock) -> None:
    first = bank.run(give, Give("li", 60), NONG, key="k1")
    clock.advance(days=4000)

    assert bank.run(give, Give("li", 60), NONG, key="k1") == first


def test_keys_of_one_actor_do_not_meet_those_of_another_book(bank: Bank) -> None:
    bank.run(tick, Tick(), LI, key="k1")

    elsewhere = bank.run(tick, Tick(by=5), Actor("450126", "li"), key="k1")

    assert elsewhere.value == 5
    assert figure(bank) == 1
