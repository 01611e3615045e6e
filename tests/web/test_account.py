"""My page: what is kept of me, consents, logins elsewhere, my secrets; and the words for days and devices."""

import json
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from flask import Flask

from tests.town import Town
from tests.walk import settled
from tests.web.conftest import Browse
from web import filters
from web.devices import device_words

WECHAT = "Mozilla/5.0 (Linux; Android 9; V1818A) AppleWebKit/537.36 Chrome/86 Mobile Safari/537.36 MicroMessenger/8"


def test_everything_kept_of_me_is_shown(browse: Browse, town: Town) -> None:
    wang = browse(town.wang).opens("/me")

    assert all(words in wang.words for words in ("王秀英", "17900000001", "1948年3月5日", "basic-1"))


def test_everything_can_be_taken_away(browse: Browse, town: Town) -> None:
    settled(town)

    answer = browse(town.wang).client.get("/me/export")

    mine = json.loads(answer.data)
    assert mine["me"]["record"]["name"] == "王秀英"
    assert next(line["change"] for line in mine["statement"]) == -60
    assert len(mine["services_received"]) == 1
    assert "attachment" in answer.headers["Content-Disposition"]


def test_a_login_elsewhere_can_be_ended(browse: Browse, town: Town) -> None:
    lost = browse(town.wang)
    wang = browse(town.wang).opens("/me")
    [ending] = [action for action in wang.actions() if action.endswith("/revocation")]

    wang.sends(ending)

    assert "已经让它退出" in wang.words
    assert lost.opens("/me").path == "/login"


def test_a_login_of_somebody_else_cannot(browse: Browse, town: Town) -> None:
    browse(town.wang)
    wang = browse(town.wang).opens("/me")
    [ending] = [action for action in wang.actions() if action.endswith("/revocation")]
    li = browse(town.li).opens("/me")

    answer = li.client.post(ending, data=li.form("/logout"))

    assert answer.status_code == 404
    assert wang.opens("/me").path == "/me"


def test_who_takes_the_consent_back_is_gone_from_every_page(browse: Browse, town: Town) -> None:
    wang = browse(town.wang).opens("/me")

    wang.sends("/me/consents/basic/withdrawal")

    assert wang.path == "/"
    assert wang.opens("/me").path == "/login"
    assert browse(town.nong).opens(f"/members/{town.wang.member_id}").status == 404


def test_an_office_of_a_real_book_sets_up_an_authenticator(browse: Browse, town: Town) -> None:
    nong = browse(town.nong).opens("/me").sends("/me/second-factor")
    assert "只显示这一次" in nong.words

    nong.sends("/me/second-factor/confirmation", code="000000")

    assert nong.status == 403
    assert "验证器的数字不对" in nong.words


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (WECHAT, "安卓手机 · 微信"),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0) Version/17.0 Mobile Safari/604.1",
            "苹果手机 · 苹果浏览器",
        ),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/120 Safari/537.36 Edg/120", "电脑 · Edge 浏览器"),
        ("curl/8", "程序"),
        ("", "程序"),
    ],
)
def test_a_device_is_called_by_its_name(app: Flask, agent: str, words: str) -> None:
    with app.test_request_context():
        assert device_words(agent) == words


@pytest.mark.parametrize(
    ("amount", "chinese", "english"),
    [
        (0, "0分", "0 min"),
        (59, "59分", "59 min"),
        (60, "1小时", "1 h"),
        (90, "1小时30分", "1 h 30 min"),
        (-80, "−1小时20分", "−1 h 20 min"),
        (90_000, "1500小时", "1500 h"),
    ],
)
def test_amounts_are_hours_and_minutes(app: Flask, amount: int, chinese: str, english: str) -> None:
    with app.test_request_context():
        assert filters.minutes(amount) == chinese
    with app.test_request_context(headers={"Accept-Language": "en"}):
        assert filters.minutes(amount) == english


def test_days_are_those_of_shanghai(app: Flask) -> None:
    late = datetime(2026, 11, 16, 16, 30, tzinfo=ZoneInfo("UTC"))

    with app.test_request_context():
        assert filters.when(late) == "11月17日 周二 00:30"
        assert filters.day(date(2025, 2, 28)) == "2025年2月28日 周五"
    with app.test_request_context(headers={"Accept-Language": "en"}):
        assert filters.when(late) == "Tue 17 Nov 00:30"
