"""Lost, forgotten, another phone: two people of the office, the old one dead at once, and all of it on record."""

from datetime import timedelta
from pathlib import Path

import pytest

from tests.timebank.devices.phone import DeskPhone
from tests.timebank.members.test_logins import PASSWORD, PHONE, PIN, equip
from tests.town import BOOK, Town
from timebank.actors import Actor, system
from timebank.devices.refusals import DeviceRevoked
from timebank.errors import NotAllowed, NotFound, Refusal
from timebank.files import FileStore
from timebank.members.access import (
    RecoveryNeeded,
    WrongPassword,
    change_password,
    create_account_by_code,
    redeem_code,
    set_pin,
)
from timebank.members.access_commands import ChangePassword, CreateCode, RedeemCode, SetPin
from timebank.members.families import record_kin
from timebank.members.family_commands import RecordKin
from timebank.members.queries import looks_page, secret_holders
from timebank.members.secret_rules import PinRefused
from timebank.members.sessions import LoginFailed, authenticate, login_by_card, login_by_phone
from timebank.messages import messages_page
from timebank.recoveries.commands import AgreeToRecovery, AskForRecovery, HandOver, TakeRecoveryBack
from timebank.recoveries.model import LASTS
from timebank.recoveries.queries import recoveries_of, recoveries_page
from timebank.recoveries.refusals import (
    NothingToRecover,
    RecoveryLapsed,
    RecoveryMovedOn,
    RecoveryNotFound,
    RecoveryStands,
    SecondKeeperNeeded,
)
from timebank.recoveries.use_cases import (
    GivenAnew,
    agree_to_recovery,
    ask_for_recovery,
    hand_over,
    take_recovery_back,
)

NEW_PIN, NEW_PASSWORD = "3690", "重阳糕又香又甜了"


@pytest.fixture
def card(town: Town) -> str:
    """Wang's card; she has a password and a PIN too."""
    return equip(town, town.wang)


def ask(
    town: Town, kind: str, by: Actor | None = None, about: Actor | None = None, *, stop: bool = False
) -> str:
    """Let Nong ask for something of Wang's; return the recovery's id."""
    command = AskForRecovery((about or town.wang).member_id, kind, stop)
    return town.bank.run(ask_for_recovery, command, by or town.nong).id


def agree(town: Town, recovery_id: str, by: Actor | None = None) -> str:
    """Let Pan of the township agree; return the state."""
    return town.bank.run(agree_to_recovery, AgreeToRecovery(recovery_id), by or town.pan).state


def hand(town: Town, recovery_id: str, pin: str = "", by: Actor | None = None) -> GivenAnew:
    return hand_over(town.bank, HandOver(pin, recovery_id), by or town.nong)


def card_opens(town: Town, number: str, pin: str) -> bool:
    try:
        return login_by_card(town.bank, number, pin, "phone").actor.member_id == town.wang.member_id
    except LoginFailed:
        return False


def password_opens(town: Town, password: str) -> bool:
    try:
        return login_by_phone(town.bank, PHONE, password, "phone").actor.member_id == town.wang.member_id
    except LoginFailed:
        return False


@pytest.mark.both_engines
def test_a_lost_card_is_dead_on_the_second_yes_and_replaced_in_the_third_step(town: Town, card: str) -> None:
    login = login_by_card(town.bank, card, PIN, "phone")
    asked = ask(town, "card")
    assert card_opens(town, card, PIN)

    agree(town, asked)
    assert authenticate(town.bank, login.token) is None
    assert not card_opens(town, card, PIN)

    handed = hand(town, asked, NEW_PIN)
    assert card_opens(town, handed.card_number, NEW_PIN)
    assert not card_opens(town, handed.card_number, PIN)
    assert not card_opens(town, card, NEW_PIN)
    assert password_opens(town, PASSWORD)


def test_a_forgotten_pin_leaves_the_card(town: Town, card: str) -> None:
    asked = ask(town, "pin")
    agree(town, asked)
    assert not card_opens(town, card, PIN)

    hand(town, asked, NEW_PIN)

    assert card_opens(town, card, NEW_PIN)


@pytest.mark.both_engines
def test_a_new_phone_gets_a_code_once_and_the_old_password_and_logins_end(town: Town, card: str) -> None:
    login = login_by_phone(town.bank, PHONE, PASSWORD, "phone")
    asked = ask(town, "login")
    agree(town, asked)
    assert authenticate(town.bank, login.token) is None
    assert not password_opens(town, PASSWORD)

    handed = hand(town, asked)
    redeem_code(town.bank, BOOK, RedeemCode(handed.code, NEW_PASSWORD), "phone")
    assert password_opens(town, NEW_PASSWORD)
    with pytest.raises(RecoveryMovedOn):
        hand(town, asked)


