"""Messages that leave the house, on the pages: where one's own go, how they fare, and the slip of paper."""

from dataclasses import replace
from pathlib import Path

from flask import Flask

from tests.timebank.deliveries.gateway import loopback
from tests.town import BOOK, Town
from tests.web.conftest import Browse
from timebank.deliveries.sending import messaging
from timebank.jobs import run_job
from timebank.members.access import issue_card, revoke_card
from timebank.members.access_commands import IssueCard, RevokeCard
from timebank.settings import Settings


def lose_card(town: Town) -> None:
    """Let Wang be told of something, days after everything else."""
    town.clock.advance(days=2)
    town.bank.run(issue_card, IssueCard(town.wang.member_id), town.nong)
    town.bank.run(revoke_card, RevokeCard(town.wang.member_id), town.nong)


def test_a_slip_is_printed_and_handed_over(browse: Browse, town: Town) -> None:
    lose_card(town)
    path = f"/members/{town.wang.member_id}/messages"
    nong = browse(town.nong).opens(f"/members/{town.wang.member_id}").taps("打印消息单")
    assert "您的卡停用了" not in nong.words

    nong.sends(path)
    assert nong.words.index("给您办了卡") < nong.words.index("您的卡停用了")
    nong.sends(f"{path}/handover")
    assert "记下了：2 条消息" in nong.words
    assert "没有没看过的消息" in nong.opens(path).sends(path).words

    wang = browse(town.wang).opens("/me")
    assert "打印消息单" in wang.words
    assert "新消息" not in wang.words


def test_the_office_sees_how_each_message_fares(
    browse: Browse, town: Town, app: Flask, settings: Settings, tmp_path: Path
) -> None:
    lose_card(town)
    with loopback() as gateway:
        gateway.answers = [(200, ""), (503, "")]
        here = replace(settings, messages=((BOOK, "sms"),), sms_url=gateway.url)
        app.extensions["settings"] = here
        assert run_job(town.bank, messaging(here)) == 1

    nong = browse(town.nong).opens("/").taps("发出的消息")
    assert "status 503" in nong.words
    assert "您的卡" not in nong.words
    assert "status 503" not in nong.taps("发出了").words
    assert nong.opens("/deliveries?state=nonsense").status == 200


def test_a_member_chooses_where_messages_go(
    browse: Browse, town: Town, app: Flask, settings: Settings
) -> None:
    wang = browse(town.wang).opens("/me/messages")
    assert "/me/message-way" not in wang.actions()

    app.extensions["settings"] = replace(
        settings, wecom_url="http://127.0.0.1:9", sms_url="http://127.0.0.1:9"
    )
    wang.opens("/me/messages").sends("/me/message-way", way="wecom")
    assert wang.status == 422
    assert "企业微信里的账号" in wang.words
    wang.sends("/me/message-way", way="wecom", address="wang.xy")
    assert "没有短信和企业微信" not in browse(town.nong).opens("/deliveries").words

    assert "以后的消息照您说的发" in wang.words
    assert wang.form("/me/message-way")["way"] == "wecom"


def test_the_auditor_follows_a_row_to_what_an_auditor_may_see(
    browse: Browse, town: Town, app: Flask, settings: Settings
) -> None:
    lose_card(town)
    run_job(town.bank, messaging(replace(settings, messages=((BOOK, "file"),))))

    assert browse(town.huang).opens("/deliveries").taps("王秀英").status == 200
    assert browse(town.nong).opens("/deliveries").taps("王秀英").path.endswith("/messages")
