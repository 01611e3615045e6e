"""Sheets in and out: what cannot be read for sure is refused, all of a file or nothing, the same file once."""

import io
from collections.abc import Callable

import pytest
from python_calamine import CalamineWorkbook
from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from tests.market import Market, open_market, today
from tests.town import SITE, Town
from timebank.actors import Actor
from timebank.errors import NotAllowed, Refusal
from timebank.ids import with_check_digit
from timebank.members.model import Member
from timebank.points.award_queries import awards_page
from timebank.points.refusals import AwardTooLarge, DeedTooFarOff, PartOfHousehold
from timebank.sheets.exporting import awards_sheet, prices_sheet, stock_sheet
from timebank.sheets.importing import ImportedSheet, ImportSheet, SheetReport, import_sheet, look_through
from timebank.sheets.kinds import HEADS_OF, SheetKind, SheetLineWrong
from timebank.sheets.table_in import (
    EmptySheet,
    FormulasInSheet,
    MergedCells,
    NotASheet,
    SheetRow,
    SheetTooLarge,
    WrongSheet,
    read_sheet,
)
from timebank.sheets.table_out import as_csv, as_excel
from timebank.shop.queries import shopfront
from timebank.shop.refusals import ItemTwice
from timebank.shop.supplying import find_donor

PRICE_HEADS = HEADS_OF[SheetKind.PRICES]


def excel(fill: Callable[[Worksheet], object], name: str = "价目表") -> bytes:
    stream = io.BytesIO()
    with Workbook(stream, {"in_memory": True}) as workbook:
        sheet = workbook.add_worksheet(name)
        sheet.write_row(0, 0, PRICE_HEADS)
        fill(sheet)
    return stream.getvalue()


def look(market: Market, kind: SheetKind, data: bytes, by: Actor | None = None) -> SheetReport:
    actor = by or market.lu
    with market.town.bank.reading(actor) as reading:
        return look_through(reading, kind, SITE, read_sheet(data, HEADS_OF[kind]), actor)


def take_in(market: Market, kind: SheetKind, data: bytes, by: Actor | None = None) -> ImportedSheet:
    actor = by or market.lu
    report = look(market, kind, data, actor)
    command = ImportSheet(kind, SITE, report.lines, today(market.town))
    return market.town.bank.run(import_sheet, command, actor)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030"])
def test_a_csv_is_read_in_what_chinese_excel_writes(encoding: str) -> None:
    data = "物品,积分\r\n食用油,20\r\n\r\n大米,8\r\n".encode(encoding)

    assert read_sheet(data, PRICE_HEADS) == [
        SheetRow(2, {"物品": "食用油", "积分": "20"}),
        SheetRow(4, {"物品": "大米", "积分": "8"}),
    ]


def test_an_excel_number_is_a_whole_number() -> None:
    data = excel(lambda sheet: sheet.write_row(1, 0, ["食用油", 20.0]))

    assert read_sheet(data, PRICE_HEADS) == [SheetRow(2, {"物品": "食用油", "积分": "20"})]


@pytest.mark.parametrize(
    ("data", "outcome"),
    [
        (excel(lambda sheet: sheet.write_formula(1, 1, "=1+1")), FormulasInSheet),
        (excel(lambda sheet: sheet.merge_range(2, 0, 2, 1, "油")), MergedCells),
        (excel(lambda sheet: sheet.write_row(0, 0, ["别的", "列"])), WrongSheet),
        (excel(lambda sheet: sheet.write_column(1, 0, ["油"] * 20_000)), SheetTooLarge),
        ("物品,积分\n".encode() + b"a,1\n" * 20_000, SheetTooLarge),
        ("商品,价钱\n".encode(), WrongSheet),
        (b"PK\x03\x04 not a package", NotASheet),
        (b"\xff\xfe\x00\x01\xff", NotASheet),
        (b"", NotASheet),
        ("物品,积分\n,\n".encode(), EmptySheet),
    ],
    ids=[
        "formula",
        "merged",
        "wrong heads",
        "20,000 rows",
        "20,000 lines",
        "csv heads",
        "zip",
        "bytes",
        "empty",
        "heads alone",
    ],
)
def test_what_cannot_be_read_for_sure_is_refused(data: bytes, outcome: type[Refusal]) -> None:
    with pytest.raises(outcome):
        read_sheet(data, PRICE_HEADS)


def test_no_text_becomes_a_formula() -> None:
    rows = [("=1+1", 3), ("+油", 1), ("@x", 2), ("-5", 1)]

    assert "'=1+1,3" in as_csv(PRICE_HEADS, rows).decode("utf-8-sig")
    book = CalamineWorkbook.from_filelike(io.BytesIO(as_excel("价目表", PRICE_HEADS, rows)))
    cells = book.get_sheet_by_index(0).to_python()
    assert cells[1] == ["'=1+1", 3.0]
    assert read_sheet(as_csv(PRICE_HEADS, rows), PRICE_HEADS)[0].cells["物品"] == "=1+1"


