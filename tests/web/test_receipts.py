"""My receipts on a phone: listed, in plain words, as a file, and by the short address."""

import shutil
from pathlib import Path

import pytest
from flask import Flask

from ledger.__main__ import main
from ledger.keys import parse_vkey
from ledger.receipt import check_receipt
from tests.conftest import open_at, publish
from tests.town import BOOK, GiveMinutes, Town, give_minutes
from tests.walk import need
from tests.web.conftest import Browse
from tests.web.visitor import Visitor, logged_in
from timebank.actors import system
from timebank.books import books_here
from timebank.needs.commands import AcceptNeed
from timebank.needs.use_cases import accept_need
from timebank.seals import seal_book
from timebank.settings import Settings
from timebank.signed_heads import books_not_signed
from wsgi import create_app


@pytest.fixture
def town(signed_town: Town) -> Town:
    return signed_town


@pytest.fixture
def settings(signed_settings: Settings) -> Settings:
    return signed_settings


@pytest.fixture
def reserved(town: Town) -> int:
    """The entry by which 60 of Wang's minutes are set aside for Li."""
    town.bank.run(accept_need, AcceptNeed(need(town).id), town.li)
    with town.bank.reading(town.li) as reading:
        return reading.ledger.book.head().size - 1


def test_a_volunteer_finds_the_receipt_from_the_hours(
    browse: Browse, town: Town, settings: Settings, reserved: int
) -> None:
    publish(town, settings)

    li = browse(town.li).opens("/hours").taps("我的凭证").taps("预留")

    assert li.path == f"/receipts/{reserved}"
    assert f"凭证 {BOOK}-{reserved}" in li.words
    assert "您的余额是 0分" in li.words
    assert "另有 1小时 将会收到" in li.words
    assert f"的第 {reserved} 条" in li.words
    assert "它不证明服务做得好不好" in li.words


def test_the_file_from_the_page_checks_offline(
    browse: Browse, town: Town, settings: Settings, reserved: int
) -> None:
    publish(town, settings)

    li = browse(town.li).opens(f"/receipts/{reserved}").taps("保存凭证文件")

    assert li.answer is not None
    with town.bank.connect() as connection:
        key = parse_vkey(books_here(connection)[0].vkey)
    assert check_receipt(li.answer.data, [key]).entry.seq == reserved


def test_before_it_is_signed_there_is_no_file_and_the_page_says_so(
    browse: Browse, town: Town, reserved: int
) -> None:
    li = browse(town.li).opens(f"/receipts/{reserved}")

    assert "几秒钟以后签了名" in li.words
    assert "保存凭证文件" not in li.words
    assert li.opens(f"/receipts/{reserved}/file").status == 503


def test_an_elder_reads_what_was_set_aside(
    browse: Browse, town: Town, settings: Settings, reserved: int
) -> None:
    publish(town, settings)

    wang = browse(town.wang).opens("/time").taps("我的凭证").taps("预留")

    assert "预留 1小时" in wang.words
    assert "您的余额是 2小时" in wang.words


def test_zhao_finds_nothing(browse: Browse, town: Town, settings: Settings, reserved: int) -> None:
    publish(town, settings)

    zhao = browse(town.zhao)

    assert zhao.opens(f"/receipts/{reserved}").status == 404
    assert zhao.opens(f"/receipts/{reserved}/file").status == 404
    assert zhao.opens("/receipts").status == 200
    assert f"/receipts/{reserved}" not in zhao.page


def test_the_short_address_shows_everybody_how_far_it_has_come_and_no_person(
    app: Flask, town: Town, settings: Settings, reserved: int
) -> None:
    before = Visitor(app).opens(f"/r/{BOOK}-{reserved}")
    publish(town, settings)
    after = Visitor(app).opens(f"/r/{BOOK}-{reserved}")

    assert "已记下，等签名" in before.words
    assert "已签名" in after.words
    assert "test.invalid/log/450125" in after.words
    assert not any(name in after.words for name in ("王秀英", "李桂兰", "小时"))


@pytest.mark.parametrize("number", ["450125-99999", "450123-1", "450125-x", "450125", "1-1"])
def test_a_number_that_is_none_is_not_found(app: Flask, town: Town, number: str) -> None:
    assert Visitor(app).opens(f"/r/{number}").status == 404


def test_after_an_older_backup_staff_read_why_nothing_is_written_and_may_still_log_in(
    settled: tuple[Path, Town], town: Town, settings: Settings
) -> None:
    for _ in range(5):
        town.bank.run(give_minutes, GiveMinutes(town.li.member_id, 1), system(BOOK))
    signed = publish(town, settings)
    town.bank.close()
    shutil.copy(settled[0], settings.database_file)
    bank = open_at(settings.database_file, town.clock)
    with bank.connect() as connection:
        bank.read_only |= books_not_signed(connection, settings)
    app = create_app(bank, settings)

    pages = {who: logged_in(app, bank, getattr(town, who)).opens("/") for who in ("nong", "chen", "li")}

    words = f"签过名的账到第 {signed} 条，这里只有 {signed - 5} 条"
    assert [words in pages[who].words for who in ("nong", "chen", "li")] == [True, True, False]
    nong = pages["nong"].opens("/members/new")
    assert nong.status == 200
    bank.close()


def test_a_member_proves_the_balance_of_the_last_seal(
    browse: Browse,
    town: Town,
    settings: Settings,
    reserved: int,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    seal_book(town.bank, BOOK)
    publish(town, settings)

    li = browse(town.li).opens("/receipts").taps("证明我的余额")
    file = tmp_path / "line.txt"
    words = li.words
    answer = li.taps("下载证明文件").answer
    assert answer is not None
    file.write_bytes(answer.data)

    assert "您的余额 0分" in words
    assert "将会收到 1小时" in words
    assert "付出 2小时，收到的也是这么多，加起来是零" in words
    with town.bank.connect() as connection:
        vkey = books_here(connection)[0].vkey
    assert main(["check", str(file), "--vkey", vkey]) == 0
    told = capsys.readouterr().out
    assert "held 0 min, with 1 h to come." in told
    assert "Proved: the account's line stands in the seal" in told


def test_before_the_first_seal_it_says_when_to_come_back(
    browse: Browse, town: Town, settings: Settings, reserved: int
) -> None:
    publish(town, settings)

    assert "请明天再来" in browse(town.li).opens("/receipts").taps("证明我的余额").words


def test_the_auditor_sees_the_last_seals(browse: Browse, town: Town, settings: Settings) -> None:
    for _ in range(2):
        seal_book(town.bank, BOOK)
        town.clock.advance(days=1)
        town.bank.run(give_minutes, GiveMinutes(town.li.member_id, 30), system(BOOK))

    huang = browse(town.huang).opens("/audit")

    assert "最近的封条" in huang.words
    assert "2小时30分" in huang.words
