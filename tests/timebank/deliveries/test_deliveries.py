"""Messages leave the house once, again where nobody answered, never to the wrong people, and what failed is read."""

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from tests.timebank.deliveries.gateway import Loopback, loopback
from tests.town import BOOK, Done, Town
from timebank.actors import Actor, system
from timebank.deliveries.channels import ConsoleChannel, FileChannel, NotTaken, Parcel
from timebank.deliveries.choosing import AddressWanted, ChooseWay, choose_way
from timebank.deliveries.model import GAPS
from timebank.deliveries.planning import PlanDeliveries, plan_deliveries
from timebank.deliveries.queries import DeliveryView, deliveries_page
from timebank.deliveries.sending import BeginTries, begin_tries, channels_of, messaging
from timebank.deliveries.slips import HandSlipOver, MakeSlip, hand_slip_over, make_slip
from timebank.departures.commands import EnterDeparture
from timebank.departures.use_cases import enter_departure
from timebank.errors import NotAllowed, NotFound
from timebank.jobs import run_job
from timebank.members.queries import looks_page
from timebank.message_facts import spoken
from timebank.message_words import MESSAGE_WORDS, facts_wanted
from timebank.messages import MessageNotFound, messages_page, unread_count
from timebank.settings import Settings
from timebank.work import UnitOfWork

PHONE = "17900000001"


@pytest.fixture
def gateway() -> Iterator[Loopback]:
    with loopback() as gateway:
        yield gateway


@pytest.fixture(autouse=True)
def quiet(town: Town) -> None:
    """What the cast was told when it was registered is long ago."""
    town.clock.advance(days=2)


def settings(home: Path, messages: str = "sms", *, sms: str = "", wecom: str = "") -> Settings:
    return Settings(
        home=home,
        database_url="sqlite:///none",
        messages=((BOOK, messages),) if messages else (),
        sms_url=sms,
        sms_secret="a-secret",
        wecom_url=wecom,
    )


def tell(town: Town, who: Actor, kind: str = "card_revoked", **facts: str | int) -> None:
    """Leave a message for somebody."""

    def leave(uow: UnitOfWork, command: Done, actor: Actor) -> Done:
        uow.outbox.tell(who.member_id, kind, **facts)
        return command

    town.bank.run(leave, Done(), system(BOOK))


def seen(town: Town, state: str = "", by: Actor | None = None) -> tuple[DeliveryView, ...]:
    with town.bank.reading(by or town.nong) as reading:
        return deliveries_page(reading, by or town.nong, state=state).items


def test_nothing_leaves_the_house_unless_it_is_set(town: Town, tmp_path: Path) -> None:
    tell(town, town.wang)

    assert run_job(town.bank, messaging(settings(tmp_path, ""))) == 0
    assert seen(town) == ()


@pytest.mark.both_engines
def test_a_message_is_sent_once_with_its_key(town: Town, tmp_path: Path, gateway: Loopback) -> None:
    job = messaging(settings(tmp_path, sms=gateway.url))
    tell(town, town.wang)

    assert run_job(town.bank, job) == 1
    town.clock.advance(minutes=5)
    assert run_job(town.bank, job) == 0

    ((path, token, body),) = gateway.asked
    (sent,) = seen(town)
    assert (path, token) == ("/gate/messages", "Bearer a-secret")
    assert body == {"key": sent.id, "to": PHONE, "text": "【时间银行】您的卡停用了。"}
    assert (sent.state, sent.tries, sent.way) == ("sent", 1, "sms")


def test_a_gateway_that_is_away_gets_it_later_with_growing_gaps(
    town: Town, tmp_path: Path, gateway: Loopback
) -> None:
    gateway.answers = [(503, ""), (429, ""), (200, "")]
    job = messaging(settings(tmp_path, sms=gateway.url))
    tell(town, town.wang)

    assert run_job(town.bank, job) == 0
    (waiting,) = seen(town, "waiting")
    assert (waiting.tries, waiting.reason) == (1, "status 503")
    town.clock.advance(seconds=50)
    assert run_job(town.bank, job) == 0
    assert len(gateway.asked) == 1
    town.clock.advance(seconds=20)
    assert run_job(town.bank, job) == 0
    town.clock.advance(minutes=6)
    assert run_job(town.bank, job) == 1

    assert {body["key"] for _, _, body in gateway.asked} == {waiting.id}
    assert [view.state for view in seen(town)] == ["sent"]


def test_a_silent_way_costs_the_others_no_try(town: Town, tmp_path: Path, gateway: Loopback) -> None:
    gateway.answers = [(503, ""), (200, "")]
    job = messaging(settings(tmp_path, sms=gateway.url))
    for _ in range(3):
        tell(town, town.wang)

    run_job(town.bank, job)
    assert len(gateway.asked) == 1
    assert sorted(view.tries for view in seen(town, "waiting")) == [0, 0, 1]
    town.clock.advance(minutes=2)
    assert run_job(town.bank, job) == 3


