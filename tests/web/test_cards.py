"""A card as it is printed, and what scanning it opens: to each what is theirs, to a stranger nothing."""

import re

import pytest
from flask import Flask

from tests.town import TOMORROW_NINE, Town
from tests.walk import accepted, checked_out, confirmed
from tests.web.conftest import Browse
from tests.web.visitor import Visitor
from timebank.actors import system
from timebank.members.access import issue_card, revoke_card, set_pin
from timebank.members.access_commands import IssueCard, RevokeCard, SetPin
from timebank.members.sessions import authenticate
from timebank.services.commands import ConfirmService
from timebank.services.use_cases import confirm_service


@pytest.fixture
def address(town: Town) -> str:
    """What the code on Wang's card says."""
    card = town.bank.run(issue_card, IssueCard(town.wang.member_id), system(town.wang.book))
    return f"/c/{card.number}"


def test_the_printed_card_has_the_digits_and_a_code_for_its_address(browse: Browse, town: Town) -> None:
    page = f"/members/{town.meng.member_id}"
    nong = browse(town.nong).opens(page).sends(f"{page}/card")
    digits = re.search(r"\d{4} \d{4} \d{2}", nong.words)

    assert digits is not None
    assert '<span class="bank-card-code"><svg' in nong.page
    assert browse(town.nong).opens(f"/c/{digits[0].replace(' ', '')}").taps("打开登记资料").path == page


def test_at_the_desk_the_holder_opens_the_own_pages_and_the_coordinator_is_out(
    browse: Browse, town: Town, address: str
) -> None:
    set_pin(town.bank, SetPin("314159", town.wang.member_id), system(town.wang.book))
    desk = browse(town.nong)
    before = desk.client.get_cookie("tb")

    desk.opens(address)
    assert "王秀英" in desk.words
    desk.sends("/login", pin="314159")

    assert "现在登录的是：王秀英" in desk.opens("/").words
    assert before is not None
    assert authenticate(town.bank, before.value) is None


def test_a_wrong_pin_at_the_desk_leaves_the_coordinator_where_she_was(
    browse: Browse, town: Town, address: str
) -> None:
    set_pin(town.bank, SetPin("314159", town.wang.member_id), system(town.wang.book))

    desk = browse(town.nong).opens(address).sends("/login", pin="271828")

    assert "没有登录成功" in desk.words
    assert "农美玲" in desk.opens("/").words


def test_a_stranger_is_asked_for_the_pin_and_learns_nothing(stranger: Visitor, address: str) -> None:
    found = stranger.opens(address)
    other = stranger.opens("/c/1000000008")

    assert "数字密码" in found.words
    assert "王" not in found.words
    assert found.words == other.words


def test_the_number_needs_not_be_typed_again(app: Flask, address: str) -> None:
    digits = address.removeprefix("/c/")

    assert f'value="{digits[:4]} {digits[4:8]} {digits[8:]}"' in Visitor(app).opens(address).page


def test_a_volunteer_comes_to_the_service_of_this_elder(browse: Browse, town: Town, address: str) -> None:
    service = accepted(town).service_id

    assert browse(town.li).opens(address).path == f"/services/{service}"


def test_a_check_in_by_the_elders_card_is_on_record_and_spares_a_sign(
    browse: Browse, town: Town, address: str
) -> None:
    service = accepted(town).service_id
    town.clock.moment = TOMORROW_NINE
    li = browse(town.li).opens(address)
    assert "扫到了老人的卡" in li.words

    li.sends(f"/services/{service}/check-in", position="23.43210,108.61234")
    assert "老人的卡在场，23.43210,108.61234" in li.words
    town.clock.advance(hours=1)
    li.sends(f"/services/{service}/check-out")
    town.bank.run(confirm_service, ConfirmService(service, "own_device"), town.wang)
    assert "签到时没有位置" not in browse(town.nong).opens(f"/services/{service}/verification").words


def test_without_place_and_card_the_reviewer_is_told(browse: Browse, town: Town) -> None:
    service = confirmed(town)

    assert (
        "签到时没有位置，也没有老人的卡" in browse(town.nong).opens(f"/services/{service}/verification").words
    )


def test_another_elders_card_is_refused_in_words(browse: Browse, town: Town) -> None:
    card = town.bank.run(issue_card, IssueCard(town.meng.member_id), town.nong).number
    service = accepted(town).service_id
    town.clock.moment = TOMORROW_NINE

    li = browse(town.li).opens(f"/services/{service}?card={card}")
    assert "扫到了老人的卡" not in li.words
    li.sends(f"/services/{service}/check-in", card=card)

    assert li.status == 422
    assert "这张卡不是这位老人的" in li.words


def test_of_several_the_one_to_confirm_comes_first(browse: Browse, town: Town, address: str) -> None:
    service = checked_out(town)

    li = browse(town.li).opens(address)

    digits = address.removeprefix("/c/")
    assert li.path == f"/services/{service}/confirmation"
    assert f'value="{digits[:4]} {digits[4:8]} {digits[8:]}"' in li.page


def test_a_volunteer_without_a_service_learns_no_more_than_of_a_card_that_ended(
    browse: Browse, town: Town, address: str
) -> None:
    zhao = browse(town.zhao).opens(address)
    town.bank.run(revoke_card, RevokeCard(town.wang.member_id), system(town.wang.book))
    after = browse(town.zhao).opens(address)

    assert zhao.status == after.status == 404
    assert zhao.words == after.words


def test_the_holder_comes_home(browse: Browse, town: Town, address: str) -> None:
    assert browse(town.wang).opens(address).path == "/"


def test_an_auditor_is_offered_nothing_an_auditor_may_not_do(
    browse: Browse, town: Town, address: str
) -> None:
    huang = browse(town.huang).opens(address)

    assert "/needs/enter" not in huang.page
    assert huang.taps("打开登记资料").status == 200


def test_the_office_of_another_place_learns_no_more_than_of_a_card_that_ended(
    browse: Browse, town: Town, address: str
) -> None:
    far = browse(town.far).opens(address)
    town.bank.run(revoke_card, RevokeCard(town.wang.member_id), system(town.wang.book))
    after = browse(town.far).opens(address)

    assert far.status == after.status == 404
    assert far.words == after.words


def test_a_number_typed_with_spaces_is_the_same_card_at_the_desk(
    browse: Browse, town: Town, address: str
) -> None:
    digits = address.removeprefix("/c/")
    desk = browse(town.nong).opens(f"/c/{digits[:4]}%20{digits[4:8]}%20{digits[8:]}")

    assert desk.form("/login")["card"] == digits
