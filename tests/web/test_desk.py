"""The coordinator's door: the queue, calls, the register, slips, and who may verify."""

import io
import re
from datetime import date, timedelta

import pytest
from PIL import Image

from tests.town import BOOK, SITE, Town, join
from tests.walk import checked_out, confirmed, need
from tests.web.conftest import Browse
from timebank.actors import Grant, Role, system
from timebank.members.access import issue_card
from timebank.members.access_commands import IssueCard
from timebank.places.commands import RegisterSite
from timebank.places.use_cases import register_site

PERSON = {
    "kind": "elder",
    "name": "韦桂花",
    "sex": "female",
    "birth_date_year": "1945",
    "birth_date_month": "6",
    "birth_date_day": "1",
    "phone": "17900000044",
    "hamlet": "那马屯",
    "consent_way": "paper",
    "consent": "yes",
}


def photograph() -> io.BytesIO:
    stream = io.BytesIO()
    Image.new("RGB", (400, 300), "white").save(stream, "JPEG")
    stream.seek(0)
    return stream


def test_the_queue_has_what_waits(browse: Browse, town: Town) -> None:
    confirmed(town)
    need(town, elder=town.meng, by=town.nong, starts_at=town.clock.moment + timedelta(days=1))

    nong = browse(town.nong).opens("/")

    assert "等您审核 1" in nong.words
    assert "付方待定 1" in nong.words


def test_a_call_becomes_a_need(browse: Browse, town: Town) -> None:
    nong = browse(town.nong).opens("/needs/enter?q=myl").taps("蒙玉莲")

    nong.sends(
        "/needs",
        kind="meals",
        starts_day="2026-11-17",
        starts_time="11:00",
        minutes="60",
        place="home",
        pay_from="own",
    )

    assert "付方待定" in nong.words
    assert "打电话来，协管员登记" in nong.words
    nong.taps("定由谁付").sends(f"{nong.path}", pay_from="own")
    assert nong.status == 422
    assert "存的时间不够" in nong.words


def test_a_name_is_not_looked_up_over_the_county(browse: Browse, town: Town) -> None:
    chen = browse(town.chen).opens("/members?q=王")

    assert chen.status == 200
    assert "请先选一个互助点" in chen.words


def test_a_person_is_registered_with_consent(browse: Browse, town: Town) -> None:
    nong = browse(town.nong).opens("/members/new")
    assert "我同意互助点登记我的情况" in nong.words

    nong.sends("/members", **PERSON)

    assert "登记好了，成员号" in nong.words
    assert "韦桂花" in nong.words
    assert "17900000044" not in nong.words


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"consent": ""}, "还没有本人同意"),
        ({"birth_date_month": "2", "birth_date_day": "30"}, "没有这一天"),
        ({"birth_date_year": "2030"}, "出生日期不能在今天以后"),
        ({"phone": "123"}, "手机号应是"),
        ({"phone": ""}, "没有手机号也没有身份证号"),
        ({"name": ""}, "请填写这一项"),
        ({"identity_number": "450125194506010011"}, "身份证号"),
        ({"tags": ["disabled"]}, "还没有本人同意"),
    ],
)
def test_a_wrong_registration_keeps_what_was_typed(
    browse: Browse, town: Town, changed: dict[str, str], words: str
) -> None:
    nong = browse(town.nong).opens("/members/new")

    nong.sends("/members", **(PERSON | changed))

    assert nong.status == 422
    assert words in nong.words
    assert nong.form("/members")["hamlet"] == "那马屯"


def test_somebody_much_alike_is_shown_and_may_be_registered_with_a_reason(browse: Browse, town: Town) -> None:
    join(town.bank, "韦桂花", "elder", date(1945, 6, 1), "female", "")
    nong = browse(town.nong).opens("/members/new")

    nong.sends("/members", **PERSON)
    assert nong.status == 409
    assert "登记册上已有这个人" in nong.words
    nong.sends("/members", force_reason="同名同日生，另一个屯的")

    assert "登记好了" in nong.words


def test_a_record_is_opened_for_a_task_and_the_look_is_shown_to_the_member(
    browse: Browse, town: Town
) -> None:
    page = f"/members/{town.wang.member_id}"
    nong = browse(town.nong).opens(page)
    assert "17900000001" not in nong.words

    nong.sends(f"{page}/looks", purpose="care")

    assert "17900000001" in nong.words
    assert "您这次查看已经记下" in nong.words
    assert "农美玲 · 安排服务" in browse(town.wang).opens("/me").words


