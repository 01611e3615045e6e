"""The page of honours, for everybody to see: only those whose consent is in force this moment."""

import re
from dataclasses import dataclass

from sqlalchemy import exists, select

from timebank.errors import N_, InvalidInput
from timebank.honours.model import HonourLine, HonourMonth
from timebank.members.consents import Consent, ConsentKind
from timebank.members.model import Member, MemberStatus
from timebank.members.queries import names_of
from timebank.places.queries import site_names
from timebank.work import Reading

MOST_NAMED = 100
MOST_MONTHS = 24
MONTH = re.compile(r"(?:19|20|21)[0-9]{2}-(?:0[1-9]|1[0-2])")


class NotAMonth(InvalidInput):
    """A month is written 2026-11."""

    code = "not_a_month"
    message = N_("没有这个月，请从列表中选择。")


@dataclass(frozen=True, slots=True)
class Honoured:
    """One volunteer on the page, named in full by consent."""

    name: str
    site_name: str
    minutes: int
    stars: int


@dataclass(frozen=True, slots=True)
class HonourPage:
    """The page of one month, "" before the first is made; the other months there are, latest first."""

    month: str
    months: tuple[str, ...]
    people: tuple[Honoured, ...]


def honour_page(reading: Reading, month: str = "") -> HonourPage:
    """Return the page of a month, or the latest; at most a hundred people, the longest service first.

    Raises:
        NotAMonth: it is written otherwise.
    """
    if month and not MONTH.fullmatch(month):
        raise NotAMonth(field="month")
    months = tuple(
        reading.session.scalars(
            select(HonourMonth.month)
            .where(HonourMonth.book == reading.book)
            .order_by(HonourMonth.month.desc())
            .limit(MOST_MONTHS)
        )
    )
    shown = month or next(iter(months), "")
    agreed = exists().where(
        Consent.book == HonourLine.book,
        Consent.member_id == HonourLine.member_id,
        Consent.kind == ConsentKind.HONOUR,
        Consent.withdrawn_on.is_(None),
    )
    rows = reading.session.execute(
        select(HonourLine.member_id, HonourLine.minutes, HonourLine.stars, Member.site)
        .join(Member, (Member.book == HonourLine.book) & (Member.id == HonourLine.member_id))
        .where(
            HonourLine.book == reading.book,
            HonourLine.month == shown,
            HonourLine.minutes > 0,
            Member.status == MemberStatus.ACTIVE,
            agreed,
        )
        .order_by(HonourLine.minutes.desc(), HonourLine.member_id)
        .limit(MOST_NAMED)
    ).all()
    names = names_of(reading, {row.member_id for row in rows})
    sites = site_names(reading, {row.site for row in rows})
    people = tuple(
        Honoured(names[row.member_id], sites.get(row.site, row.site), row.minutes, row.stars) for row in rows
    )
    return HonourPage(shown, months, people)
