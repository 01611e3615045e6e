"""The measures that play with the rules of the time bank still run as these change; what they say is not looked at."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bench.measure import Options
from bench.papers import measure_papers
from bench.shop import measure_shop
from bench.table import Row
from bench.use_cases import measure_use_cases


@pytest.mark.parametrize("measure", [measure_use_cases, measure_shop, measure_papers])
def test_it_still_runs(measure: Callable[[Path, Options], Iterator[Row]], tmp_path: Path) -> None:
    assert list(measure(tmp_path, Options(quick=True)))
