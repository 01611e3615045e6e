"""County and auditor: figures that add up to their lists, objections both ways, corrections, sites, the ledger."""

import re

import pytest

from tests.town import BOOK, PAIRED_SITE, SITE, TOWNSHIP, GiveRole, Town, give_role
from tests.walk import confirmed, pass_notice, settled, verified, verify
from tests.web.conftest import Browse
from tests.web.visitor import Visitor
from timebank.actors import system
from timebank.audit_orders import ordered_audits
from timebank.jobs import run_job
from timebank.members.roles import revoke_role
from timebank.members.volunteer_commands import RevokeRole
from timebank.places.queries import SiteView, sites_page
from timebank.settings import Settings


def test_a_township_sees_its_own_tree_and_no_other(browse: Browse, town: Town) -> None:
    pan = browse(town.pan)

    assert "大丰镇" in pan.opens("/regions").words
    assert pan.opens("/regions?region=450125").status == 403
    assert pan.opens("/regions?region=450125103").status == 403
    assert pan.opens("/regions?region=999").status in (403, 404)


def objected(town: Town, visitor: Visitor, state: str) -> str:
    """Have somebody object to a service in a state; return the service's id."""
    service = verified(town) if state == "verified" else settled(town)
    number = visitor_number(town, service)
    visitor.opens("/objections/new").sends("/objections", number=number, reason="那天没有人来")
    assert "异议已收到" in visitor.words
    return service


def visitor_number(town: Town, service_id: str) -> str:
    from timebank.services.queries import service_view

    with town.bank.reading(town.chen) as reading:
        return service_view(reading, service_id, town.chen).line.number


def test_an_objection_stops_a_service_until_the_county_decides(
    browse: Browse, town: Town, stranger: Visitor
) -> None:
    service = objected(town, stranger, "verified")
    pass_notice(town)
    assert town.available(town.li) == 0

    chen = browse(town.chen).opens("/objections").taps("李桂兰")
    chen.sends(f"{chen.path}/decision", uphold="no", reason="邻居都看见了")
    assert "异议不成立" in chen.words
    pass_notice(town)

    assert town.available(town.li) == 60
    assert "已入账" in browse(town.wang).opens(f"/services/{service}").words


def test_an_upheld_objection_frees_the_minutes(browse: Browse, town: Town, stranger: Visitor) -> None:
    objected(town, stranger, "verified")
    chen = browse(town.chen).opens("/objections").taps("李桂兰")

    chen.sends(f"{chen.path}/decision", uphold="yes", reason="她那天在圩上")

    assert "定了：异议成立" in chen.words
    assert town.account(town.wang) == (120, 0, 0)


def test_a_settled_service_is_reversed_visibly(browse: Browse, town: Town, stranger: Visitor) -> None:
    objected(town, stranger, "settled")
    chen = browse(town.chen).opens("/objections").taps("李桂兰")

    chen.sends(f"{chen.path}/decision", uphold="yes", reason="她那天在圩上")

    assert "已更正" in chen.words
    assert town.available(town.li) == 0
    assert town.available(town.wang) == 120


@pytest.mark.parametrize(("state", "words"), [("verified", "已经停下"), ("settled", "已经入账")])
def test_who_objects_hears_whether_the_minutes_are_stopped_or_credited_already(
    town: Town, stranger: Visitor, state: str, words: str
) -> None:
    objected(town, stranger, state)

    assert words in stranger.words


def test_a_decision_needs_an_answer_and_a_reason(browse: Browse, town: Town, stranger: Visitor) -> None:
    objected(town, stranger, "verified")
    chen = browse(town.chen).opens("/objections").taps("李桂兰")

    chen.sends(f"{chen.path}/decision")

    assert chen.status == 422
    assert chen.page.count("请填写这一项") >= 2


