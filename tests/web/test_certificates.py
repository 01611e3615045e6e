"""Certificates on the pages: a volunteer asks, the coordinator agrees, anybody checks, a correction withdraws."""

from tests import walk
from tests.town import SITE, Town
from tests.web.conftest import Browse
from tests.web.visitor import Visitor
from timebank.certificates.issuing import CERTIFICATES
from timebank.certificates.queries import certificates_page
from timebank.jobs import run_job
from timebank.services.commands import CorrectService
from timebank.services.correcting import correct_service
from timebank.services.queries import services_page


def number_of(town: Town) -> str:
    """Return the number of Li's newest certificate."""
    with town.bank.reading(town.li) as reading:
        return certificates_page(reading, town.li).items[0].number


def valid_certificate(town: Town, browse: Browse) -> str:
    """Have Li ask on the page and Nong agree on the desk; return the number once it is valid."""
    walk.settled(town)
    li = browse(town.li).opens("/hours").taps("服务证明").taps("申请我的证明")
    assert "1小时" in li.words
    li.sends("/certificates", lists_services="yes")
    assert "申请好了" in li.words
    nong = browse(town.nong).opens("/")
    assert "证明申请 1" in nong.words
    number = number_of(town)
    nong.taps("李桂兰 11月").sends(f"/certificates/{number}/decision", accept="yes", head="韦主任", reason="")
    assert "开始公示" in nong.words
    town.clock.advance(days=8)
    run_job(town.bank, CERTIFICATES)
    return number


def test_from_asking_to_paper(town: Town, browse: Browse, stranger: Visitor) -> None:
    number = valid_certificate(town, browse)

    li = browse(town.li).opens(f"/certificates/{number}/record")
    assert "韦主任" in li.words
    answer = li.client.get(f"/certificates/{number}/pdf")
    assert (answer.mimetype, answer.data[:4]) == ("application/pdf", b"%PDF")
    li.taps("别人核对时看到的")
    assert "这张证明有效" in li.words
    assert "李*兰" in li.words
    seen = stranger.opens("/").taps("核对服务证明").opens(f"/certificates/check?number={number}")
    assert "这张证明有效" in seen.words
    assert "李" not in seen.words


def test_after_a_correction_the_public_page_says_withdrawn(
    town: Town, browse: Browse, stranger: Visitor
) -> None:
    number = valid_certificate(town, browse)
    with town.bank.reading(town.li) as reading:
        service = services_page(reading, town.li, states=("settled",)).items[0].id
    town.bank.run(correct_service, CorrectService(service, 30, "多记"), town.chen)

    assert "已经撤销" in stranger.opens(f"/certificates/{number}").words
    assert "总时间变了" in stranger.words
    li = browse(town.li).opens("/me/messages")
    assert f"服务证明 {number} 撤销了" in li.words
    assert "申请服务证明" in li.taps("撤销了").taps("换发一张新的").words


def test_on_notice_it_is_on_the_wall_for_everybody(town: Town, browse: Browse, stranger: Visitor) -> None:
    walk.settled(town)
    browse(town.li).opens("/certificates/new").sends("/certificates", issuer=SITE)
    number = number_of(town)
    browse(town.nong).opens(f"/certificates/{number}/record").sends(f"/certificates/{number}/decision")

    words = stranger.opens("/notices").taps("公示中的服务证明").words

    assert number in words
    assert "李*兰" in words
    assert "李桂兰" not in words


def test_declining_asks_for_a_reason_and_shows_it(town: Town, browse: Browse) -> None:
    walk.settled(town)
    browse(town.li).opens("/certificates/new").sends("/certificates", issuer=SITE)
    number = number_of(town)
    path = f"/certificates/{number}/decision"
    nong = browse(town.nong).opens(f"/certificates/{number}/record")

    refused = nong.client.post(path, data=nong.form(path, accept="no"))
    assert refused.status_code == 422
    nong.opens(f"/certificates/{number}/record").sends(path, accept="no", reason="还差一份材料")

    assert "没有同意" in nong.words
    assert "还差一份材料" in browse(town.li).opens(f"/certificates/{number}/record").words


def test_two_people_withdraw_it(town: Town, browse: Browse, stranger: Visitor) -> None:
    number = valid_certificate(town, browse)
    path = f"/certificates/{number}"
    nong = browse(town.nong).opens(f"{path}/record")
    nong.sends(f"{path}/withdrawal", withdrawal_reason="名字写错了")
    assert "等另一个人决定" in nong.words
    assert f"{path}/withdrawal-decision" not in nong.actions()

    browse(town.chen).opens(f"{path}/record").sends(f"{path}/withdrawal-decision", agree="yes")

    assert "已经撤销" in stranger.opens(path).words


def test_an_office_begins_it_for_a_volunteer_from_the_member_page(town: Town, browse: Browse) -> None:
    walk.settled(town)
    nong = browse(town.nong).opens(f"/members/{town.li.member_id}").taps("出服务证明")

    nong.sends("/certificates", issuer=SITE)

    assert "同意出具" in nong.words


def test_who_never_served_is_told_so(town: Town, browse: Browse) -> None:
    assert "还没有已入账的服务" in browse(town.zhao).opens("/certificates/new").words


def test_a_mistyped_number_is_told_and_kept(stranger: Visitor) -> None:
    seen = stranger.opens("/certificates/check?number=４５０１ 2520&code=abcd")

    assert seen.status == 404
    assert "没有找到这张证明" in seen.words
    assert 'value="45012520"' in seen.page
