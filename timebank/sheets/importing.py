"""Taking a sheet in: looked through line by line first, then all of it in one command or nothing."""

from dataclasses import dataclass
from datetime import date

from timebank.actors import Actor
from timebank.errors import Refusal
from timebank.points.use_cases import check_award, propose_award
from timebank.sheets.kinds import (
    AskedLine,
    LineWord,
    SheetKind,
    SheetLineWrong,
    digest_of,
    read_lines,
)
from timebank.sheets.model import SheetImport
from timebank.sheets.table_in import SheetRow
from timebank.shop.commands import MakePriceList
from timebank.shop.finding import find_item, find_kept_shop
from timebank.shop.keeping import make_price_list
from timebank.shop.refusals import ItemTwice
from timebank.shop.supplying import deliver_goods, find_donor
from timebank.work import Reading, UnitOfWork


@dataclass(frozen=True, slots=True)
class ImportSheet:
    """Take the lines of a sheet in at a site; `valid_from` is for prices."""

    kind: str
    site: str
    lines: tuple[AskedLine, ...]
    valid_from: date


@dataclass(frozen=True, slots=True)
class ImportedSheet:
    """A sheet that was taken in; `is_new` is false where it had been before, and nothing changed."""

    kind: str
    lines: int
    is_new: bool


@dataclass(frozen=True, slots=True)
class SheetReport:
    """What a look through a sheet found: the lines that can be taken in, and a word on each that cannot."""

    lines: tuple[AskedLine, ...]
    wrong: tuple[LineWord, ...]


def look_through(
    reading: Reading, kind: SheetKind, site: str, rows: list[SheetRow], actor: Actor
) -> SheetReport:
    """Return what is wrong with which line, changing nothing."""
    asked, wrong = read_lines(kind, site, rows)
    priced: set[str] = set()
    for line in asked:
        try:
            _look_at(reading, line, priced, actor)
        except Refusal as refusal:
            facts = tuple((name, str(fact)) for name, fact in refusal.facts.items())
            wrong.append(LineWord(line.line, refusal.message, facts))
    return SheetReport(tuple(asked), tuple(sorted(wrong, key=lambda word: word.line)))


def import_sheet(uow: UnitOfWork, command: ImportSheet, actor: Actor) -> ImportedSheet:
    """Take a whole sheet in; a line that is refused refuses all, and the same sheet again changes nothing."""
    kind = SheetKind(command.kind)
    digest = digest_of(command.lines)
    if uow.session.get(SheetImport, (uow.book, command.site, command.kind, digest)):
        return ImportedSheet(command.kind, len(command.lines), is_new=False)
    is_new = True
    if kind is SheetKind.PRICES:
        prices = tuple(line.prices for line in command.lines if line.prices)
        is_new = make_price_list(uow, MakePriceList(command.site, command.valid_from, prices), actor).is_new
    else:
        for line in command.lines:
            _take(uow, line, actor)
        uow.session.add(
            SheetImport(
                book=uow.book,
                site=command.site,
                kind=command.kind,
                digest=digest,
                rows=len(command.lines),
                taken_by=actor.member_id,
                taken_at=uow.clock.now(),
            )
        )
    return ImportedSheet(command.kind, len(command.lines), is_new=is_new)


def _take(uow: UnitOfWork, line: AskedLine, actor: Actor) -> None:
    try:
        if line.delivery:
            deliver_goods(uow, line.delivery, actor)
        elif line.award:
            propose_award(uow, line.award, actor)
    except Refusal as refusal:
        raise SheetLineWrong(line=line.line, reason=refusal.message % refusal.facts) from refusal


def _look_at(reading: Reading, line: AskedLine, priced: set[str], actor: Actor) -> None:
    """Raise what would be refused of a line, as far as it can be seen without doing it.

    `priced` has the items of the lines above, and takes the one of this line.
    """
    if line.prices:
        item = find_item(reading, line.prices.item)
        if item.code in priced:
            raise ItemTwice(field="prices", item=item.name)
        priced.add(item.code)
    elif line.delivery:
        find_kept_shop(reading, line.delivery.site, actor)
        find_item(reading, line.delivery.item)
        find_donor(reading, line.delivery.donor)
    elif line.award:
        check_award(reading, line.award, actor)
