"""The three sheets: prices, deliveries, awards. Each says its heads, and what one row asks for."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from marshmallow import ValidationError

from timebank.codec import to_json
from timebank.errors import N_, InvalidInput
from timebank.points.commands import ProposeAward, ProposeAwardSchema
from timebank.points.heads import HEADS
from timebank.schemas import CommandSchema
from timebank.sheets.table_in import SheetRow
from timebank.shop.commands import PriceLine, PriceLineSchema
from timebank.shop.supply_commands import DeliverGoods, DeliverGoodsSchema


class SheetKind(StrEnum):
    """What a sheet holds."""

    PRICES = "prices"
    DELIVERIES = "deliveries"
    AWARDS = "awards"


HEADS_OF: Mapping[SheetKind, tuple[str, ...]] = {
    SheetKind.PRICES: ("物品", "积分"),
    SheetKind.DELIVERIES: ("物品", "数量", "捐赠人"),
    SheetKind.AWARDS: ("成员号", "类别", "积分", "日期", "说明"),
}
"""The heads as they stand in the first row; part of the format, like the codes of items."""
FIELDS: Mapping[SheetKind, Mapping[str, str]] = {
    SheetKind.PRICES: {"物品": "item", "积分": "points"},
    SheetKind.DELIVERIES: {"物品": "item", "数量": "quantity", "捐赠人": "donor"},
    SheetKind.AWARDS: {"成员号": "member", "类别": "head", "积分": "points", "日期": "day", "说明": "words"},
}
SCHEMAS: Mapping[SheetKind, type[CommandSchema]] = {
    SheetKind.PRICES: PriceLineSchema,
    SheetKind.DELIVERIES: DeliverGoodsSchema,
    SheetKind.AWARDS: ProposeAwardSchema,
}
CODE_OF_HEAD = {head.name: head.code for head in HEADS}

Asked = PriceLine | DeliverGoods | ProposeAward


class SheetLineWrong(InvalidInput):
    """One line cannot be taken in, so nothing of the file is."""

    code = "sheet_line_wrong"
    message = N_("第 %(line)s 行：%(reason)s 整个文件都没有导入。")


@dataclass(frozen=True, slots=True)
class LineWord:
    """What is said of one line: the msgid of a sentence and its facts, "" where it is right."""

    line: int
    message: str
    facts: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class AskedLine:
    """A line and what it asks for."""

    line: int
    prices: PriceLine | None = None
    delivery: DeliverGoods | None = None
    award: ProposeAward | None = None


def read_lines(
    kind: SheetKind, site: str, rows: Sequence[SheetRow]
) -> tuple[list[AskedLine], list[LineWord]]:
    """Return what the rows ask for, and what is wrong with those that cannot be read."""
    asked, wrong = [], []
    for row in rows:
        typed = {FIELDS[kind][head]: cell for head, cell in row.cells.items() if cell}
        if kind is SheetKind.DELIVERIES:
            typed["site"] = site
        if "head" in typed:
            typed["head"] = CODE_OF_HEAD.get(typed["head"], typed["head"])
        try:
            asked.append(_line(kind, row.line, SCHEMAS[kind]().load(typed)))
        except ValidationError as error:
            wrong.append(LineWord(row.line, _first_text(error.messages)))
    return asked, wrong


def digest_of(lines: Sequence[AskedLine]) -> str:
    """Return the SHA-256 of what a file asks for, however it is written."""
    return hashlib.sha256(to_json(tuple(lines)).encode()).hexdigest()


def _line(kind: SheetKind, line: int, asked: Any) -> AskedLine:
    if kind is SheetKind.PRICES:
        return AskedLine(line, prices=asked)
    if kind is SheetKind.DELIVERIES:
        return AskedLine(line, delivery=asked)
    return AskedLine(line, award=asked)


def _first_text(messages: Any) -> str:
    while not isinstance(messages, str):
        messages = next(iter(messages.values() if isinstance(messages, dict) else messages))
    return messages
