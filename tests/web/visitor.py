"""Somebody with a browser: keeps cookies, reads a page, fills in its form and sends it with what the page hid in it."""

import html
import re
from dataclasses import dataclass, field
from typing import Any

from flask import Flask
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

from timebank.actors import Actor
from timebank.members.sessions import new_token, token_hash
from timebank.members.user_sessions import LoginWay, OpenSession, SessionKind, open_session
from timebank.writer import Bank

FORM = re.compile(r'<form[^>]*action="([^"]*)"[^>]*>(.*?)</form>', re.DOTALL)
LINK = re.compile(r'<a[^>]*href="([^"]*)"[^>]*>(.*?)</a>', re.DOTALL)
INPUT = re.compile(r"<input[^>]*>")
TEXTAREA = re.compile(r'<textarea[^>]*name="([^"]*)"[^>]*>(.*?)</textarea>', re.DOTALL)
SELECT = re.compile(r'<select[^>]*name="([^"]*)"[^>]*>(.*?)</select>', re.DOTALL)
CHOSEN = re.compile(r'<option(?: value="([^"]*)")? selected>([^<]*)')
TAG = re.compile(r"<[^>]+>")


@dataclass
class Visitor:
    """One browser; `page` is the text of the page it shows."""

    app: Flask
    page: str = ""
    path: str = ""
    status: int = 0
    answer: TestResponse | None = field(default=None, repr=False)

    def __post_init__(self) -> None:
        self.client = self.app.test_client()

    def opens(self, path: str) -> "Visitor":
        """Go to a page, wherever it leads."""
        return self._show(self.client.get(path, follow_redirects=True))

    def taps(self, words: str) -> "Visitor":
        """Follow the first link that says these words."""
        for address, inside in LINK.findall(self.page):
            if words in " ".join(html.unescape(TAG.sub(" ", inside)).split()):
                return self.opens(html.unescape(address))
        raise AssertionError(f"{self.path} has no link {words!r}: {self.words[:400]}")

    def sends(self, action: str, **typed: Any) -> "Visitor":
        """Fill in the form with this action on the page shown, and send it; redirects are followed."""
        return self._show(self.client.post(action, data=self.form(action, **typed), follow_redirects=True))

    def presses(self, words: str) -> "Visitor":
        """Send the first form whose button says these words."""
        for action, inside in FORM.findall(self.page):
            if words in " ".join(html.unescape(TAG.sub(" ", inside)).split()):
                return self._show(
                    self.client.post(html.unescape(action), data=_inputs(inside), follow_redirects=True)
                )
        raise AssertionError(f"{self.path} has no button {words!r}: {self.words[:400]}")

    def form(self, action: str, **typed: Any) -> MultiDict[str, Any]:
        """Return what the form would send: what the page put into it, and what is typed over it."""
        data = self._filled(action)
        for name, value in typed.items():
            data.setlist(name, value if isinstance(value, list) else [value])
        return data

    @property
    def words(self) -> str:
        """What can be read on the page, in one line."""
        return " ".join(html.unescape(TAG.sub(" ", self.page)).split())

    def actions(self) -> list[str]:
        """Return where the forms of the page go."""
        return [html.unescape(action) for action, _ in FORM.findall(self.page)]

    def _filled(self, action: str) -> MultiDict[str, Any]:
        for found, inside in FORM.findall(self.page):
            if html.unescape(found) == action:
                return _inputs(inside)
        raise AssertionError(f"{self.path} has no form to {action}, but {self.actions()}: {self.words[:400]}")

    def _show(self, answer: TestResponse) -> "Visitor":
        self.answer, self.status = answer, answer.status_code
        self.path = answer.request.path
        self.page = answer.get_data(as_text=True) if answer.mimetype.startswith("text/") else ""
        return self


def logged_in(app: Flask, bank: Bank, actor: Actor) -> Visitor:
    """Return the browser of an actor who logged in by password."""
    token = new_token(actor.book)
    opening = OpenSession(token_hash(token).hex(), SessionKind.COOKIE, LoginWay.PASSWORD, "test")
    bank.run(open_session, opening, actor)
    visitor = Visitor(app)
    visitor.client.set_cookie("tb", token)
    return visitor


def _inputs(inside: str) -> MultiDict[str, Any]:
    data: MultiDict[str, Any] = MultiDict()
    for text in INPUT.findall(inside):
        name, value = _attribute(text, "name"), _attribute(text, "value")
        kind = _attribute(text, "type")
        if name and kind != "file" and (kind not in ("radio", "checkbox") or " checked" in text):
            data.add(name, value)
    for name, value in TEXTAREA.findall(inside):
        data.add(name, html.unescape(value))
    for name, options in SELECT.findall(inside):
        chosen = CHOSEN.search(options)
        data.add(name, html.unescape(chosen[1] if chosen[1] is not None else chosen[2]) if chosen else "")
    return data


def _attribute(text: str, name: str) -> str:
    found = re.search(rf'\b{name}="([^"]*)"', text)
    return html.unescape(found.group(1)) if found else ""
