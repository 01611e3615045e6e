"""The town served to real browsers: everybody has a phone and can log in."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta

from flask import Flask
from playwright.sync_api import Browser

from tests.town import TOMORROW_NINE, Town
from tests.web.phones import USUAL, Phone, serving
from timebank.actors import Actor, system
from timebank.members.access import create_account_by_code, issue_card, redeem_code, set_pin
from timebank.members.access_commands import CreateCode, IssueCard, RedeemCode, SetPin

PASSWORD, PIN = "三月三木棉红又红", "2580"
PHONES = {
    "li": "17900000002",
    "nong": "17900000003",
    "qin": "17900000004",
    "chen": "17900000007",
    "huang": "17900000008",
    "zhao": "17900000009",
}


@dataclass
class Walk:
    """The town with a server, where everybody has a phone and can log in."""

    town: Town
    browser: Browser
    address: str
    card_of_wang: str

    def phone(self, who: str, width: int = USUAL, language: str = "zh-CN") -> Phone:
        """Give somebody a phone, logged in."""
        phone = Phone(self.browser, self.address, width, language)
        return phone.logs_in(PHONES[who], PASSWORD)

    def wangs_phone(self, width: int = USUAL, language: str = "zh-CN") -> Phone:
        """Give Wang a phone, logged in by card."""
        phone = Phone(self.browser, self.address, width, language)
        return phone.logs_in(self.card_of_wang, PIN, by_card=True)

    def nobodys_phone(self, width: int = USUAL, language: str = "zh-CN") -> Phone:
        """Give a phone to somebody without a login."""
        return Phone(self.browser, self.address, width, language)

    def it_is(self, **after_nine_tomorrow: float) -> None:
        """Set the clock, from nine o'clock tomorrow."""
        self.town.clock.moment = TOMORROW_NINE + timedelta(**after_nine_tomorrow)


@contextmanager
def served(app: Flask, town: Town, browser: Browser) -> Iterator[Walk]:
    """Serve the town for the time of the block."""
    for limiter in app.extensions["limiter"]:
        limiter.enabled = False  # a whole village logs in from this one machine
    for who in PHONES:
        give_password(town, getattr(town, who))
    # By nobody of the town: who lately held her card and PIN would not review her services.
    office = system(town.wang.book)
    card = town.bank.run(issue_card, IssueCard(town.wang.member_id), office).number
    set_pin(town.bank, SetPin(PIN, town.wang.member_id), office)
    with serving(app) as address:
        yield Walk(town, browser, address, card)


def give_password(town: Town, actor: Actor) -> None:
    """Set somebody's password by a one-time code."""
    code = town.bank.run(create_account_by_code, CreateCode(actor.member_id), system(actor.book)).code
    redeem_code(town.bank, actor.book, RedeemCode(code, PASSWORD), "test")
