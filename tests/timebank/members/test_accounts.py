"""Codes, passwords, PINs and cards: who may open an account for whom, and what is taken once."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from tests.timebank.members.people import BASIC, at_once
from tests.town import BOOK, SITE, Town
from timebank.actors import Actor, anonymous, system
from timebank.errors import InvalidInput, NotAllowed, NotFound, Refusal
from timebank.ids import is_checked_number
from timebank.members.access import CardNotFound, CodeRefused, IssuedCode, RecoveryNeeded, WrongPassword
from timebank.members.access_commands import (
    ChangePassword,
    CreateCode,
    IssueCard,
    RedeemCode,
    RevokeCard,
    SetPin,
)
from timebank.members.cards import Card, spaced_card_number
from timebank.members.commands import SelfRegistration
from timebank.members.consents import ConsentMissing
from timebank.members.credentials import Credential, OneTimeCode
from timebank.members.login_tries import TooManyTries
from timebank.members.queries import find_by_card, find_volunteer, me
from timebank.members.secret_rules import PasswordRefused, PinRefused, check_password, check_pin
from timebank.members.sessions import LoginFailed, login_by_phone
from timebank.members.use_cases import (
    change_password,
    create_account_by_code,
    issue_card,
    redeem_code,
    register_self,
    revoke_card,
    set_pin,
)
from timebank.outbox import Message

PHONE_OF_WANG, PASSWORD = "17900000001", "三月三山歌真好听"


def code_for(town: Town, who: Actor, by: Actor | None = None, key: str | None = None) -> IssuedCode:
    return town.bank.run(create_account_by_code, CreateCode(who.member_id), by or town.nong, key)


def redeem(
    town: Town, code: str, password: str = PASSWORD, device: str = "phone", key: str | None = None
) -> str:
    return redeem_code(town.bank, BOOK, RedeemCode(code, password), device, key).member_id


def logs_in(town: Town, password: str) -> bool:
    try:
        return (
            login_by_phone(town.bank, PHONE_OF_WANG, password, "elsewhere").actor.member_id
            == town.wang.member_id
        )
    except LoginFailed:
        return False


def messages(town: Town, who: Actor) -> list[str]:
    with town.bank.reading(who) as reading:
        kinds = reading.session.scalars(select(Message.kind).where(Message.member_id == who.member_id))
        return list(kinds)


# One-time codes


def test_a_code_sets_the_first_password(town: Town) -> None:
    code = code_for(town, town.wang).code

    assert is_checked_number(code)
    assert len(code) == 12
    assert redeem(town, f"{code[:4]} {code[4:8]}-{code[8:]}") == town.wang.member_id
    assert logs_in(town, PASSWORD)
    assert {"code_issued", "password_changed"} <= set(messages(town, town.wang))


def test_a_code_is_good_once(town: Town) -> None:
    code = code_for(town, town.wang).code
    redeem(town, code)

    with pytest.raises(CodeRefused):
        redeem(town, code, "另外一个更长的密码")
    assert logs_in(town, PASSWORD)


def test_a_code_used_at_two_screens_at_once_sets_one_password(town: Town) -> None:
    code = code_for(town, town.wang).code

    outcomes = at_once(
        lambda number: redeem(town, code, f"一个长长的密码{number}", f"phone{number}"), times=4
    )

    assert sum(isinstance(one, CodeRefused) for one in outcomes) == 3


def test_the_same_redeeming_asked_again_is_answered_as_before(town: Town) -> None:
    code = code_for(town, town.wang).code

    assert redeem(town, code, key="k1") == redeem(town, code, key="k1")


def test_the_same_issuing_asked_again_shows_the_same_code(town: Town) -> None:
    assert code_for(town, town.wang, key="k1") == code_for(town, town.wang, key="k1")


def test_a_code_runs_out_after_seven_days(town: Town) -> None:
    issued = code_for(town, town.wang)
    assert issued.expires_at == town.clock.now() + timedelta(days=7)

    town.clock.advance(days=7)

    with pytest.raises(CodeRefused):
        redeem(town, issued.code)


def test_a_new_code_ends_the_one_before(town: Town) -> None:
    first = code_for(town, town.wang).code
    second = code_for(town, town.wang).code

    with pytest.raises(CodeRefused):
        redeem(town, first)
    assert redeem(town, second)


def test_codes_cannot_be_tried_through(town: Town) -> None:
    for _ in range(5):
        with pytest.raises(CodeRefused):
            redeem(town, "123456789012")

    with pytest.raises(TooManyTries):
        redeem(town, code_for(town, town.wang).code)
    assert redeem(town, code_for(town, town.wang).code, device="another")


def test_a_weak_password_leaves_the_code_good(town: Town) -> None:
    code = code_for(town, town.wang).code

    with pytest.raises(PasswordRefused):
        redeem(town, code, "12345678")

    assert redeem(town, code)


def test_neither_code_nor_password_lies_open(town: Town) -> None:
    code = code_for(town, town.wang).code
    redeem(town, code)

    with town.bank.reading(town.wang) as reading:
        stored = reading.session.scalars(select(OneTimeCode.code_hash)).one()
        hashed = reading.session.scalars(select(Credential.hash)).one()
    assert code.encode() not in stored
    assert hashed.startswith("$argon2id$")
    assert PASSWORD not in hashed


@pytest.mark.parametrize(
    ("by", "to", "refusal"),
    [
        ("nong", "wang", None),
        ("pan", "wang", None),
        ("chen", "nong", None),
        ("nong", "chen", NotAllowed),
        ("nong", "pan", NotAllowed),
        ("pan", "nong", NotAllowed),
        ("nong", "nong", NotAllowed),
        ("far", "wang", NotFound),
        ("li", "wang", NotFound),
        ("huang", "wang", NotAllowed),
        ("wang", "wang", NotAllowed),
    ],
)
def test_an_account_is_opened_from_above_only(
    town: Town, by: str, to: str, refusal: type[Refusal] | None
) -> None:
    member, actor = getattr(town, to), getattr(town, by)
    acts: list[tuple[Any, Any]] = [(create_account_by_code, CreateCode), (issue_card, IssueCard)]

    for act, command in acts:
        if refusal is None:
            assert town.bank.run(act, command(member.member_id), actor)
        else:
            with pytest.raises(refusal):
                town.bank.run(act, command(member.member_id), actor)


def test_a_stranger_gets_no_code(town: Town) -> None:
    with pytest.raises(NotFound):
        code_for(town, town.wang, anonymous(BOOK))


def test_the_system_opens_the_first_office(town: Town) -> None:
    assert redeem(town, code_for(town, town.chen, system(BOOK)).code) == town.chen.member_id


# Passwords


@pytest.mark.parametrize(
    "password",
    [
        "",
        "1234567",
        "12345678",
        "87654321",
        "88888888",
        "abababab",
        "Password1",
        "woaini1314",
        "x17900000001",
        "长" * 129,
    ],
)
def test_a_password_neighbours_would_try_is_refused(password: str) -> None:
    with pytest.raises(PasswordRefused) as refused:
        check_password(password, "17900000001")

    assert refused.value.field == "password"


@pytest.mark.parametrize(
    "password", ["山歌三月三唱不完", "correct horse battery", "K7#mmq0z", "长短" + "句" * 126]
)
def test_length_comes_before_kinds_of_characters(password: str) -> None:
    check_password(password, "17900000001")


@pytest.fixture
def at_home(town: Town) -> Actor:
    """Wang, logged in with her password."""
    redeem(town, code_for(town, town.wang).code)
    return login_by_phone(town.bank, PHONE_OF_WANG, PASSWORD, "home").actor


def change(town: Town, actor: Actor, old: str, new: str, key: str | None = None, device: str = "home") -> str:
    return change_password(town.bank, ChangePassword(old, new), actor, device, key).member_id


def test_a_password_is_changed_by_who_knows_the_old_one(town: Town, at_home: Actor) -> None:
    change(town, at_home, PASSWORD, "重阳糕又香又甜了")

    assert logs_in(town, "重阳糕又香又甜了")
    assert not logs_in(town, PASSWORD)


def test_a_wrong_old_password_changes_nothing_and_is_counted(town: Town, at_home: Actor) -> None:
    for _ in range(5):
        with pytest.raises(WrongPassword):
            change(town, at_home, "不是这个密码", "重阳糕又香又甜了")

    with pytest.raises(TooManyTries):
        change(town, at_home, PASSWORD, "重阳糕又香又甜了")
    assert logs_in(town, PASSWORD)


def test_the_same_change_asked_again_is_answered_as_before(town: Town, at_home: Actor) -> None:
    first = change(town, at_home, PASSWORD, "重阳糕又香又甜了", key="k1")

    assert change(town, at_home, PASSWORD, "重阳糕又香又甜了", key="k1") == first


def test_who_has_no_password_cannot_change_one(town: Town) -> None:
    with pytest.raises(WrongPassword):
        change(town, town.meng, "", "重阳糕又香又甜了")


def test_full_width_digits_are_the_same_password(town: Town) -> None:
    redeem(town, code_for(town, town.wang).code, "三月山歌2026")
    assert logs_in(town, "三月山歌２０２６")


# PINs and cards


@pytest.mark.parametrize(
    "pin", ["", "123", "1234567", "12a4", "0000", "1234", "654321", "1948", "0305", "480305"]
)
def test_a_pin_neighbours_would_try_is_refused(pin: str) -> None:
    with pytest.raises(PinRefused) as refused:
        check_pin(pin, date(1948, 3, 5))

    assert refused.value.field == "pin"


@pytest.mark.parametrize(("typed", "pin"), [("2580", "2580"), ("２５８０", "2580"), (" 25 80 71 ", "258071")])
def test_a_pin_is_four_to_six_digits_however_typed(typed: str, pin: str) -> None:
    assert check_pin(typed, date(1948, 3, 5)) == pin


@pytest.mark.parametrize(
    ("by", "refusal"),
    [("wang", None), ("nong", None), ("li", NotFound), ("far", NotFound), ("huang", NotAllowed)],
)
def test_a_pin_is_set_by_the_member_or_beside_a_keeper(
    town: Town, by: str, refusal: type[Refusal] | None
) -> None:
    command = SetPin("2580", town.wang.member_id)

    if refusal is None:
        assert set_pin(town.bank, command, getattr(town, by)).member_id == town.wang.member_id
        assert "pin_changed" in messages(town, town.wang)
    else:
        with pytest.raises(refusal):
            set_pin(town.bank, command, getattr(town, by))


def test_an_office_keeps_its_pin_from_the_site(town: Town) -> None:
    with pytest.raises(NotAllowed):
        set_pin(town.bank, SetPin("2580", town.chen.member_id), town.nong)


def test_a_card_finds_its_holder_and_is_kept_as_a_hash(town: Town) -> None:
    number = town.bank.run(issue_card, IssueCard(town.wang.member_id), town.nong).number

    with town.bank.reading(town.nong) as reading:
        assert find_by_card(reading, town.nong, spaced_card_number(number)).id == town.wang.member_id
        assert number.encode() not in reading.session.scalars(select(Card.number_hash)).one()
    with town.bank.reading(town.li) as reading, pytest.raises(NotFound):
        find_by_card(reading, town.li, number)


@pytest.mark.parametrize("digits", ["", "123", "1234567890", "99999999990", "卡"])
def test_a_card_nobody_holds_is_not_found(town: Town, digits: str) -> None:
    with town.bank.reading(town.nong) as reading, pytest.raises(NotFound):
        find_by_card(reading, town.nong, digits)


def test_one_keeper_gives_the_first_of_each_and_never_another(town: Town) -> None:
    wang = town.wang.member_id
    redeem(town, code_for(town, town.wang).code)
    set_pin(town.bank, SetPin("2580", wang), town.nong)
    town.bank.run(issue_card, IssueCard(wang), town.nong)
    town.bank.run(revoke_card, RevokeCard(wang), town.nong)

    with pytest.raises(RecoveryNeeded):
        code_for(town, town.wang)
    with pytest.raises(RecoveryNeeded):
        set_pin(town.bank, SetPin("3690", wang), town.chen)
    with pytest.raises(RecoveryNeeded):
        town.bank.run(issue_card, IssueCard(wang), town.nong)
    assert set_pin(town.bank, SetPin("3690", wang), town.wang).member_id == wang


def test_a_lost_card_is_ended_by_its_holder_once(town: Town) -> None:
    town.bank.run(issue_card, IssueCard(town.wang.member_id), town.nong)

    with pytest.raises(NotFound):
        town.bank.run(revoke_card, RevokeCard(town.wang.member_id), town.li)
    town.bank.run(revoke_card, RevokeCard(town.wang.member_id), town.wang)
    with pytest.raises(CardNotFound):
        town.bank.run(revoke_card, RevokeCard(town.wang.member_id), town.wang)

    with town.bank.reading(town.wang) as reading:
        assert not me(reading, town.wang).has_card


def test_a_card_number_is_printed_in_fours() -> None:
    assert spaced_card_number("1234567890") == "1234 5678 90"


# Registering alone


ALONE = SelfRegistration(
    name="韦晓梅",
    sex="female",
    site=SITE,
    phone="179 0000 0600",
    password=PASSWORD,
    consent=BASIC,
    birth_date=date(1974, 5, 5),
    skills=("cooking",),
)


def test_who_registers_alone_logs_in_but_serves_nobody_yet(town: Town) -> None:
    made = register_self(town.bank, BOOK, ALONE)

    actor = login_by_phone(town.bank, "17900000600", PASSWORD, "phone").actor
    assert (actor.member_id, actor.grants) == (made.id, ())
    with town.bank.reading(actor) as reading:
        volunteer = find_volunteer(reading, made.id)
        assert volunteer is not None
        assert volunteer.state == "applied"


def test_registering_alone_twice_with_one_key_is_once(town: Town) -> None:
    assert register_self(town.bank, BOOK, ALONE, "k1") == register_self(town.bank, BOOK, ALONE, "k1")
    again = register_self(town.bank, BOOK, ALONE, "k2")
    assert again.number, "a second form is answered like the first: it tells nobody who applied before"


def test_registering_alone_wants_consent_and_a_good_password(town: Town) -> None:
    with pytest.raises(ConsentMissing):
        register_self(town.bank, BOOK, replace(ALONE, consent=""))
    with pytest.raises(InvalidInput) as refused:
        register_self(town.bank, BOOK, replace(ALONE, password="17900000600"))
    assert refused.value.field == "password"
