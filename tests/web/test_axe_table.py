"""What axe says of every role's pages in every mode: one browser, each page fetched once a text that differs.

A page is fetched in standard type, in large type and in English. Colours alone change with dark and with high
contrast, so there the page stays and only the rules about colour are asked again. The table is left beside the
screenshots as axe.txt.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import axe_playwright_python
from flask import Flask
from playwright.sync_api import Browser, Page

from tests.market import Market, open_market
from tests.town import Town
from tests.web.phones import NARROW, SCREENSHOTS, serving
from tests.web.test_main_pages import PAGES, something_of_everything
from timebank.actors import Actor
from timebank.members.sessions import new_token, token_hash
from timebank.members.user_sessions import LoginWay, OpenSession, SessionKind, open_session
from web.doors import DOORS

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text("utf-8")
RUN = "options => axe.run(document, {resultTypes: ['violations'], ...options}).then((found) => found.violations)"
SCREEN: Any = {"width": NARROW, "height": 720}
ALL_RULES: dict[str, Any] = {}
COLOURS: dict[str, Any] = {"runOnly": ["color-contrast", "link-in-text-block"]}
FETCHED = {
    "standard": {"tb_mode": "standard", "tb_language": "zh-Hans-CN"},
    "large type": {"tb_mode": "elder", "tb_language": "zh-Hans-CN"},
    "English": {"tb_mode": "standard", "tb_language": "en"},
}
DARK: dict[str, Any] = {"color_scheme": "dark", "contrast": "no-preference"}
HIGH_CONTRAST: dict[str, Any] = {"color_scheme": "light", "contrast": "more"}
LOOKS = {
    "standard": {"dark": DARK, "high contrast": HIGH_CONTRAST},
    "large type": {"dark": DARK},
    "English": {},
}
LIGHT: dict[str, Any] = {"color_scheme": "light", "contrast": "no-preference"}
MORE_PAGES = {
    "lu": ("/shop/prices", "/shop/deliveries/new", "/shop/orders"),
    "pan": ("/regions", "/members", "/services"),
    "zhao": ("/confirmations",),
}


@dataclass(frozen=True, slots=True)
class Look:
    """One page as one role sees it in one mode, and what axe finds wrong with it."""

    role: str
    mode: str
    path: str
    faults: tuple[str, ...]


def test_axe_finds_nothing_in_any_role_and_mode(app: Flask, town: Town, browser: Browser) -> None:
    names = something_of_everything(town)
    market = open_market(town)
    looks: list[Look] = []
    with serving(app) as address:
        for role, actor in cast(town, market).items():
            page = opened(browser, address, town, actor)
            paths = [path.format(**names) for path in pages_of(role, actor)]
            for mode, cookies in FETCHED.items():
                page.context.add_cookies([cookie(address, *each) for each in cookies.items()])
                looks += [look for path in paths for look in looked_at(page, address, role, mode, path)]
            page.context.close()

    SCREENSHOTS.mkdir(exist_ok=True)
    (SCREENSHOTS / "axe.txt").write_text(table(looks), "utf-8")
    assert [look for look in looks if look.faults] == []


def cast(town: Town, market: Market) -> dict[str, Actor | None]:
    """Return who looks, by the names of the page lists."""
    people = {name: getattr(town, name) for name in ("wang", "li", "zhao", "nong", "pan", "chen", "huang")}
    return {"nobody": None, **people, "lu": market.lu, "ning": market.ning}


def pages_of(role: str, actor: Actor | None) -> list[str]:
    """Return the pages of a role: its menus, and those of the walks."""
    doors = [door for door in DOORS if actor is not None and actor.has(*door.roles)]
    menus = [url for door in doors for url, _, _ in door.menu]
    return list(dict.fromkeys([*menus, *PAGES.get(role, ()), *MORE_PAGES.get(role, ())]))


def opened(browser: Browser, address: str, town: Town, actor: Actor | None) -> Page:
    """Return the browser of somebody who is logged in, or of nobody."""
    # Without motion, or a colour would be looked at on its way from light to dark.
    page = browser.new_context(viewport=SCREEN, reduced_motion="reduce").new_page()
    page.add_init_script(AXE)
    if actor is not None:
        token = new_token(actor.book)
        opening = OpenSession(token_hash(token).hex(), SessionKind.COOKIE, LoginWay.PASSWORD, "test")
        town.bank.run(open_session, opening, actor)
        page.context.add_cookies([cookie(address, "tb", token)])
    return page


def cookie(address: str, name: str, value: str) -> Any:
    """Return a cookie of the server."""
    return {"name": name, "value": value, "url": address}


def looked_at(page: Page, address: str, role: str, mode: str, path: str) -> Iterator[Look]:
    """Give what axe finds on a page as fetched in a mode, and in the looks that only change its colours."""
    page.emulate_media(**LIGHT)
    answer = page.goto(address + path)
    assert answer is not None
    assert (role, path, answer.status) == (role, path, 200)
    yield Look(role, mode, path, faults(page, ALL_RULES))
    for look, media in LOOKS[mode].items():
        page.emulate_media(**media)
        yield Look(role, f"{mode}, {look}", path, faults(page, COLOURS))


def faults(page: Page, options: dict[str, Any]) -> tuple[str, ...]:
    """Return what axe finds: rule and the first element."""
    found = page.evaluate(RUN, options)
    return tuple(f"{each['id']}: {each['nodes'][0]['html'][:200]}" for each in found)


def table(looks: list[Look]) -> str:
    """Return the table: a line a role, a column a mode, pages and findings in each."""
    roles, modes = (
        list(dict.fromkeys(each)) for each in ([look.role for look in looks], [look.mode for look in looks])
    )
    lines = ["\t".join(("role", *modes))]
    for role in roles:
        cells = [[look for look in looks if (look.role, look.mode) == (role, mode)] for mode in modes]
        lines.append(
            "\t".join(
                (role, *(f"{len(cell)} pages, {sum(len(each.faults) for each in cell)}" for cell in cells))
            )
        )
    found = [f"{look.role}, {look.mode}, {look.path}: {fault}" for look in looks for fault in look.faults]
    return "\n".join((*lines, "", *(found or ["nothing found"]))) + "\n"
