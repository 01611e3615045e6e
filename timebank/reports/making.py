"""Making a sheet by its name, for either face."""

from collections.abc import Callable, Sequence

from timebank.actors import Actor
from timebank.members.looks import NoteLooks, note_looks
from timebank.reports.accounts import figures_sheet, statement_sheet
from timebank.reports.asked import Ask, SheetName
from timebank.reports.indicators import indicators_sheet
from timebank.reports.liabilities import liabilities_sheet
from timebank.reports.lists import (
    certificates_sheet,
    needs_sheet,
    objections_sheet,
    services_sheet,
    sites_sheet,
)
from timebank.reports.market import gifts_sheet, orders_sheet, points_sheet
from timebank.reports.people import LOOKED_AT, Look, members_sheet
from timebank.reports.sheet import Say, Sheet
from timebank.work import Reading
from timebank.writer import Bank

Maker = Callable[[Reading, Actor, Ask, Say], Sheet]

MAKERS: dict[SheetName, Maker] = {
    SheetName.MEMBERS: members_sheet,
    SheetName.SERVICES: services_sheet,
    SheetName.NEEDS: needs_sheet,
    SheetName.SITES: sites_sheet,
    SheetName.FIGURES: figures_sheet,
    SheetName.INDICATORS: indicators_sheet,
    SheetName.LIABILITIES: liabilities_sheet,
    SheetName.STATEMENT: statement_sheet,
    SheetName.OBJECTIONS: objections_sheet,
    SheetName.CERTIFICATES: certificates_sheet,
    SheetName.ORDERS: orders_sheet,
    SheetName.POINTS: points_sheet,
    SheetName.GIFTS: gifts_sheet,
}


def make_sheet(bank: Bank, reading: Reading, name: SheetName, actor: Actor, ask: Ask, say: Say) -> Sheet:
    """Return a sheet as far as the actor may see; `say` puts its words into the reader's language.

    Members in clear, which need a purpose, have each look written down before it is given.
    """
    if name is SheetName.MEMBERS and ask.purpose:
        return members_sheet(reading, actor, ask, say, _looks(bank, actor, ask.purpose))
    return MAKERS[name](reading, actor, ask, say)


def _looks(bank: Bank, actor: Actor, purpose: str) -> Look:
    def look(member_ids: Sequence[str]) -> None:
        bank.run(note_looks, NoteLooks(tuple(member_ids), LOOKED_AT, purpose), actor)

    return look