def test_a_card_is_shown_once_and_its_pin_typed_by_the_member(browse: Browse, town: Town) -> None:
    page = f"/members/{town.meng.member_id}"
    nong = browse(town.nong).opens(page).sends(f"{page}/card")
    assert "新卡办好了" in nong.words

    nong.sends(f"{page}/pin", pin="2580", pin_again="2581")
    assert "两遍写得不一样" in nong.words
    nong.sends(f"{page}/pin", pin="1942", pin_again="1942")
    assert "不要用生日" in nong.words
    nong.sends(f"{page}/pin", pin="2580", pin_again="2580")

    assert "数字密码设好了" in nong.words
    assert "新卡办好了" not in nong.words


def test_a_code_for_an_account_is_shown_once(browse: Browse, town: Town) -> None:
    page = f"/members/{town.li.member_id}"

    nong = browse(town.nong).opens(page).sends(f"{page}/one-time-code")

    assert "一次性代码只显示这一次" in nong.words
    assert re.search(r"\b\d{4} \d{4} \d{4}\b", nong.words), "read out over the telephone, in groups"
    assert "一次性代码只显示这一次" not in nong.opens(page).words


def test_a_volunteer_is_approved_in_two_steps_by_two_people(browse: Browse, town: Town) -> None:
    new = join(town.bank, "陆阿妹", "volunteer", date(1970, 1, 1), "female", "17900000055")
    page = f"/members/{new.member_id}"
    nong = browse(town.nong).opens("/")
    assert "志愿者申请 1" in nong.words

    nong.taps("陆阿妹").sends(f"{page}/approval")
    assert "还要乡镇再审" in nong.words
    pan = browse(town.pan).opens(page).sends(f"{page}/approval")

    assert "可以接单了" in pan.words


def test_a_training_is_recorded(browse: Browse, town: Town) -> None:
    page = f"/members/{town.li.member_id}"

    nong = (
        browse(town.nong)
        .opens(page)
        .sends(
            f"{page}/training", kind="bathing", passed_on_year="2026", passed_on_month="10", passed_on_day="8"
        )
    )

    assert "培训记好了" in nong.words
    assert "培训过 助浴" in nong.words


def test_a_slip_goes_to_the_paired_site_and_the_recorder_is_refused(browse: Browse, town: Town) -> None:
    service = checked_out(town)
    nong = browse(town.nong).opens("/slips/new").taps("助聊")

    nong.sends(f"/services/{service}/slip", mark="thumb_print", photo=(photograph(), "slip.jpg"))

    assert "已经转给别人" in nong.words
    nong.opens(f"/services/{service}/verification")
    assert "您参与了这次服务" in nong.words
    assert f"/services/{service}/verification" not in nong.actions()
    qin = browse(town.qin).opens("/")
    assert "别的点转来的 1" in qin.words
    assert qin.client.get(f"/services/{service}/photo").mimetype == "image/jpeg"


def test_a_slip_without_its_photograph_keeps_what_was_typed(browse: Browse, town: Town) -> None:
    service = checked_out(town)
    nong = browse(town.nong).opens(f"/services/{service}/slip")

    nong.sends(f"/services/{service}/slip", mark="witness", witness="黄二叔", minutes="45")

    assert nong.status == 422
    assert "请拍下纸条的照片" in nong.words
    assert nong.form(f"/services/{service}/slip")["witness"] == "黄二叔"
    assert nong.form(f"/services/{service}/slip")["minutes"] == "45"


def test_what_is_no_photograph_is_refused(browse: Browse, town: Town) -> None:
    service = checked_out(town)
    nong = browse(town.nong).opens(f"/services/{service}/slip")

    nong.sends(f"/services/{service}/slip", mark="signature", photo=(io.BytesIO(b"%PDF-1.7"), "slip.pdf"))

    assert nong.status == 422
    assert "不是能读取的照片" in nong.words


def test_more_than_the_payer_has_is_chosen_by_the_reviewer(browse: Browse, town: Town) -> None:
    service = confirmed(town, 150)
    nong = browse(town.nong).opens(f"/services/{service}/verification")
    assert "老人的时间还差 30分" in nong.words
    assert 'name="shortfall"' in nong.page, "the choice reaches the reviewer's command"

    nong.sends(f"/services/{service}/verification", decision="approve")
    assert nong.status == 422
    nong.sends(f"/services/{service}/verification", shortfall="uncredited")

    assert "记 2小时" in nong.words