def test_it_is_given_up_in_words_and_stays_on_the_members_page(
    town: Town, tmp_path: Path, gateway: Loopback
) -> None:
    gateway.answers = [(500, "")]
    job = messaging(settings(tmp_path, sms=gateway.url))
    tell(town, town.wang)
    for gap in GAPS:
        run_job(town.bank, job)
        town.clock.advance(seconds=gap / timedelta(seconds=1) + 60)

    (given_up,) = seen(town, "given_up")
    assert (given_up.tries, given_up.reason) == (len(GAPS), "status 500")
    assert run_job(town.bank, job) == 0
    with town.bank.reading(town.wang) as reading:
        assert unread_count(reading, town.wang) == 1


def test_what_the_other_side_never_takes_is_tried_once(town: Town, tmp_path: Path, gateway: Loopback) -> None:
    gateway.answers = [(400, "")]
    job = messaging(settings(tmp_path, sms=gateway.url))
    tell(town, town.wang)

    run_job(town.bank, job)

    assert [(view.state, view.tries) for view in seen(town)] == [("given_up", 1)]


def test_a_try_whose_outcome_was_lost_comes_again_under_its_key(
    town: Town, tmp_path: Path, gateway: Loopback
) -> None:
    job = messaging(settings(tmp_path, sms=gateway.url))
    tell(town, town.wang)
    town.bank.run(plan_deliveries, PlanDeliveries("sms", ("sms",)), system(BOOK))
    ((_, lost),) = town.bank.run(begin_tries, BeginTries(), system(BOOK)).parcels  # and then the power went

    assert run_job(town.bank, job) == 0
    town.clock.advance(minutes=2)
    assert run_job(town.bank, job) == 1
    assert [body["key"] for _, _, body in gateway.asked] == [lost.key]


def test_wecom_goes_to_the_account_a_member_named(town: Town, tmp_path: Path, gateway: Loopback) -> None:
    with pytest.raises(AddressWanted):
        town.bank.run(choose_way, ChooseWay("wecom"), town.wang)
    town.bank.run(choose_way, ChooseWay("wecom", "wang.xy"), town.wang)
    tell(town, town.wang)

    assert run_job(town.bank, messaging(settings(tmp_path, "", wecom=gateway.url))) == 1

    ((path, _, body),) = gateway.asked
    assert path == "/gate/message/send"
    assert (body["touser"], body["text"]["content"]) == ("wang.xy", "【时间银行】您的卡停用了。")


@pytest.mark.parametrize("address", ["@all", "wang|li", "|li", "wang li", "王秀英", "wang\n"])
def test_an_account_is_one_persons_and_nobody_writes_to_all(town: Town, address: str) -> None:
    with pytest.raises(AddressWanted):
        town.bank.run(choose_way, ChooseWay("wecom", address), town.wang)


@pytest.mark.parametrize(
    ("answer", "state"),
    [((200, '{"errcode": 81013}'), "given_up"), ((200, "no json"), "waiting"), ((200, "[]"), "waiting")],
)
def test_wecom_says_in_its_body_whether_it_took_it(
    town: Town, tmp_path: Path, gateway: Loopback, answer: tuple[int, str], state: str
) -> None:
    gateway.answers = [answer]
    town.bank.run(choose_way, ChooseWay("wecom", "wang.xy"), town.wang)
    tell(town, town.wang)

    run_job(town.bank, messaging(settings(tmp_path, "", wecom=gateway.url)))

    assert [view.state for view in seen(town)] == [state]


@pytest.mark.parametrize(
    ("who", "reason"),
    [("no phone", "no_address"), ("not wanted", "not_wanted"), ("dead", "departed"), ("wecom", "not_set_up")],
)
def test_who_is_not_written_to_and_why(
    town: Town, tmp_path: Path, gateway: Loopback, who: str, reason: str
) -> None:
    member = town.meng if who == "no phone" else town.wang
    if who == "not wanted":
        town.bank.run(choose_way, ChooseWay("none"), town.wang)
    if who == "wecom":
        town.bank.run(choose_way, ChooseWay("wecom", "wang.xy"), town.wang)
    if who == "dead":
        gone = EnterDeparture(town.wang.member_id, "died", town.clock.moment.date())
        town.bank.run(enter_departure, gone, town.nong)
    tell(town, member)

    run_job(town.bank, messaging(settings(tmp_path, sms=gateway.url)))

    assert [(view.state, view.reason) for view in seen(town)] == [("skipped", reason)]
    assert gateway.asked == []


