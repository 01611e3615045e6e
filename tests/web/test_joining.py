"""Applying as a volunteer without an account: consent first, nothing typed lost, and the desk sees who applied."""

import pytest

from tests.town import SITE, Town
from tests.web.conftest import Browse
from tests.web.visitor import Visitor

PASSWORD = "三月三木棉红又红"
PERSON = {
    "name": "陆阿妹",
    "sex": "female",
    "birth_date_year": "1970",
    "birth_date_month": "2",
    "birth_date_day": "28",
    "phone": "17900000061",
    "site": SITE,
    "hamlet": "那马屯",
    "skills": ["cooking"],
    "password": PASSWORD,
    "password_again": PASSWORD,
    "consent": "yes",
}


def test_somebody_applies_logs_in_and_is_approved(browse: Browse, town: Town, stranger: Visitor) -> None:
    stranger.opens("/").taps("报名当志愿者").sends("/join", **PERSON)
    assert "报名收到了" in stranger.words

    nong = browse(town.nong).opens("/")
    assert "志愿者申请 1" in nong.words
    assert "做饭" in nong.taps("陆阿妹").words
    stranger.taps("登录").sends("/login", phone="17900000061", password=PASSWORD)
    assert "志愿者（等审核）" in stranger.words
    page = nong.path
    nong.sends(f"{page}/approval")
    browse(town.pan).opens(page).sends(f"{page}/approval")

    assert "今天要做的" in stranger.opens("/").words


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"consent": ""}, "还没有本人同意"),
        ({"birth_date_year": "2015"}, "未满 18 周岁"),
        ({"birth_date_day": "30"}, "没有这一天"),
        ({"phone": "123"}, "手机号应是"),
        ({"password": "12345678", "password_again": "12345678"}, "密码"),
        ({"password_again": "另一个密码不一样"}, "两遍写得不一样"),
        ({"site": ""}, "请填写这一项"),
    ],
)
def test_a_wrong_application_keeps_what_was_typed_but_the_password(
    town: Town, stranger: Visitor, changed: dict[str, str], words: str
) -> None:
    stranger.opens("/join").sends("/join", **(PERSON | changed))

    assert stranger.status == 422
    assert words in stranger.words
    assert stranger.form("/join")["hamlet"] == "那马屯"
    assert stranger.form("/join").getlist("skills") == ["cooking"]
    assert PASSWORD not in stranger.page


def test_sent_twice_it_is_one_application(town: Town, browse: Browse, stranger: Visitor) -> None:
    form = stranger.opens("/join").form("/join", **PERSON)

    answers = [stranger.client.post("/join", data=form) for _ in range(2)]

    assert [answer.location for answer in answers] == ["/join/received"] * 2
    assert "志愿者申请 1" in browse(town.nong).opens("/").words


def test_who_did_not_apply_is_shown_the_form(town: Town, stranger: Visitor) -> None:
    assert stranger.opens("/join/received").path == "/join"


def test_a_flood_of_applications_is_held_back(town: Town, stranger: Visitor) -> None:
    form = stranger.opens("/join").form("/join", **(PERSON | {"consent": ""}))

    statuses = [stranger.client.post("/join", data=form).status_code for _ in range(11)]

    assert statuses == [422] * 10 + [429]
