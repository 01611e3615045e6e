"""Every route of the API, called by everybody: who is let in, who is turned away, who sees nothing."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from tests.api.rights import ROWS
from tests.rights import LETTERS, WHO, Row, World, outcomes

FOR_PROGRAMS = ("/api/", "/log/", "/healthz", "/readyz", "/metrics")


CASES = [(row, where, expected) for row in ROWS for where, expected in row.cases()]


@pytest.mark.parametrize(
    ("row", "where", "expected"), CASES, ids=[f"{row.method} {row.rule} {where}" for row, where, _ in CASES]
)
def test_each_is_let_in_or_turned_away(
    world_app: Flask, world: World, tmp_path: Path, row: Row, where: str, expected: str
) -> None:
    came_of_it = outcomes(world_app, world, row, where, tmp_path)

    assert came_of_it == {who: LETTERS[letter] for who, letter in zip(WHO, expected, strict=True)}


def test_every_route_of_the_api_is_declared(world_app: Flask) -> None:
    served = set(_routes(world_app))
    declared = {(row.method, row.rule) for row in ROWS}

    assert served - declared == set(), "a route without a row"
    assert declared - served == set(), "a row without a route"


def _routes(app: Flask) -> Iterator[tuple[str, str]]:
    """Give every method of every address that is for programs."""
    for rule in app.url_map.iter_rules():
        if rule.rule.startswith(FOR_PROGRAMS):
            for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}:
                yield method, rule.rule
