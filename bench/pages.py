"""The three pages that are opened most, in a county of a million members beside one of a thousand and a fixed page."""

import statistics
from collections.abc import Callable, Iterator
from pathlib import Path

from bench.copied_members import copy_member
from bench.lived_town import live_a_fortnight
from bench.load import Load, get_request, run_load
from bench.measure import Options, interleave, median_ratio, percentile
from bench.server import Running, empty_server, installation, our_server
from bench.table import Row
from timebank.db import writer_engine
from timebank.settings import load_settings

FEW = 1_000
CONNECTIONS = 8
REQUESTS = 320
MOST_GROWTH = 1.15
COMMAND = "python -m bench --only pages --entries 1000000"
PAGES = (
    ("elder's home", "wang", "/"),
    ("volunteer's statement", "li", "/hours"),
    ("coordinator's queue", "nong", "/"),
)


def measure_pages(folder: Path, options: Options) -> Iterator[Row]:
    """Give two rows a page: beside a page that is always the same, and beside the small county's."""
    cookies = {}
    for name, members in (("few", FEW), ("many", options.largest)):
        home = folder / name
        cookies[name] = _populated(home, members)
    requests = options.scaled(REQUESTS)
    with our_server(folder / "few") as few, our_server(folder / "many") as many, empty_server() as empty:
        for page, who, path in PAGES:
            loads: dict[str, list[Load]] = {"few": [], "many": [], "fixed": []}
            lanes = {
                "few": _lane(few, path, cookies["few"][who], requests, loads["few"]),
                "many": _lane(many, path, cookies["many"][who], requests, loads["many"]),
                "fixed": _lane(empty, "/page", "", requests, loads["fixed"]),
            }
            for lane in lanes.values():
                lane(-1)  # once beforehand, for what is loaded and compiled with the first request
            for some in loads.values():
                some.clear()
            figures = interleave(lanes, options.rounds)
            yield from _rows(page, options.largest, figures, loads)


def _rows(
    page: str, members: int, figures: dict[str, list[float]], loads: dict[str, list[Load]]
) -> Iterator[Row]:
    yield Row(
        work=f"page, {members:,} members: {page}",
        figure=f"{statistics.median(figures['many']):,.0f}/s",
        beside=f"{statistics.median(figures['fixed']):,.0f}/s a template of fifty fixed lines",
        ratio=median_ratio(figures["many"], figures["fixed"]),
        goal=0.5,
        is_least=True,
        command=COMMAND,
        note=f"{CONNECTIONS} connections",
    )
    middles = {name: [percentile(one.seconds, 50) for one in loads[name]] for name in ("few", "many")}
    yield Row(
        work=f"page, {members:,} members, beside {FEW:,}: {page}",
        figure=f"p50 {statistics.median(middles['many']) * 1000:,.0f} ms",
        beside=f"p50 {statistics.median(middles['few']) * 1000:,.0f} ms with {FEW:,}",
        ratio=median_ratio(middles["many"], middles["few"]),
        goal=MOST_GROWTH,
        is_least=False,
        command=COMMAND,
    )


def _lane(
    server: Running, path: str, cookie: str, requests: int, loads: list[Load]
) -> Callable[[int], float]:
    """Return a lane whose figure is pages a second."""
    request = get_request(path, {"Cookie": f"tb={cookie}"} if cookie else {})

    def run(_round: int) -> float:
        load = run_load(server.port, [request] * requests, CONNECTIONS)
        assert set(load.statuses) == {200}, f"not every page was served: {load.statuses}"
        loads.append(load)
        return load.rate

    return run


def _populated(home: Path, members: int) -> dict[str, str]:
    """Make a county of so many members and return the cookies of those we know."""
    home.mkdir()
    town = installation(home)
    cookies = live_a_fortnight(home, town)
    engine = writer_engine(load_settings({"TIMEBANK_HOME": str(home)}).database_url)
    with engine.begin() as connection:
        copy_member(connection, town.zhao.member_id, members)
    engine.dispose()
    return cookies