def test_the_price_list_goes_out_and_in_again_without_a_change(town: Town) -> None:
    market = open_market(town)
    with town.bank.reading(market.lu) as reading:
        title, heads, rows = prices_sheet(reading, SITE)

    for data in (as_excel(title, heads, rows), as_csv(heads, rows)):
        assert take_in(market, SheetKind.PRICES, data) == ImportedSheet("prices", 2, is_new=False)


def test_a_new_price_list_comes_in(town: Town) -> None:
    market = open_market(town)

    assert take_in(market, SheetKind.PRICES, "物品,积分\n食用油,25\n".encode()).is_new

    with town.bank.reading(market.lu) as reading:
        assert [(line.name, line.points) for line in shopfront(reading, SITE).goods] == [("食用油", 25)]


def test_the_report_says_what_is_wrong_with_each_line_and_nothing_is_taken_in(town: Town) -> None:
    market = open_market(town)

    report = look(market, SheetKind.PRICES, "物品,积分\n食用油,20\n盐,3\n大米,很多\n大米,0\n".encode())

    assert [word.line for word in report.wrong] == [3, 4, 5]
    assert dict(report.wrong[0].facts) == {"item": "盐"}


def test_the_look_finds_what_stands_twice(town: Town) -> None:
    market = open_market(town)

    report = look(market, SheetKind.PRICES, "物品,积分\n食用油,20\n大米,8\noil,21\n".encode())

    assert [(word.line, word.message) for word in report.wrong] == [(4, ItemTwice.message)]


def test_the_look_finds_awards_that_would_be_refused(town: Town) -> None:
    market = open_market(town)
    li, nong = number_of(town, town.li), number_of(town, town.nong)
    lines = (f"{li},人居环境,30,{today(town)},", f"{li},人居环境,500,{today(town)},",
             f"{li},人居环境,30,2020-01-01,", f"{nong},人居环境,30,{today(town)},")  # fmt: skip

    report = look(
        market, SheetKind.AWARDS, "\n".join(("成员号,类别,积分,日期,说明", *lines)).encode(), town.nong
    )

    found = [(word.line, word.message) for word in report.wrong]
    assert found == [(3, AwardTooLarge.message), (4, DeedTooFarOff.message), (5, PartOfHousehold.message)]


def test_deliveries_come_in_whole_and_once(town: Town) -> None:
    market = open_market(town)
    with town.bank.reading(market.lu) as reading:
        number = find_donor(reading, market.donor).number
    data = f"物品,数量,捐赠人\n食用油,5,{number}\n大米,7,{number}\n".encode("gbk")

    assert take_in(market, SheetKind.DELIVERIES, data).is_new
    assert not take_in(market, SheetKind.DELIVERIES, data).is_new

    assert (market.stock("oil").delivered, market.stock("rice").delivered) == (185, 57)
    with town.bank.reading(market.lu) as reading:
        _, _, rows = stock_sheet(reading, SITE, market.lu)
    assert [(row[0], row[2]) for row in rows] == [("食用油", 185), ("大米", 57)]


def test_awards_come_in_as_proposals_or_not_at_all(town: Town) -> None:
    market = open_market(town)
    li, wang = number_of(town, town.li), number_of(town, town.wang)
    heads = "成员号,类别,积分,日期,说明\n"
    too_much = f"{heads}{li},人居环境,30,{today(town)},扫院子\n{wang},移风易俗,500,{today(town)},\n"

    with pytest.raises(SheetLineWrong) as refused:
        take_in(market, SheetKind.AWARDS, too_much.encode(), town.nong)
    assert refused.value.facts["line"] == 3
    assert proposed(town) == 0

    assert take_in(market, SheetKind.AWARDS, too_much.replace("500", "50").encode(), town.nong).is_new
    assert proposed(town) == 2
    nobody = f"{heads}{with_check_digit(987654)},人居环境,30,{today(town)},\n"
    assert [word.line for word in look(market, SheetKind.AWARDS, nobody.encode(), town.nong).wrong] == [2]


def test_awards_go_out_with_the_member_number_and_come_in_again(town: Town) -> None:
    market = open_market(town)
    with town.bank.reading(town.nong) as reading:
        _, heads, rows = awards_sheet(reading, SITE, town.nong)
    [row] = rows
    again = "\n".join(",".join(map(str, line[:5])) for line in (heads, row))

    assert row[0] == number_of(town, town.li)
    assert take_in(market, SheetKind.AWARDS, again.encode(), town.nong).is_new


@pytest.mark.parametrize("who", ["li", "zhao", "pan"])
def test_nobody_else_takes_a_sheet_in(town: Town, who: str) -> None:
    market = open_market(town)

    with pytest.raises(NotAllowed):
        take_in(market, SheetKind.PRICES, "物品,积分\n食用油,25\n".encode(), getattr(town, who))


def number_of(town: Town, who: Actor) -> str:
    with town.bank.reading(who) as reading:
        member = reading.row(Member, who.member_id)
        assert member is not None
        return member.number


def proposed(town: Town) -> int:
    with town.bank.reading(town.nong) as reading:
        return len(awards_page(reading, town.nong, states=("proposed",)).items)
