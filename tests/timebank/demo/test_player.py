"""Stories are played in the order of their time, and left where they stand when time is up."""

from datetime import datetime, timedelta

import pytest

from tests.conftest import MONDAY
from tests.timebank.kernel import BOOK, Tick, Ticked, figure, tick, tick_then_refuse
from timebank.actors import Actor, system
from timebank.clock import SetClock
from timebank.demo.player import Player, Step, Story
from timebank.work import UnitOfWork
from timebank.writer import Bank

SYSTEM = system(BOOK)
HOUR = timedelta(hours=1)


def step(hours: float, use_case: object = tick, name: str = "ticks") -> Step:
    return Step(MONDAY + hours * HOUR, use_case, Tick(name), SYSTEM)  # type: ignore[arg-type]  # any use case


def player(bank: Bank, clock: SetClock, until: datetime) -> Player:
    return Player(bank, clock, until, lambda acts: None)


def test_a_story_goes_on_from_its_results(bank: Bank, clock: SetClock) -> None:
    values = []

    def story() -> Story:
        for hours in (1, 2, 3):
            ticked: Ticked = yield step(hours)
            values.append(ticked.value)

    playing = player(bank, clock, MONDAY + 5 * HOUR)
    playing.add([story()])
    playing.play()

    assert values == [1, 2, 3]
    assert playing.played == 3


def test_stories_are_played_in_the_order_of_their_time(bank: Bank, clock: SetClock) -> None:
    seen: list[tuple[str, datetime]] = []

    def note(uow: UnitOfWork, command: Tick, actor: Actor) -> Ticked:
        seen.append((command.name, uow.clock.now()))
        return Ticked(command.name, 0)

    def story(name: str, *hours: float) -> Story:
        for hour in hours:
            yield step(hour, note, name)

    playing = player(bank, clock, MONDAY + 9 * HOUR)
    playing.add([story("slow", 1, 4), story("quick", 2, 3), story("late", 8)])
    playing.play()

    assert seen == [
        (name, MONDAY + hour * HOUR)
        for name, hour in (("slow", 1), ("quick", 2), ("quick", 3), ("slow", 4), ("late", 8))
    ]


def test_what_lies_after_the_end_is_left(bank: Bank, clock: SetClock) -> None:
    playing = player(bank, clock, MONDAY + 2 * HOUR)

    playing.add(iter([(one for one in (step(1), step(2), step(3)))]))  # type: ignore[arg-type]  # steps without results
    playing.play()

    assert figure(bank) == 2


def test_a_refused_step_ends_its_story_alone(bank: Bank, clock: SetClock) -> None:
    def story(use_case: object) -> Story:
        yield step(1, use_case)
        yield step(2)

    playing = player(bank, clock, MONDAY + 5 * HOUR)
    playing.add([story(tick_then_refuse), story(tick)])
    playing.play()

    assert figure(bank) == 2
    assert [one.refusal.code for one in playing.refused] == ["no_more_ticks"]


def test_nothing_is_played_before_what_was_played_already(bank: Bank, clock: SetClock) -> None:
    playing = player(bank, clock, MONDAY + 9 * HOUR)
    clock.moment = MONDAY + 5 * HOUR

    with pytest.raises(AssertionError, match="before what is played"):
        playing.add([(one for one in [step(4)])])  # type: ignore[list-item]  # a story of one step


def test_a_crowd_of_one_moment_is_played_in_batches(bank: Bank, clock: SetClock) -> None:
    def story() -> Story:
        yield step(1)

    playing = player(bank, clock, MONDAY + 5 * HOUR)
    playing.add(story() for _ in range(600))
    playing.play()

    assert figure(bank) == 600
