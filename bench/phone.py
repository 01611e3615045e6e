"""The ten main pages on a five-year-old phone in a village: a slowed browser over 400 kbit/s, nothing kept from before.

Each row stands for a page: how long until it can be used, what went over the wire in how many requests, and the
median of the server's own time. The ratio is that of the worst of the four to its limit. A page can be used when it
is parsed, its scripts have run, it is painted, and no long task of the browser is under way any more.
"""

import statistics
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, sync_playwright

from bench.lived_town import live_a_fortnight, open_town
from bench.measure import Options
from bench.server import Running, installation, our_server
from bench.table import Row
from tests.town import Town, join
from tests.web.phones import ARGUMENTS, CHROMIUM

COMMAND = "python -m bench --only phone"
CPU_SLOWER, BYTES_A_SECOND, LATENCY_MS = 4, 400_000 // 8, 100
MOST_SECONDS, MOST_KILOBYTES, MOST_REQUESTS, MOST_SERVER_MS = 2.0, 60, 12, 100
MOST_GROWTH = 1.15
FEW, NEWCOMERS = 30, 600
"""Elders before, more than fill a page of a list, and how many come."""
SURNAMES, GIVEN = (
    "黄陈韦覃农莫潘卢蓝陆梁罗苏邓周",
    "月秀桂兰英凤玉金银彩美丽春夏秋冬梅菊莲荷桃李杏柳松竹云霞雪雨风雷山水石花草木林森",
)
ASKED = 15
SCREEN = {"width": 360, "height": 720}
PAGES = (
    ("front door", "", "/"),
    ("elder's home", "wang", "/"),
    ("elder asks for help", "wang", "/needs/new"),
    ("elder's time", "wang", "/time"),
    ("elder's services to confirm", "wang", "/confirmations"),
    ("volunteer's home", "li", "/"),
    ("volunteer's hours", "li", "/hours"),
    ("volunteer logs a service", "li", "/services/new"),
    ("coordinator's queue", "nong", "/"),
    ("county", "chen", "/"),
)
LISTS = (
    ("elder's home", "wang", "/"),
    ("coordinator's queue", "nong", "/"),
    ("members of a site", "nong", "/members"),
    ("county", "chen", "/"),
)
USABLE_AFTER = """() => new Promise((answer) => {
  let last = 0;
  new PerformanceObserver((list) => {
    for (const task of list.getEntries()) last = Math.max(last, task.startTime + task.duration);
  }).observe({type: "longtask", buffered: true});
  setTimeout(() => {
    const [page] = performance.getEntriesByType("navigation");
    const painted = performance.getEntriesByName("first-contentful-paint").map((each) => each.startTime);
    answer(Math.max(page.domContentLoadedEventEnd, last, ...painted) / 1000);
  }, 400);
})"""


@dataclass(frozen=True, slots=True)
class Visit:
    """One page opened for the first time: seconds until it can be used, bytes on the wire, requests."""

    seconds: float
    wire_bytes: int
    requests: int


def measure_phone(folder: Path, options: Options) -> Iterator[Row]:
    """Give a row a page, then one a page whose figures must not grow with the county."""
    town = installation(folder)
    cookies = live_a_fortnight(folder, town)
    _grow(folder, town, range(FEW))
    with our_server(folder) as running, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        for name, who, path in PAGES:
            rounds = [_visit(browser, running, cookies.get(who, ""), path) for _ in range(options.rounds)]
            served = _served(running, cookies.get(who, ""), path)
            yield _page_row(name, rounds, served[0])
        browser.close()
        before = [_served(running, cookies[who], path) for _, who, path in LISTS]
    newcomers = options.scaled(NEWCOMERS)
    _grow(folder, town, range(FEW, FEW + newcomers))
    with our_server(folder) as running:
        for (name, who, path), (ms, size) in zip(LISTS, before, strict=True):
            yield _growth_row(
                name, options.scaled(NEWCOMERS), (ms, size), _served(running, cookies[who], path)
            )


