"""A coordinator's phone, a real browser whose profile lies on the disk, and a line to the server that can be cut."""

import os
import signal
import subprocess
import threading
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from flask import Flask
from playwright.sync_api import BrowserContext, Error, Page, Playwright
from werkzeug.serving import make_server

from tests.web.phones import ARGUMENTS, CHROMIUM, NARROW, PATIENCE_MS, SCREENSHOTS
from tests.web.served_town import PASSWORD, PHONES


@dataclass
class Line:
    """The way from the village to the server, which can be cut: then nothing answers at the address."""

    app: Flask
    port: int = 0
    serving: Any = None

    @property
    def address(self) -> str:
        """Where the server is when the line stands."""
        return f"http://127.0.0.1:{self.port}"

    def mend(self) -> "Line":
        """Let the server answer, at the address it always had."""
        server = make_server("127.0.0.1", self.port, self.app, threaded=True)
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        self.port, self.serving = server.server_port, (server, thread)
        return self

    def cut(self) -> None:
        """Let nothing answer."""
        server, thread = self.serving
        server.shutdown()
        server.server_close()
        thread.join()
        self.serving = None


@dataclass
class DeskPhone:
    """Nong's phone: a browser whose profile lies on the disk, so that it may be killed and opened again."""

    playwright: Playwright
    folder: Path
    line: Line
    now: datetime
    context: BrowserContext | None = None

    @property
    def page(self) -> Page:
        """The page it shows."""
        assert self.context is not None
        return self.context.pages[0]

    @property
    def address(self) -> str:
        """Where it looks for the server."""
        return self.line.address

    def loses_the_network(self) -> "DeskPhone":
        """Go where there is none: the browser knows, and its service worker finds nobody either."""
        assert self.context is not None
        self.line.cut()
        self.context.set_offline(True)
        return self

    def finds_the_network(self) -> "DeskPhone":
        """Come back."""
        assert self.context is not None
        self.line.mend()
        self.context.set_offline(False)
        return self

    def is_switched_on(self) -> "DeskPhone":
        """Open the browser over what it has on the disk."""
        self.context = self.playwright.chromium.launch_persistent_context(
            str(self.folder),
            executable_path=CHROMIUM,
            args=ARGUMENTS,
            headless=True,
            viewport={"width": NARROW, "height": 640},
            locale="zh-CN",
        )
        self.context.set_default_timeout(PATIENCE_MS)
        self.context.clock.install(time=self.now)
        self.page.on("dialog", lambda dialog: dialog.accept())
        return self

    def is_killed(self) -> None:
        """Take the battery out: every process of this browser, with nothing said before."""
        for process in _processes_of(self.folder):
            os.kill(process, signal.SIGKILL)
        assert self.context is not None
        with suppress(Error):  # there is nobody left to say goodbye to
            self.context.close()

    def opens(self, path: str) -> "DeskPhone":
        """Go to a page."""
        self.page.goto(self.address + path)
        return self

    def logs_in(self) -> "DeskPhone":
        """Log in as Nong."""
        self.opens("/login?with=phone")
        self.page.fill("#f-phone", PHONES["nong"])
        self.page.fill("#f-password", PASSWORD)
        self.page.click("main form .button.main")
        self.page.wait_for_url(f"{self.address}/")
        return self

    def registers(self) -> "DeskPhone":
        """Make a key and offer it to the county."""
        self.opens("/devices")
        self.page.click("#register .button.main")
        self.page.get_by_text("等县里同意", exact=True).wait_for()
        self.waits_until("navigator.serviceWorker.getRegistration().then(it => Boolean(it && it.active))")
        return self

    def fills(self, **typed: str) -> "DeskPhone":
        """Type into fields and choose from lists."""
        for name, value in typed.items():
            box = self.page.locator(f"[name={name}]").first
            kind = box.evaluate("each => each.type")
            if kind in ("radio", "checkbox"):
                self.page.locator(f"label:has([name={name}][value='{value}'])").click()
            elif kind == "select-one":
                box.select_option(value)
            else:
                box.fill(value)
        return self

    def saves(self, count: int) -> "DeskPhone":
        """Press the button; the phone says how many it has saved."""
        self.page.click("form[data-form] .button.main")
        self.page.locator("#saved", has_text=f"存好了 {count} 条").wait_for()
        return self

    def queue(self) -> list[tuple[str, str]]:
        """Return what the queue shows, oldest first: what it is, and its state."""
        if not self.page.url.endswith("/offline/"):
            self.opens("/offline/")
        self.page.wait_for_timeout(300)
        rows = self.page.locator("#items > li")
        shown = [
            (row.locator("strong").inner_text(), row.locator(".badge").inner_text()) for row in rows.all()
        ]
        return shown[::-1]

    def has_sent_all(self) -> "DeskPhone":
        """Wait until nothing waits any more."""
        self.opens("/offline/")
        self.page.locator("#waiting", has_text="没有等着发送的").wait_for()
        return self

    def keeps_a_picture(self, name: str) -> "DeskPhone":
        """Keep what is on the screen; nothing may run off it."""
        SCREENSHOTS.mkdir(exist_ok=True)
        self.page.screenshot(path=SCREENSHOTS / f"{name}.png", full_page=True)
        assert self.page.evaluate("document.documentElement.scrollWidth") <= NARROW
        return self

    def waits_until(self, expression: str) -> "DeskPhone":
        """Ask the page again and again; the content policy lets no test wait within it."""
        for _ in range(100):
            if self.page.evaluate(expression):
                return self
            self.page.wait_for_timeout(100)
        raise AssertionError(f"never: {expression}")

    def stored(self) -> list[dict[str, Any]]:
        """Return the items as they lie on the phone."""
        found: list[dict[str, Any]] = self.page.evaluate("store.items()")
        return found


def _processes_of(folder: Path) -> list[int]:
    """Return the processes of the browser that was started over this folder."""
    listed = subprocess.run(["ps", "-eo", "pid,args"], capture_output=True, text=True, check=True).stdout
    return [int(row.split(None, 1)[0]) for row in listed.splitlines() if f"--user-data-dir={folder}" in row]
