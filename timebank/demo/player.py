"""Plays stories in the order of their time: many at once, each a chain of use cases that goes on from its results.

A story is a generator. It yields steps and is handed each step's result, so it reads like what happened:

    need = yield Step(monday, post_need, PostNeed(...), nong)
    service = yield Step(tuesday, accept_need, AcceptNeed(need.id), li)

All steps of one moment are handed to the bank together, so that they share a transaction, and are answered before
the clock moves on: the ledger's time never goes back. A story whose next step lies after the end is left where it
stands, which is how a county looks on any day: some needs open, some services under way.
"""

import heapq
from collections.abc import Callable, Generator, Iterable
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from timebank.actors import Actor
from timebank.clock import SetClock
from timebank.errors import Refusal
from timebank.work import UnitOfWork
from timebank.writer import Bank

MOST_AT_ONCE = 256
"""Steps handed over together: one batch of the writer."""


@dataclass(frozen=True, slots=True)
class Step:
    """One act of a story: when, what and who."""

    at: datetime
    use_case: Callable[[UnitOfWork, Any, Actor], Any]
    command: object
    actor: Actor


Story = Generator[Step, Any, Any]


@dataclass(frozen=True, slots=True)
class Refused:
    """A step that a rule did not let pass; its story ends there."""

    step: Step
    refusal: Refusal


class Player:
    """Plays stories on a bank whose clock it moves; `report` is told now and then how many acts were played."""

    def __init__(self, bank: Bank, clock: SetClock, until: datetime, report: Callable[[int], None]) -> None:
        self._bank, self._clock, self._until, self._report = bank, clock, until, report
        self._waiting: list[tuple[datetime, int, Step, Story]] = []
        self._number = 0
        self.played = 0
        self.refused: list[Refused] = []

    def add(self, stories: Iterable[Story]) -> None:
        """Take in stories; each is run up to its first step, which must not lie before the clock."""
        for story in stories:
            self._go_on(story, None)

    def play(self) -> None:
        """Play until no story has a step left before the end."""
        while self._waiting:
            moment = self._waiting[0][0]
            wave: list[tuple[datetime, int, Step, Story]] = []
            while self._waiting and self._waiting[0][0] == moment and len(wave) < MOST_AT_ONCE:
                wave.append(heapq.heappop(self._waiting))
            self._clock.moment = moment
            self._play_wave(wave)
            self._report(self.played)

    def _play_wave(self, wave: list[tuple[datetime, int, Step, Story]]) -> None:
        answers: list[Future[Any]] = [
            self._bank.submit(step.use_case, step.command, step.actor) for _, _, step, _ in wave
        ]
        for (_, _, step, story), answer in zip(wave, answers, strict=True):
            try:
                result = answer.result()
            except Refusal as refusal:
                self.refused.append(Refused(step, refusal))
                continue
            self.played += 1
            self._go_on(story, result)

    def _go_on(self, story: Story, result: Any) -> None:
        try:
            step = story.send(result)
        except StopIteration:
            return
        assert step.at >= self._clock.moment, f"{step.command} would lie before what is played already"
        if step.at <= self._until:
            self._number += 1
            heapq.heappush(self._waiting, (step.at, self._number, step, story))