def _page_row(name: str, rounds: list[Visit], server_ms: float) -> Row:
    seconds = statistics.median(one.seconds for one in rounds)
    kilobytes = max(one.wire_bytes for one in rounds) / 1000
    requests = max(one.requests for one in rounds)
    limits = (MOST_SECONDS, MOST_KILOBYTES, MOST_REQUESTS, MOST_SERVER_MS)
    figures = (seconds, kilobytes, requests, server_ms)
    return Row(
        work=f"phone: {name}",
        figure=f"{seconds:.2f} s, {kilobytes:.0f} KB, {requests} requests, server {server_ms:.0f} ms",
        beside=f"{MOST_SECONDS:g} s, {MOST_KILOBYTES} KB, {MOST_REQUESTS}, {MOST_SERVER_MS} ms at most",
        ratio=max(figure / limit for figure, limit in zip(figures, limits, strict=True)),
        goal=1.0,
        is_least=False,
        command=COMMAND,
        note=f"CPU {CPU_SLOWER} times slower, 400 kbit/s, {LATENCY_MS} ms there and back",
    )


def _growth_row(name: str, newcomers: int, before: tuple[float, int], after: tuple[float, int]) -> Row:
    return Row(
        work=f"page with {newcomers} members more: {name}",
        figure=f"{after[1]:,} bytes of text, server {after[0]:.0f} ms",
        beside=f"{before[1]:,} bytes, {before[0]:.0f} ms",
        ratio=after[1] / before[1],
        goal=MOST_GROWTH,
        is_least=False,
        command=COMMAND,
    )


def _visit(browser: Browser, running: Running, cookie: str, path: str) -> Visit:
    """Open a page in a browser that has seen nothing of it, slowed down as the phone is."""
    address = f"http://127.0.0.1:{running.port}"
    context = browser.new_context(viewport=SCREEN, locale="zh-CN")
    kept = [{"name": "tb_mode", "value": "elder", "url": address}]
    context.add_cookies([*kept, {"name": "tb", "value": cookie, "url": address}] if cookie else kept)
    page = context.new_page()
    line = context.new_cdp_session(page)
    arrived: list[Any] = []
    line.on("Network.loadingFinished", lambda each: arrived.append(each))
    line.send("Network.enable")
    line.send("Emulation.setCPUThrottlingRate", {"rate": CPU_SLOWER})
    line.send(
        "Network.emulateNetworkConditions",
        {
            "offline": False,
            "latency": LATENCY_MS,
            "downloadThroughput": BYTES_A_SECOND,
            "uploadThroughput": BYTES_A_SECOND,
        },
    )
    page.goto(address + path)
    seconds = page.evaluate(USABLE_AFTER)
    visit = Visit(seconds, sum(int(one["encodedDataLength"]) for one in arrived), len(arrived))
    context.close()
    return visit


def _served(running: Running, cookie: str, path: str) -> tuple[float, int]:
    """Return the median milliseconds of the server for a page, and the bytes of its text."""
    request = urllib.request.Request(
        f"http://127.0.0.1:{running.port}{path}", headers={"Cookie": f"tb_mode=elder; tb={cookie}"}
    )
    taken, size = [], 0
    for _ in range(ASKED):
        began = time.perf_counter()
        with urllib.request.urlopen(request) as answer:
            size = len(answer.read())
        taken.append((time.perf_counter() - began) * 1000)
    return statistics.median(taken), size


def _grow(folder: Path, town: Town, numbers: range) -> None:
    """Register elders at the site of all, by number."""
    town = open_town(folder, town, datetime.now(UTC))
    for number in numbers:
        name = SURNAMES[number % len(SURNAMES)] + GIVEN[number // len(SURNAMES) % len(GIVEN)] + "娥"
        born = date(1930, 1, 1) + timedelta(days=13 * number)
        join(town.bank, name, "elder", born, "female", "")
    town.bank.close()
