"""The statement of a member or a site, and the figures of a region, as sheets."""

from collections.abc import Iterator

from timebank.actors import Actor
from timebank.errors import N_
from timebank.paging import LONGEST_PAGE
from timebank.places.queries import STAFF, region_tree
from timebank.reports.asked import Ask
from timebank.reports.sheet import Row, Say, Sheet, every_item
from timebank.reports.words import ENTRIES
from timebank.services.model import ServiceState
from timebank.statements import statement_page
from timebank.work import Reading

FIGURES = (
    (N_("成员"), ("members",)),
    (N_("老人"), ("members.elder",)),
    (N_("志愿者"), ("members.volunteer",)),
    (N_("互助点"), ("sites_open",)),
    (N_("等人接单"), ("needs.open",)),
    (N_("服务"), tuple(f"services.{state}" for state in ServiceState)),
    (N_("已入账"), ("services.settled",)),
    (N_("入账分钟"), ("minutes.settled",)),
)
"""Columns of the sheet of a region: words, and the kept figures that each sums."""


def statement_sheet(reading: Reading, actor: Actor, ask: Ask, say: Say) -> Sheet:
    """Return the whole statement of the holder asked for, or one's own, newest first."""
    columns = (
        N_("序号"),
        N_("记账时间"),
        N_("事项"),
        N_("服务编号"),
        N_("收支（分钟）"),
        N_("预留增减（分钟）"),
        N_("之后余额（分钟）"),
        N_("之后预留（分钟）"),
    )
    holder = ask.holder or actor.member_id
    lines = every_item(lambda after: statement_page(reading, holder, actor, after=after, limit=LONGEST_PAGE))
    rows: Iterator[Row] = (
        (
            line.seq,
            line.recorded,
            say(ENTRIES.get(line.kind, line.kind)),
            line.service_number,
            line.change,
            line.set_aside,
            line.balance,
            line.reserved,
        )
        for line in lines
    )
    return Sheet(say(N_("时间流水")), tuple(map(say, columns)), rows)


def widest_scope(actor: Actor) -> str:
    """Return the widest region or site of the actor's office, "" for who has none."""
    return min(actor.scopes(*STAFF), key=len, default="")


def figures_sheet(reading: Reading, actor: Actor, ask: Ask, say: Say) -> Sheet:
    """Return the kept figures of a region and of each below it, which add up to the first row."""
    tree = region_tree(reading, ask.site or widest_scope(actor), actor)
    columns = (N_("区划"), N_("编号"), *(words for words, _ in FIGURES))
    rows: list[Row] = [
        (one.name, one.code, *(sum(one.figures.get(name, 0) for name in names) for _, names in FIGURES))
        for one in (tree.total, *tree.below)
    ]
    return Sheet(say(N_("辖区数字")), tuple(map(say, columns)), rows)
