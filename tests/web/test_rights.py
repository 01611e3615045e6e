"""Every page and every form, opened and sent by everybody: who is let in, who is turned away, who sees nothing."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask

from tests.rights import LETTERS, WHO, Row, World, outcomes
from tests.web.rights import ROWS

FOR_PROGRAMS = ("/api/", "/healthz", "/readyz", "/metrics", "/static/", "/log/")
CASES = [(row, where, expected) for row in ROWS for where, expected in row.cases()]


@pytest.mark.parametrize(
    ("row", "where", "expected"), CASES, ids=[f"{row.method} {row.rule} {where}" for row, where, _ in CASES]
)
def test_each_is_let_in_or_turned_away(
    world_app: Flask, world: World, tmp_path: Path, row: Row, where: str, expected: str
) -> None:
    # Words of an address that name no thing of the world stand for themselves.
    words = {"care": "care", "basic": "basic", "stock": "stock", "csv": "csv", "first entry": "1"}
    world = replace(world, here={**world.here, **words}, elsewhere={**world.elsewhere, **words})

    came_of_it = outcomes(world_app, world, row, where, tmp_path)

    assert came_of_it == {who: LETTERS[letter] for who, letter in zip(WHO, expected, strict=True)}


def test_every_page_is_declared(world_app: Flask) -> None:
    served = set(_routes(world_app))
    declared = {(row.method, row.rule) for row in ROWS}

    assert served - declared == set(), "a page without a row"
    assert declared - served == set(), "a row without a page"


def _routes(app: Flask) -> Iterator[tuple[str, str]]:
    """Give every method of every address that is for people."""
    for rule in app.url_map.iter_rules():
        if not rule.rule.startswith(FOR_PROGRAMS):
            for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}:
                yield method, rule.rule
