"""Real browsers on old phones: a server of the application in this process, and a phone in somebody's hand."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Browser, Page
from werkzeug.serving import make_server

CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
SCREENSHOTS = Path(__file__).resolve().parents[1] / "screenshots"
NARROW, USUAL = 320, 360
PATIENCE_MS = 30_000
A_MOMENT_SECONDS = 10


@contextmanager
def serving(app: Flask) -> Iterator[str]:
    """Serve the application on a free port of this machine for the time of the block; give its address."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()


@dataclass
class Phone:
    """One browser in somebody's hand; each page looked at is kept as a picture, and must fit the screen."""

    browser: Browser
    address: str
    width: int = USUAL
    language: str = "zh-CN"
    page: Page = field(init=False)
    taps_made: int = 0
    """How often something was tapped, typed words not counted."""
    fields_typed: int = 0

    def __post_init__(self) -> None:
        context = self.browser.new_context(
            viewport={"width": self.width, "height": 720}, locale=self.language, java_script_enabled=True
        )
        self.page = context.new_page()
        self.page.set_default_timeout(PATIENCE_MS)

    def opens(self, path: str) -> "Phone":
        """Go to a page."""
        self.page.goto(self.address + path)
        return self

    def logs_in(self, number: str, secret: str, *, by_card: bool = False) -> "Phone":
        """Log in by phone and password, or by card and PIN."""
        self.opens("/login?with=" + ("card" if by_card else "phone"))
        self.page.fill("#f-card" if by_card else "#f-phone", number)
        self.page.fill("#f-pin" if by_card else "#f-password", secret)
        self.page.click("main form .button.main")
        return self

    def taps(self, words: str) -> "Phone":
        """Tap the first thing on the page that says these words."""
        self.taps_made += 1
        tappable = "main a:visible, main button:visible, main summary:visible, main label:visible"
        self.page.locator(tappable).filter(has_text=words).first.click()
        return self

    def switches_type(self) -> "Phone":
        """Change to large type, or back."""
        self.page.click("header form[action='/mode'] button")
        return self

    def types(self, name: str, text: str) -> "Phone":
        """Type into a field."""
        self.fields_typed += 1
        self.page.fill(f"[name={name}]:visible", text)
        return self

    def picks(self, name: str, code: str) -> "Phone":
        """Choose from a list or a row of buttons."""
        self.taps_made += 1
        if self.page.locator(f"select[name={name}]:visible").count():
            self.page.select_option(f"select[name={name}]:visible", code)
        else:
            self.page.locator(f"label:has(input[name={name}][value='{code}']):visible").first.click()
        return self

    def sees(self, *words: str) -> "Phone":
        """Make sure that the page says these words, at the latest in a moment, and that nothing runs off the screen."""
        until = time.monotonic() + A_MOMENT_SECONDS
        while missing := [each for each in words if each not in self.words()]:
            assert time.monotonic() < until, (missing, self.words())
            self.page.wait_for_timeout(
                50
            )  # a form may be on its way: check-ins first ask the device where it is
        assert self.page.evaluate("document.documentElement.scrollWidth") <= self.width
        return self

    def words(self) -> str:
        """Return what can be read on the page, in one line."""
        return " ".join(self.page.locator("body").inner_text().split())

    def keeps_a_picture(self, name: str) -> "Phone":
        """Keep what is on the screen, from top to bottom."""
        SCREENSHOTS.mkdir(exist_ok=True)
        self.page.screenshot(path=SCREENSHOTS / f"{name}.png", full_page=True)
        return self

    def faults(self) -> list[tuple[str, str]]:
        """Return what axe finds wrong with the page: rule and the first element."""
        return [
            (each["id"], each["nodes"][0]["html"]) for each in Axe().run(self.page).response["violations"]
        ]
