"""What every form keeps to: it comes from our own page, a double tap has one effect, and nothing typed is lost."""

from io import BytesIO

import pytest

from tests.town import Town
from tests.walk import accepted, need
from tests.web.conftest import Browse
from tests.web.visitor import Visitor


def test_a_form_without_its_token_is_not_taken(browse: Browse, town: Town) -> None:
    wang = browse(town.wang).opens("/")

    answer = wang.client.post("/logout")

    assert answer.status_code == 400
    assert "刷新" in answer.get_data(as_text=True)
    assert wang.opens("/time").path == "/time"


def test_a_form_from_another_site_is_not_taken(browse: Browse, town: Town) -> None:
    wang = browse(town.wang).opens("/")

    answer = wang.client.post(
        "/logout", data=wang.form("/logout"), headers={"Origin": "https://evil.invalid"}
    )

    assert answer.status_code == 400


def test_a_double_tap_posts_one_need(browse: Browse, town: Town) -> None:
    wang = browse(town.wang).opens("/needs/new?kind=company&starts_day=2026-11-17&starts_time=09:00")
    form = wang.form("/needs")

    first = wang.client.post("/needs", data=form)
    second = wang.client.post("/needs", data=form)

    assert first.headers["Location"] == second.headers["Location"]
    assert town.account(town.wang)[0] == 120


def test_the_back_button_and_other_words_are_another_form_of_the_same_key(browse: Browse, town: Town) -> None:
    wang = browse(town.wang).opens("/needs/new?kind=company&starts_day=2026-11-17&starts_time=09:00")
    form = wang.form("/needs")
    wang.client.post("/needs", data=form)

    form.setlist("note", ["带轮椅"])
    answer = wang.client.post("/needs", data=form)

    assert answer.status_code == 409
    assert "带轮椅" in answer.get_data(as_text=True)


def test_a_refused_form_keeps_everything_and_may_be_sent_again(browse: Browse, town: Town) -> None:
    nong = browse(town.nong).opens(f"/needs/enter?elder={town.wang.member_id}")
    typed = {
        "kind": "cleaning",
        "starts_day": "2026-11-17",
        "starts_time": "09:00",
        "minutes": "600",
        "place": "home",
        "pay_from": "own",
        "note": "院子里有狗",
        "urgency": "urgent",
    }

    nong.sends("/needs", **typed)

    assert nong.status == 422
    kept = nong.form("/needs")
    assert {name: kept[name] for name in typed if name != "minutes"} == {
        name: value for name, value in typed.items() if name != "minutes"
    }
    assert "一次最多 480 分钟" in nong.words
    assert nong.sends("/needs", minutes="60").status == 200


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"starts_day": "2026-11-15", "starts_time": "09:00"}, "已经过去"),
        ({"starts_day": "2027-06-01", "starts_time": "09:00"}, "90 天"),
        ({"starts_day": "2026-11-17", "starts_time": "23:00"}, "晚上十点"),
        ({"starts_day": "2027-02-29", "starts_time": "09:00"}, "请填写日期和时间"),
        ({"minutes": "0"}, "大于 0"),
        ({"minutes": "-5"}, "大于 0"),
        ({"minutes": "一小时"}, "整数"),
        ({"kind": "massage"}, "选项"),
        ({"kind": ""}, "请填写这一项"),
        ({"note": "好" * 301}, "太长"),
        ({"note": "a\u202eb"}, "不能使用的字符"),
        ({"pay_from": "gift"}, "那一天不能用这种方式付时间"),
    ],
)
def test_bad_input_gets_a_message_beside_its_field(
    browse: Browse, town: Town, typed: dict[str, str], words: str
) -> None:
    nong = browse(town.nong).opens(f"/needs/enter?elder={town.wang.member_id}")
    good = {
        "kind": "cleaning",
        "starts_day": "2026-11-17",
        "starts_time": "09:00",
        "minutes": "60",
        "place": "home",
        "pay_from": "own",
    }

    nong.sends("/needs", **(good | typed))

    assert nong.status == 422
    assert words in nong.words
    assert 'aria-invalid="true"' in nong.page


def test_full_width_digits_are_taken(browse: Browse, town: Town) -> None:
    nong = browse(town.nong).opens(f"/needs/enter?elder={town.wang.member_id}")

    nong.sends(
        "/needs",
        kind="cleaning",
        starts_day="2026-11-17",
        starts_time="09:00",
        minutes="９０",
        place="home",
        pay_from="own",
    )

    assert "1小时30分" in nong.words


@pytest.mark.parametrize("path", ["/needs/{}", "/services/{}", "/members/{}", "/objections/{}", "/ledger/{}"])
@pytest.mark.parametrize(
    "wrong", ["999999", "x" * 36, "00000000-0000-0000-0000-000000000000", "九", "%00", "1e999"]
)
def test_a_wrong_id_is_not_found(browse: Browse, town: Town, path: str, wrong: str) -> None:
    chen = browse(town.chen)

    chen.opens(path.format(wrong))

    assert chen.status == 404
    assert "没有" in chen.words


def test_an_unknown_page_says_what_to_do(stranger: Visitor) -> None:
    stranger.opens("/nichts")

    assert stranger.status == 404
    assert "回到首页" in stranger.words


def test_somebody_elses_need_is_hidden_from_a_stranger_and_from_zhao(
    browse: Browse, town: Town, stranger: Visitor
) -> None:
    posted = need(town, minutes=480)

    assert stranger.opens(f"/needs/{posted.id}").path == "/login"
    assert browse(town.zhao).opens(f"/needs/{posted.id}").status == 404


def test_the_address_of_a_form_asked_for_leads_to_its_page(browse: Browse, town: Town) -> None:
    service = f"/services/{accepted(town).service_id}"
    li = browse(town.li)

    assert li.opens(f"{service}/check-in").path == service
    assert li.opens("/me/sessions/1/revocation").path == "/me"
    assert li.opens("/coordinators").path == "/"


def test_a_stale_form_is_not_called_a_fault_of_ours(browse: Browse, town: Town) -> None:
    wang = browse(town.wang).opens("/")

    answer = wang.client.post("/logout")

    assert "系统出了毛病" not in answer.get_data(as_text=True)


def test_a_photograph_too_large_to_send_is_called_so(browse: Browse, town: Town) -> None:
    nong = browse(town.nong).opens("/")

    answer = nong.client.post(
        "/services/1/slip", data=nong.form("/logout") | {"photo": (BytesIO(bytes(20_000_001)), "slip.jpg")}
    )

    assert answer.status_code == 413
    assert "照片太大了" in answer.get_data(as_text=True)