def test_sending_back_takes_a_reason(browse: Browse, town: Town) -> None:
    service = confirmed(town)
    nong = browse(town.nong).opens(f"/services/{service}/verification")

    nong.sends(f"/services/{service}/verification", decision="return")
    assert "请写明原因" in nong.words
    nong.sends(f"/services/{service}/verification", reason="到底几点开始？")

    assert "已经退回" in nong.words
    assert "到底几点开始？" in browse(town.li).opens(f"/services/{service}").words


def test_a_service_is_logged_at_the_desk_for_a_volunteer(browse: Browse, town: Town) -> None:
    town.clock.advance(hours=6)
    nong = browse(town.nong)
    numbers = {
        who: nong.opens(f"/members/{getattr(town, who).member_id}").words.partition("成员号 ")[2].split()[0]
        for who in ("wang", "li")
    }

    nong.opens("/services/new").sends(
        "/services",
        elder_number=numbers["wang"],
        volunteer_number=numbers["li"],
        kind="meals",
        starts_day="2026-11-16",
        starts_time="11:00",
    )

    assert "李桂兰" in nong.words
    assert "（事后补记）" in nong.words


def test_blank_slips_can_be_printed(browse: Browse, town: Town) -> None:
    nong = browse(town.nong).opens("/slips/print")

    assert nong.words.count("时间银行服务单") == 2
    assert SITE in nong.words


def test_a_card_of_staff_is_not_given_by_a_coordinator(browse: Browse, town: Town) -> None:
    page = f"/members/{town.qin.member_id}"
    nong = browse(town.nong).opens(page)
    assert f"{page}/card" not in nong.actions()

    forged = nong.client.post(f"{page}/card", data=nong.form("/mode"))

    assert forged.status_code == 403
    assert town.bank.run(issue_card, IssueCard(town.qin.member_id), system(BOOK)).number


def test_a_volunteer_stands_aside_and_is_let_back_from_above(browse: Browse, town: Town) -> None:
    page = f"/members/{town.li.member_id}"

    nong = browse(town.nong).opens(page).sends(f"{page}/suspension")
    assert "已经暂停" in nong.words
    assert f"{page}/reinstatement" not in nong.actions()
    assert browse(town.li).opens("/open-needs").status == 403
    pan = browse(town.pan).opens(page).sends(f"{page}/reinstatement")

    assert "又可以接单" in pan.words
    assert browse(town.li).opens("/open-needs").status == 200


def test_only_what_was_typed_is_corrected_and_the_member_may_see_why(browse: Browse, town: Town) -> None:
    page = f"/members/{town.wang.member_id}"
    nong = browse(town.nong).opens(page).taps("更正登记")
    assert "17900000001" not in nong.page

    nong.sends(f"{page}/correction", phone="17900000071", reason="换了号码")

    assert "改好了" in nong.words
    wang = browse(town.wang).opens("/me").words
    assert "17900000071" in wang
    assert "村口第三家" in wang


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"phone": "123", "reason": "换了号码"}, "手机号应是"),
        ({"phone": "17900000071"}, "请填写这一项"),
        ({"birth_date_year": "1950", "reason": "写错了"}, "没有这一天"),
    ],
)
def test_a_wrong_correction_keeps_what_was_typed(
    browse: Browse, town: Town, typed: dict[str, str], words: str
) -> None:
    path = f"/members/{town.wang.member_id}/correction"
    nong = browse(town.nong).opens(path)

    nong.sends(path, hamlet="那马屯", **typed)

    assert nong.status == 422
    assert words in nong.words
    assert nong.form(path)["hamlet"] == "那马屯"


def test_a_correction_that_changes_nothing_says_so(browse: Browse, town: Town) -> None:
    path = f"/members/{town.wang.member_id}/correction"

    nong = browse(town.nong).opens(path).sends(path, reason="核对过")

    assert "没有改动" in nong.words


def test_a_coordinator_is_not_told_to_call_herself(browse: Browse, town: Town) -> None:
    village, phone = "450125100204", "17900009001"
    site = town.bank.run(register_site, RegisterSite(village, "三联村幸福院", phone=phone), system(BOOK)).id
    elder = join(town.bank, "韦桂花", "elder", date(1945, 6, 1), "female", "17900000044", site=site)
    grant = Grant(Role.COORDINATOR, site)
    own = join(town.bank, "卢彩霞", "staff", date(1985, 6, 1), "female", "17900000045", grant, site)

    assert phone in browse(elder).opens("/").words
    assert phone not in browse(own).opens("/").words