def test_the_devices_of_a_lost_phone_speak_no_more(town: Town, tmp_path: Path) -> None:
    equip(town, town.nong)
    phone = DeskPhone(town, town.nong, FileStore(tmp_path)).is_enrolled()

    agree(town, ask(town, "login", by=town.pan, about=town.nong), by=town.chen)

    with pytest.raises(DeviceRevoked):
        phone.brings(phone.records("newer", {}))


def test_the_first_person_alone_may_stop_and_gives_nothing(town: Town, card: str) -> None:
    login = login_by_phone(town.bank, PHONE, PASSWORD, "phone")

    asked = ask(town, "card", stop=True)

    assert authenticate(town.bank, login.token) is None
    assert not card_opens(town, card, PIN)
    with pytest.raises(RecoveryMovedOn):
        hand(town, asked, NEW_PIN)


@pytest.mark.parametrize(
    ("first", "second", "refusal"),
    [
        ("nong", "pan", None),
        ("nong", "chen", None),
        ("pan", "nong", None),
        ("nong", "nong", SecondKeeperNeeded),
        ("nong", "wang", RecoveryNotFound),
        ("nong", "li", RecoveryNotFound),
        ("nong", "far", RecoveryNotFound),
        ("nong", "zhao", RecoveryNotFound),
        ("nong", "huang", NotAllowed),
        ("far", "", NotFound),
        ("li", "", NotFound),
        ("wang", "", NotAllowed),
        ("huang", "", NotAllowed),
    ],
)
def test_it_takes_two_of_the_office_and_neither_is_the_person(
    town: Town, card: str, first: str, second: str, refusal: type[Refusal] | None
) -> None:
    def both() -> str:
        return agree(town, ask(town, "card", getattr(town, first)), getattr(town, second))

    if refusal is None:
        assert both() == "agreed"
    else:
        with pytest.raises(refusal):
            both()
        assert card_opens(town, card, PIN)


def test_the_second_is_not_family(town: Town, card: str) -> None:
    kin = RecordKin(town.wang.member_id, "parent", town.pan.member_id)
    town.bank.run(record_kin, kin, system(BOOK))

    with pytest.raises(SecondKeeperNeeded):
        agree(town, ask(town, "card"))


def test_for_an_office_one_of_the_two_is_the_county_which_hands_over(town: Town) -> None:
    equip(town, town.nong)
    asked = ask(town, "login", town.pan, town.nong)
    with pytest.raises(RecoveryNotFound):
        agree(town, asked, town.nong)

    agree(town, asked, town.chen)

    with pytest.raises(NotAllowed):
        hand(town, asked, by=town.pan)
    assert hand(town, asked, by=town.chen).code


def test_two_keepers_below_the_county_give_no_office_anew(town: Town) -> None:
    equip(town, town.chen)
    asked = ask(town, "login", town.nong, town.chen)

    with pytest.raises(SecondKeeperNeeded):
        agree(town, asked, town.pan)


@pytest.mark.parametrize("kind", ["card", "pin", "login"])
def test_who_never_had_it_has_nothing_to_recover(town: Town, kind: str) -> None:
    with pytest.raises(NothingToRecover):
        ask(town, kind)


def test_one_at_a_time_of_a_kind(town: Town, card: str) -> None:
    ask(town, "card")

    with pytest.raises(RecoveryStands):
        ask(town, "card", town.pan)
    assert ask(town, "login")


def test_it_runs_out_of_time_and_can_be_asked_anew(town: Town, card: str) -> None:
    asked = ask(town, "card")
    town.clock.advance(days=LASTS / timedelta(days=1))

    with pytest.raises(RecoveryLapsed):
        agree(town, asked)
    assert agree(town, ask(town, "card")) == "agreed"


def test_it_is_taken_back_once_and_what_was_stopped_stays_so(town: Town, card: str) -> None:
    asked = ask(town, "card", stop=True)
    town.bank.run(take_recovery_back, TakeRecoveryBack(asked), town.nong)

    with pytest.raises(RecoveryMovedOn):
        agree(town, asked)
    assert not card_opens(town, card, PIN)


@pytest.mark.parametrize("pin", ["", "1234", "1948"])
def test_a_pin_that_neighbours_would_find_is_refused_and_may_be_typed_again(
    town: Town, card: str, pin: str
) -> None:
    asked = ask(town, "pin")
    agree(town, asked)

    with pytest.raises(PinRefused):
        hand(town, asked, pin)
    assert hand(town, asked, NEW_PIN).kind == "pin"


