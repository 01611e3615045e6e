"""A certificate on paper: one A4 sheet with a QR code and room for the wet seal, the list of services behind it.

A list of more services than anybody reads is summed up by month and kind; the office has every one of them.
"""

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import segno
from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from timebank.book_rows import BookRow
from timebank.catalogue.kinds import kind
from timebank.certificates.listing import CountedMonth, CountedService, counted_months, counted_services
from timebank.certificates.model import Certificate
from timebank.certificates.record import Facts, open_facts
from timebank.settings import Settings
from timebank.units import hours_and_minutes
from timebank.work import Reading

HERE = Path(__file__).parent
MOST_LISTED = 500
"""Services listed one by one: a dozen sheets."""
GROUP = 4
"""Digits of a number are printed in fours."""


@dataclass(frozen=True, slots=True)
class Paper:
    """All that the sheet shows, read in one transaction."""

    number: str
    check_code: str
    facts: Facts
    minutes: int
    services: int
    first_day: date
    last_day: date
    issued_on: date
    counted: tuple[CountedService, ...]
    summed: tuple[CountedMonth, ...]
    """In place of `counted` where there are too many."""
    is_demo: bool


def paper_of(reading: Reading, certificate: Certificate) -> Paper:
    """Return what the sheet of a valid certificate shows."""
    assert certificate.first_day and certificate.last_day and certificate.issued_on, "it is valid"
    is_short = certificate.services <= MOST_LISTED
    return Paper(
        number=certificate.number,
        check_code=certificate.check_code,
        facts=open_facts(reading, certificate),
        minutes=certificate.minutes,
        services=certificate.services,
        first_day=certificate.first_day,
        last_day=certificate.last_day,
        issued_on=certificate.issued_on,
        counted=counted_services(reading, certificate) if certificate.lists_services and is_short else (),
        summed=() if not certificate.lists_services or is_short else counted_months(reading, certificate),
        is_demo=reading.session.get_one(BookRow, reading.book).is_demo,
    )


def paper_html(paper: Paper, site_url: str) -> str:
    """Return the sheet as HTML that needs no other file. `site_url` is where the time bank is found, with its /."""
    check_url = f"{site_url}certificates/{paper.number}?code={paper.check_code}"
    return _template().render(paper=paper, qr=_qr(check_url), address=f"{site_url}certificates/check")


def site_url(settings: Settings, asked_at: str) -> str:
    """Return where the time bank is found: its published host, else the address at which it was asked, with its /."""
    return f"https://{settings.origin}/" if settings.origin else asked_at


def chinese_day(day: date) -> str:
    """Return a day as papers write it: 2026年11月3日."""
    return f"{day.year}年{day.month}月{day.day}日"


def chinese_hours(minutes: int) -> str:
    """Return an amount of time as papers write it: 12小时30分."""
    hours, rest = hours_and_minutes(minutes)
    return f"{hours}小时{rest}分" if rest else f"{hours}小时"


def grouped(number: str) -> str:
    """Return a number in groups of four digits, to be read out."""
    return " ".join(number[start : start + GROUP] for start in range(0, len(number), GROUP))


def _qr(url: str) -> str:
    return segno.make_qr(url, error="m").svg_data_uri(border=2)


@cache
def _template() -> Template:
    environment = Environment(loader=FileSystemLoader(HERE), autoescape=True, undefined=StrictUndefined)
    environment.filters |= {"chinese_day": chinese_day, "hours": chinese_hours, "grouped": grouped}
    environment.globals["kind_name"] = lambda code: kind(code).name
    return environment.get_template("paper.html")