@pytest.mark.parametrize(("change", "reason"), [("not wanted", "not_wanted"), ("dead", "departed")])
def test_what_waits_for_its_next_try_is_not_sent_to_who_is_gone_or_wants_none(
    town: Town, tmp_path: Path, gateway: Loopback, change: str, reason: str
) -> None:
    gateway.answers = [(503, ""), (200, "")]
    job = messaging(settings(tmp_path, sms=gateway.url))
    tell(town, town.wang)
    run_job(town.bank, job)
    if change == "dead":
        gone = EnterDeparture(town.wang.member_id, "died", town.clock.moment.date())
        town.bank.run(enter_departure, gone, town.nong)
    else:
        town.bank.run(choose_way, ChooseWay("none"), town.wang)
    town.clock.advance(minutes=2)

    assert run_job(town.bank, job) == 0
    assert [(view.state, view.reason) for view in seen(town)] == [("skipped", reason)]
    assert len(gateway.asked) == 1


def test_what_is_older_than_a_day_is_not_sent_when_a_way_is_set_up(
    town: Town, tmp_path: Path, gateway: Loopback
) -> None:
    tell(town, town.wang)
    town.clock.advance(days=1, minutes=1)

    assert run_job(town.bank, messaging(settings(tmp_path, sms=gateway.url))) == 0


def test_a_file_gets_a_line_each_and_the_console_prints(
    town: Town, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    tell(town, town.wang)
    assert run_job(town.bank, messaging(settings(tmp_path, "file"))) == 1

    (line,) = (tmp_path / "outbox" / f"{BOOK}.jsonl").read_text("utf-8").splitlines()
    assert json.loads(line)["text"] == "【时间银行】您的卡停用了。"
    ConsoleChannel().send(Parcel("k", BOOK, PHONE, "您好"))
    printed = capsys.readouterr().out
    assert "您好" in printed
    assert PHONE not in printed


def test_a_folder_that_cannot_be_written_loses_nothing(town: Town, tmp_path: Path) -> None:
    (tmp_path / "outbox").write_text("in the way")

    with pytest.raises(NotTaken):
        FileChannel(tmp_path / "outbox").send(Parcel("k", BOOK, PHONE, "您好"))


def test_only_ways_that_are_set_up_are_there(tmp_path: Path) -> None:
    assert set(channels_of(settings(tmp_path, "sms"))) == set()
    assert set(channels_of(settings(tmp_path, "file", sms="http://127.0.0.1:9"))) == {"file", "sms"}


def test_on_a_telephone_people_are_named_in_part(town: Town) -> None:
    with town.bank.reading(town.nong) as reading:
        text = spoken(reading, "gift_offered", {"elder": town.wang.member_id, "minutes": 90})

    assert text == "王*英 要送您 1小时30分，请看看要不要收下。"


@pytest.mark.parametrize("kind", MESSAGE_WORDS)
def test_every_kind_can_be_said_on_a_telephone(town: Town, kind: str) -> None:
    samples = {
        "minutes": 45,
        "role": "coordinator",
        "secret": "pin",
        "elder": town.wang.member_id,
        "first": town.nong.member_id,
        "second": town.pan.member_id,
    }
    with town.bank.reading(town.nong) as reading:
        text = spoken(reading, kind, {name: samples.get(name, 7) for name in facts_wanted(kind)})

    assert "%(" not in text


def test_the_office_of_the_place_sees_the_state_and_nobody_else(
    town: Town, tmp_path: Path, gateway: Loopback
) -> None:
    tell(town, town.wang)
    run_job(town.bank, messaging(settings(tmp_path, sms=gateway.url)))

    assert [len(seen(town, by=one)) for one in (town.nong, town.pan, town.chen, town.huang)] == [1] * 4
    assert [len(seen(town, by=one)) for one in (town.far, town.li, town.wang)] == [0] * 3


@pytest.mark.both_engines
def test_a_slip_carries_the_unread_messages_into_the_hand(town: Town) -> None:
    tell(town, town.wang, "card_issued")
    tell(town, town.wang)
    slip = town.bank.run(make_slip, MakeSlip(town.wang.member_id), town.nong)
    tell(town, town.wang, "pin_changed")

    assert [line.kind for line in slip.messages][-1] == "card_revoked"
    hand = HandSlipOver(slip.messages[-1].id, town.wang.member_id)
    assert town.bank.run(hand_slip_over, hand, town.nong).count == len(slip.messages)

    with town.bank.reading(town.wang) as reading:
        unread = [one.kind for one in messages_page(reading, town.wang).items if one.read_at is None]
        looks = looks_page(reading, town.wang, town.wang.member_id).items
    assert unread == ["pin_changed"]
    assert [(look.by_name, look.purpose) for look in looks] == [("农美玲", "message_slip")]


def test_only_who_keeps_the_record_prints_a_slip(town: Town) -> None:
    tell(town, town.wang)
    wanted = MakeSlip(town.wang.member_id)
    for stranger in (town.far, town.li, town.zhao):
        with pytest.raises(NotFound):
            town.bank.run(make_slip, wanted, stranger)
    with pytest.raises(NotAllowed):
        town.bank.run(make_slip, wanted, town.huang)

    slip = town.bank.run(make_slip, wanted, town.nong)
    with pytest.raises(MessageNotFound):
        town.bank.run(hand_slip_over, HandSlipOver(slip.messages[0].id, town.meng.member_id), town.nong)
