"""The town of the tests with two weeks of life behind it, whose people are logged in."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tests.town import Town
from tests.walk import settled_tomorrow
from tests.web.test_main_pages import given
from timebank.actors import Actor
from timebank.bootstrap import open_bank
from timebank.clock import SHANGHAI, SetClock
from timebank.members.sessions import new_token, token_hash
from timebank.members.user_sessions import LoginWay, OpenSession, SessionKind, open_session
from timebank.settings import load_settings
from timebank.writer import Bank


def live_a_fortnight(folder: Path, town: Town) -> dict[str, str]:
    """Let Li give Wang care in these days; return their session cookies."""
    ten_in_the_morning = datetime.now(SHANGHAI).replace(hour=10, minute=0) - timedelta(days=13)
    town = open_town(folder, town, ten_in_the_morning)
    settled_tomorrow(town, 75)
    for state in ("confirmed", "checked_out", "accepted"):
        given(town, state)
    town.clock.moment = datetime.now(UTC)
    cookies = {who: open_a_session(town.bank, getattr(town, who)) for who in ("wang", "li", "nong", "chen")}
    town.bank.close()
    return cookies


def open_a_session(bank: Bank, actor: Actor) -> str:
    """Log an actor in and return the cookie."""
    token = new_token(actor.book)
    opening = OpenSession(token_hash(token).hex(), SessionKind.COOKIE, LoginWay.PASSWORD, "bench")
    bank.run(open_session, opening, actor)
    return token


def open_town(folder: Path, town: Town, now: datetime) -> Town:
    """Return the town over its files, at a moment."""
    clock = SetClock(now)
    return replace(town, bank=open_bank(load_settings({"TIMEBANK_HOME": str(folder)}), clock), clock=clock)
