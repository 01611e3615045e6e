"""The checker of receipts in a browser: a book whose key is known, and the modules of the checker by themselves."""

import base64
import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from flask import Flask
from playwright.sync_api import Browser, BrowserContext, sync_playwright

from ledger.keys import SigningKey
from ledger.note import format_vkey
from tests.conftest import BOOK, MONDAY, create_tables, open_at
from tests.web.phones import ARGUMENTS, CHROMIUM
from timebank.actors import system
from timebank.books import OpenBook, open_book
from timebank.clock import SetClock
from timebank.settings import Settings
from web.verifier_script import checker_script
from wsgi import create_app


def vkey_of(key: SigningKey) -> str:
    """Return the public name of a key."""
    return format_vkey(key.name, key.public.public_key, key.kind)


@contextmanager
def book_signed_by(key: SigningKey, home: Path) -> Iterator[Flask]:
    """Give the application over an empty book whose log this key signs."""
    create_tables(f"sqlite:///{home / 'timebank.sqlite3'}")
    bank = open_at(home / "timebank.sqlite3", SetClock(MONDAY))
    bank.run(open_book, OpenBook("上林县", key.name, vkey_of(key)), system(BOOK))
    yield create_app(bank, Settings(home, f"sqlite:///{home / 'timebank.sqlite3'}"))
    bank.close()


@contextmanager
def chromium(*arguments: str) -> Iterator[Browser]:
    """Give a browser."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=[*ARGUMENTS, *arguments])
        yield browser
        browser.close()


class Checker:
    """One module of the checker with its exports, without the page around it.

    A page from a file, unlike an empty one, has the browser's own Ed25519.
    """

    def __init__(self, context: BrowserContext, module: str, folder: Path) -> None:
        (folder / "empty.html").write_text("<!doctype html>")
        self.page = context.new_page()
        self.page.goto((folder / "empty.html").as_uri())
        self.page.evaluate(f"{checker_script(module)}\nwindow.checker = checker;")
        self.page.evaluate(IN_BYTES)

    def ask(self, script: str, cases: Iterable[Any]) -> list[Any]:
        """Return what the script makes of each case: its answer, or "refused" where it refuses in its own words."""
        return list(self.page.evaluate(f"cases => answers({script}, cases)", list(cases)))


IN_BYTES = """() => {
  window.bytes = (text) => Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  window.answers = async (act, cases) => {
    const answers = [];
    for (const each of cases) {
      try {
        answers.push(await act(each));
      } catch (error) {
        if (!("kind" in error)) throw error;
        answers.push("refused");
      }
    }
    return answers;
  };
}"""


def in_base64(data: bytes) -> str:
    """Return bytes as they are handed to the browser, where `bytes` reads them."""
    return base64.b64encode(data).decode("ascii")


def as_json(value: object) -> str:
    """Return a value as a script writes it."""
    return json.dumps(value)
