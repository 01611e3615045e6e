"""The stored form of commands and results: whatever a use case may answer is read back as it was."""

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import timebank
from timebank.actors import Role
from timebank.batch import result_type
from timebank.codec import from_json, to_json


@dataclass(frozen=True, slots=True)
class Inner:
    name: str
    days: tuple[date, ...]


@dataclass(frozen=True, slots=True)
class Outer:
    number: int
    moment: datetime
    role: Role
    inner: Inner
    more: tuple[Inner, ...]
    perhaps: str | None


MOMENTS = st.datetimes(timezones=st.just(UTC))
INNERS = st.builds(Inner, st.text(), st.lists(st.dates(), max_size=3).map(tuple))
OUTERS = st.builds(
    Outer,
    st.integers(),
    MOMENTS,
    st.sampled_from(Role),
    INNERS,
    st.lists(INNERS, max_size=3).map(tuple),
    st.none() | st.text(),
)


@given(OUTERS)
def test_a_value_is_read_back_as_it_was(value: Outer) -> None:
    assert from_json(to_json(value), Outer) == value


def test_the_same_value_is_the_same_text() -> None:
    assert to_json({"b": 1, "a": "李"}) == '{"a":"李","b":1}'


def use_cases() -> Iterator[Callable[..., Any]]:
    """Give every function of the domain that `bank.run` can run."""
    for module_info in pkgutil.walk_packages(timebank.__path__, "timebank."):
        if module_info.name.endswith("__main__"):
            continue
        module = importlib.import_module(module_info.name)
        for _, function in inspect.getmembers(module, inspect.isfunction):
            names = list(inspect.signature(function).parameters)
            is_public = function.__module__ == module.__name__ and not function.__name__.startswith("_")
            if is_public and names == ["uow", "command", "actor"]:
                yield function


@pytest.mark.parametrize("use_case", list(use_cases()), ids=lambda function: function.__qualname__)
@settings(max_examples=20)
@given(data=st.data())
def test_every_use_case_answers_what_can_be_stored(use_case: Callable[..., Any], data: st.DataObject) -> None:
    kind = result_type(use_case)
    answer = data.draw(st.from_type(kind))

    assert from_json(to_json(answer), kind) == answer