def test_a_second_objection_hears_of_the_first(town: Town, stranger: Visitor) -> None:
    service = objected(town, stranger, "verified")

    stranger.opens("/objections/new").sends(
        "/objections", number=visitor_number(town, service), reason="我也觉得"
    )

    assert stranger.status == 409
    assert "已有一件异议正在办理" in stranger.words
    assert "我也觉得" in stranger.page


@pytest.mark.parametrize("number", ["999999", "12", "abc"])
def test_an_objection_to_an_unknown_number_is_not_found(town: Town, stranger: Visitor, number: str) -> None:
    stranger.opens("/objections/new").sends("/objections", number=number, reason="没有人来")

    assert stranger.status in (404, 422)
    assert f'value="{number}"' in stranger.page


def test_the_public_list_names_no_elder_and_masks_the_volunteer(town: Town, stranger: Visitor) -> None:
    verified(town, kind="medical")

    for path in ("/notices", "/notices/print"):
        stranger.opens(path)
        assert "李*兰" in stranger.words
        assert "李桂兰" not in stranger.page
        assert "王秀英" not in stranger.page
        assert "助医" not in stranger.page


def test_the_sheet_of_the_county_names_the_site_of_each_line_and_that_of_a_site_does_not(
    town: Town, stranger: Visitor
) -> None:
    verified(town)
    [site] = [line.name for line in sites_of(town) if line.id == SITE]

    assert f"李*兰 {site}" in stranger.opens("/notices/print").words
    assert f"李*兰 {site}" not in stranger.opens(f"/notices/print?site={SITE}").words


def sites_of(town: Town) -> tuple[SiteView, ...]:
    with town.bank.reading(town.chen) as reading:
        return sites_page(reading, town.chen).items


def test_a_settled_service_is_corrected_once(browse: Browse, town: Town) -> None:
    service = settled(town)
    chen = browse(town.chen).opens(f"/services/{service}").taps("更正这一笔")

    chen.sends(f"/services/{service}/correction", minutes="40", reason="只来了四十分钟")

    assert "更正写好了" in chen.words
    assert town.available(town.li) == 40
    assert town.available(town.wang) == 80
    assert "更正这一笔" not in chen.words
    assert "收回" in chen.words


def test_added_minutes_wait_on_the_page_for_a_second_person(browse: Browse, town: Town) -> None:
    service = confirmed(town)
    verify(town, service, town.nong, minutes=40)
    pass_notice(town)
    chen = browse(town.chen).opens(f"/services/{service}").taps("更正这一笔")
    chen.sends(f"/services/{service}/correction", minutes="60", reason="漏记了二十分钟")
    assert "要由另一个人批准" in chen.words
    assert "陈志远 提出更正为 1小时，等第二个人审批" in chen.words

    pan = browse(town.pan).opens("/")
    assert "更正，等第二个人 1" in pan.words
    pan.opens(f"/services/{service}")
    pan.sends(f"/services/{service}/correction/decision", approve="yes")

    assert "更正写好了" in pan.words
    assert town.available(town.li) == 60


def test_sites_are_opened_and_paired(browse: Browse, town: Town) -> None:
    chen = browse(town.chen).opens("/sites/new")
    chen.sends("/sites", region="450125100202", name="第二幸福院", kind="happiness_home", phone="07715550101")
    assert "互助点设好了，编号 45012510020202" in chen.words

    chen.opens("/sites/pair").sends("/sites/pair", site="45012510020202", paired_site=PAIRED_SITE)
    assert "结对好了" in chen.words
    chen.opens("/sites/pair").sends("/sites/pair", site=SITE, paired_site=SITE)

    assert chen.status == 422
    assert "不能与自己结对" in chen.words


