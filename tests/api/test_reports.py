"""Reports over the API: indicators, liabilities, and every list as a file."""

import csv
import io
import zipfile

import pytest

from tests import walk
from tests.api.conftest import Call
from tests.town import SITE, Town
from timebank.reports.asked import SheetName


def test_a_list_comes_as_csv(town: Town, caller: Call) -> None:
    walk.settled(town)

    answer = caller(town.nong).get("/exports/services", format="csv")

    assert (answer.status_code, answer.mimetype) == (200, "text/csv")
    assert "filename=timebank-services.csv" in answer.headers["Content-Disposition"]
    head, row = csv.reader(io.StringIO(answer.data.decode("utf-8-sig")))
    assert (head[0], row[4], row[-1]) == ("编号", "李*兰", "已入账")


@pytest.mark.parametrize("sheet", list(SheetName))
def test_every_sheet_comes_as_a_workbook(town: Town, caller: Call, sheet: str) -> None:
    walk.settled(town)

    answer = caller(town.chen).get(f"/exports/{sheet}")

    assert answer.status_code == 200
    assert zipfile.ZipFile(io.BytesIO(answer.data)).testzip() is None


def test_its_words_are_in_the_readers_language(town: Town, caller: Call) -> None:
    english = caller(town.nong)
    answer = type(english)(english.app, english.token, "en").get("/exports/services", format="csv")

    assert answer.data.decode("utf-8-sig").startswith("Number,")


def test_members_in_clear_take_a_purpose_and_are_logged(town: Town, caller: Call) -> None:
    masked = caller(town.nong).get("/exports/members", format="csv", site=SITE)
    clear = caller(town.nong).get("/exports/members", format="csv", site=SITE, purpose="care")

    assert "17900000002" not in masked.data.decode()
    assert "17900000002" in clear.data.decode()
    (look,) = caller(town.li).get(f"/members/{town.li.member_id}/looks").json["items"]
    assert look["by"] == town.nong.member_id


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"from_day": "2026-02-31"}, "from_day"),
        ({"purpose": "curiosity"}, "purpose"),
        ({"format": "pdf"}, "format"),
        ({"site": "x"}, "site"),
        ({"nonsense": "1"}, "nonsense"),
    ],
)
def test_what_cannot_be_asked_is_refused_by_field(
    town: Town, caller: Call, query: dict[str, str], field: str
) -> None:
    answer = caller(town.nong).get("/exports/services", **query)

    assert (answer.status_code, answer.json["field"]) == (422, field)


def test_there_is_no_other_sheet(town: Town, caller: Call) -> None:
    assert caller(town.chen).get("/exports/secrets").json["code"] == "sheet_not_found"


def test_indicators_are_numbers_with_their_words(town: Town, caller: Call) -> None:
    walk.settled(town)

    lines = caller(town.chen).get("/indicators").json

    assert {"group": "入账的服务", "name": "入账时间", "value": 60, "unit": "分钟"} in lines


def test_the_county_sees_what_it_owes_and_what_lies_ahead(town: Town, caller: Call) -> None:
    walk.settled(town)

    owed = caller(town.chen).get("/liabilities").json

    assert owed["now"]["held"] == sum(band["minutes"] for band in owed["outlook"]["by_age"]) == 120
    assert len(owed["outlook"]["years"]) == 10
