"""Numbers people use are counted up in a book, without a gap where an act was refused."""

import pytest

from tests.timebank.kernel import LI, NoMoreTicks, Tick, Ticked
from timebank.actors import Actor
from timebank.ids import is_checked_number, with_check_digit
from timebank.numbers import FIRST
from timebank.work import UnitOfWork
from timebank.writer import Bank

pytestmark = pytest.mark.both_engines


def number(uow: UnitOfWork, command: Tick, actor: Actor) -> Ticked:
    return Ticked(uow.next_number(command.name), 0)


def number_then_refuse(uow: UnitOfWork, command: Tick, actor: Actor) -> Ticked:
    uow.next_number(command.name)
    raise NoMoreTicks(name=command.name)


def test_numbers_count_up_and_carry_a_check_digit(bank: Bank) -> None:
    numbers = [bank.run(number, Tick("service"), LI).name for _ in range(20)]

    assert numbers == [with_check_digit(FIRST + place) for place in range(20)]
    assert all(is_checked_number(one) for one in numbers)


def test_each_series_and_each_book_counts_for_itself(bank: Bank) -> None:
    bank.run(number, Tick("service"), LI)

    assert bank.run(number, Tick("member"), LI).name == with_check_digit(FIRST)
    assert bank.run(number, Tick("service"), Actor("450126", "li")).name == with_check_digit(FIRST)


def test_the_number_of_a_refused_act_comes_again(bank: Bank) -> None:
    with pytest.raises(NoMoreTicks):
        bank.run(number_then_refuse, Tick("service"), LI)

    assert bank.run(number, Tick("service"), LI).name == with_check_digit(FIRST)