def test_a_coordinator_is_appointed_with_a_code_shown_once(
    browse: Browse, town: Town, stranger: Visitor
) -> None:
    chen = browse(town.chen).opens("/coordinators/new")
    typed = {
        "role": "coordinator",
        "name": "蓝小凤",
        "sex": "female",
        "birth_date_year": "1990",
        "birth_date_month": "3",
        "birth_date_day": "3",
        "phone": "17900000066",
        "site": SITE,
        "consent": "yes",
    }
    form = chen.form("/coordinators", **typed)
    chen.sends("/coordinators", **typed)
    assert "账号建好了" in chen.words
    code = re.search(r'<span class="digits">(\d{4} \d{4} \d{4})</span>', chen.page)
    assert code is not None
    again = chen.client.post("/coordinators", data=form).get_data(as_text=True)
    assert code[1] in again

    password = "木棉花开三月三" + "呀"
    stranger.opens("/code").sends(
        "/code", phone="17900000066", code=code[1], password=password, password_again=password
    )
    stranger.sends("/login", phone="17900000066", password=password)

    assert "待办" in stranger.words


def test_the_auditor_reads_an_entry_byte_for_byte(browse: Browse, town: Town) -> None:
    settled(town)
    huang = browse(town.huang).opens("/")
    huang.taps("入账")

    assert "timebank/entry/v1" in huang.page
    assert "李桂兰" not in huang.words
    assert "李*兰" in huang.words
    assert "付出 −1小时" in huang.words


def test_an_entry_is_found_by_its_number(browse: Browse, town: Town) -> None:
    huang = browse(town.huang)

    assert huang.opens("/ledger?seq=0").path == "/ledger/0"
    assert "没有这一条" in huang.opens("/ledger?seq=99999").words


def test_the_audit_is_asked_for_on_the_page_and_done_beside_it(
    browse: Browse, town: Town, settings: Settings
) -> None:
    settled(town)

    huang = browse(town.huang).opens("/audit").sends("/audit")
    assert "已经排上" in huang.words
    assert "/audit" not in huang.actions()
    run_job(town.bank, ordered_audits(settings))

    assert "没有发现不对" in huang.opens("/audit").words
    assert "已经排上" not in huang.words


@pytest.mark.parametrize(
    "path",
    [
        "/objections",
        "/sites/new",
        "/coordinators/new",
        "/ledger",
        "/audit",
        "/members/new",
        f"/regions?region={TOWNSHIP}",
    ],
)
def test_a_volunteer_has_nothing_to_do_there(browse: Browse, town: Town, path: str) -> None:
    assert browse(town.li).opens(path).status == 403


def test_a_site_is_closed_for_a_reason(browse: Browse, town: Town) -> None:
    chen = browse(town.chen).opens("/sites").taps("停用一个点")
    chen.sends("/sites/close", site=PAIRED_SITE)
    assert chen.status == 422
    assert chen.form("/sites/close")["site"] == PAIRED_SITE

    chen.sends("/sites/close", reason="并到邻村")

    assert "停用了" in chen.words
    assert "已停用" in chen.words
    assert PAIRED_SITE not in chen.opens("/sites/close").page


def test_how_many_belong_to_a_site_is_for_who_works_there(browse: Browse, town: Town) -> None:
    nong = browse(town.nong).opens("/sites")

    assert f'href="/sites/{SITE}"' in nong.page
    assert f'href="/sites/{PAIRED_SITE}"' not in nong.page
    assert "农美玲 幸福院203 9 正常" in nong.words
    assert "覃建华 幸福院202 – 正常" in nong.words


def test_a_shopkeeper_follows_each_figure_that_leads_on(browse: Browse, town: Town) -> None:
    town.bank.run(give_role, GiveRole(town.qin.member_id, "shopkeeper", SITE), system(BOOK))
    town.bank.run(revoke_role, RevokeRole("coordinator", PAIRED_SITE, town.qin.member_id), town.chen)

    qin = browse(town.qin).opens(f"/sites/{SITE}")

    figures = qin.page.partition('<dl class="figures">')[2].partition("</dl>")[0]
    links = re.findall(r'href="([^"]+)"', figures)
    assert links
    assert {browse(town.qin).opens(link.replace("&amp;", "&")).status for link in links} == {200}