def test_asked_again_with_the_same_key_it_is_the_same_card(town: Town, card: str) -> None:
    asked = ask(town, "card")
    agree(town, asked)

    first, second = (
        hand_over(town.bank, HandOver(NEW_PIN, asked), town.nong, "the same key") for _ in range(2)
    )

    assert first == second


def test_the_member_is_told_and_sees_who_did_what(town: Town, card: str) -> None:
    asked = ask(town, "card")
    agree(town, asked)
    hand(town, asked, NEW_PIN)

    with town.bank.reading(town.wang) as reading:
        told = {one.kind: one.facts for one in messages_page(reading, town.wang).items}
        (recovery,) = recoveries_of(reading, town.wang.member_id, town.wang)
        looks = looks_page(reading, town.wang, town.wang.member_id).items
        holders = secret_holders(reading, town.wang.member_id, town.clock.now() - timedelta(days=1))
    assert told["recovery_asked"]["first"] == town.nong.member_id
    assert told["recovery_agreed"]["second"] == town.pan.member_id
    assert told["recovery_handed_over"]["secret"] == "card"
    assert (recovery.asked_by_name, recovery.agreed_by_name) == ("农美玲", "潘国栋")
    assert [(look.by_name, look.purpose) for look in looks] == [
        ("农美玲", "recovery"),
        ("潘国栋", "recovery"),
        ("农美玲", "recovery"),
    ]
    assert town.nong.member_id in holders


def test_only_the_place_and_the_member_see_it(town: Town, card: str) -> None:
    ask(town, "card")

    def seen(actor: Actor) -> int:
        with town.bank.reading(actor) as reading:
            return len(recoveries_page(reading, actor, waiting=True).items)

    assert [seen(one) for one in (town.nong, town.pan, town.chen, town.huang)] == [1, 1, 1, 1]
    assert [seen(one) for one in (town.far, town.li, town.wang, town.zhao)] == [0, 0, 0, 0]
    with town.bank.reading(town.zhao) as reading, pytest.raises(NotFound):
        recoveries_of(reading, town.wang.member_id, town.zhao)


def test_what_ended_and_was_taken_back_is_not_given_by_one_alone(town: Town, card: str) -> None:
    for kind in ("pin", "login"):
        asked = ask(town, kind)
        agree(town, asked)
        town.bank.run(take_recovery_back, TakeRecoveryBack(asked), town.pan)

    with pytest.raises(RecoveryNeeded):
        set_pin(town.bank, SetPin(NEW_PIN, town.wang.member_id), town.nong)
    with pytest.raises(RecoveryNeeded):
        town.bank.run(create_account_by_code, CreateCode(town.wang.member_id), town.nong)
    with pytest.raises(WrongPassword):
        change_password(town.bank, ChangePassword("", NEW_PASSWORD), town.wang, "phone")
    assert not card_opens(town, card, PIN)
    assert not password_opens(town, PASSWORD)
    assert hand(town, agreed_anew(town, "login")).code
    assert hand(town, agreed_anew(town, "pin"), NEW_PIN).kind == "pin"


def agreed_anew(town: Town, kind: str) -> str:
    """Ask once more and let the second person agree; return the recovery's id."""
    asked = ask(town, kind)
    agree(town, asked)
    return asked


def test_who_gave_the_old_secret_stays_known(town: Town) -> None:
    code = town.bank.run(create_account_by_code, CreateCode(town.wang.member_id), town.nong).code
    redeem_code(town.bank, BOOK, RedeemCode(code, PASSWORD), "desk")
    asked = ask(town, "login", town.pan)
    agree(town, asked, town.chen)
    hand(town, asked, by=town.pan)

    with town.bank.reading(town.chen) as reading:
        since = town.clock.now() - timedelta(days=1)
        holders = secret_holders(reading, town.wang.member_id, since)
    assert {town.nong.member_id, town.pan.member_id} <= holders


def test_what_an_office_has_is_stopped_by_the_county_alone(town: Town) -> None:
    equip(town, town.chen)
    login = login_by_phone(town.bank, "17900000007", PASSWORD, "phone")

    with pytest.raises(NotAllowed):
        ask(town, "login", town.nong, town.chen, stop=True)
    assert authenticate(town.bank, login.token) is not None


def test_the_second_is_not_family_of_the_first(town: Town, card: str) -> None:
    kin = RecordKin(town.nong.member_id, "spouse", town.pan.member_id)
    town.bank.run(record_kin, kin, system(BOOK))

    with pytest.raises(SecondKeeperNeeded):
        agree(town, ask(town, "card"))
    assert card_opens(town, card, PIN)
