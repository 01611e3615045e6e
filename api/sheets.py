"""Sheets of prices, deliveries and awards: a dry run line by line, then all of a file or nothing of it."""

import base64
import binascii
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext

from api.blueprint import Blueprint
from api.context import bank, current_actor, request_key
from timebank.schemas import Choice, CommandSchema, Day, Digits, Text, YesNo
from timebank.sheets.importing import ImportSheet, import_sheet, look_through
from timebank.sheets.kinds import HEADS_OF, SheetKind
from timebank.sheets.table_in import LARGEST_FILE_BYTES, NotASheet, read_sheet

blueprint = Blueprint("sheets", "Sheets in")

LARGEST_BODY_BYTES = LARGEST_FILE_BYTES * 4 // 3 + 100_000


@dataclass(frozen=True, slots=True)
class SheetInput:
    """A sheet in base64; a dry run only says what is wrong."""

    site: str
    kind: str
    file: str
    valid_from: date | None = None
    dry_run: bool = False


class SheetInputSchema(CommandSchema):
    """How `SheetInput` is read."""

    command = SheetInput
    site = Digits(14, required=True)
    kind = Choice(SheetKind, required=True)
    file = Text(LARGEST_BODY_BYTES, lines=True, required=True)
    valid_from = Day()
    dry_run = YesNo()


@dataclass(frozen=True, slots=True)
class LineTold:
    """What is wrong with a line."""

    line: int
    detail: str


@dataclass(frozen=True, slots=True)
class SheetAnswer:
    """What was found, and whether the sheet was taken in now; with something wrong nothing is."""

    lines: int
    wrong: tuple[LineTold, ...]
    is_taken: bool


@blueprint.post("/shop/sheets", longest_body=LARGEST_BODY_BYTES)
@blueprint.arguments(SheetInputSchema)
@blueprint.response(201, SheetAnswer)
def take_sheet(sheet: SheetInput) -> SheetAnswer:
    """Look through a sheet, and take it in where nothing is wrong and it is no dry run"""
    actor, kind = current_actor(), SheetKind(sheet.kind)
    try:
        data = base64.b64decode("".join(sheet.file.split()), validate=True)
    except (binascii.Error, ValueError) as error:  # ValueError: characters beyond ASCII
        raise NotASheet(field="file") from error
    rows = read_sheet(data, HEADS_OF[kind])
    with bank().reading(actor) as reading:
        report = look_through(reading, kind, sheet.site, rows, actor)
        valid_from = sheet.valid_from or reading.business_clock.today()
    wrong = tuple(LineTold(word.line, gettext(word.message) % dict(word.facts)) for word in report.wrong)
    if wrong or sheet.dry_run:
        return SheetAnswer(len(report.lines), wrong, is_taken=False)
    command = ImportSheet(kind, sheet.site, report.lines, valid_from)
    done = bank().run(import_sheet, command, actor, request_key())
    return SheetAnswer(done.lines, (), is_taken=done.is_new)
