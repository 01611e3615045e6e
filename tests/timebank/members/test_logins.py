"""Logging in: by phone, by card; nobody learns why it failed, nobody can lock an elder out."""

import pytest
from argon2 import PasswordHasher
from sqlalchemy import func, select

from tests.timebank.members.people import at_once, registration
from tests.town import BOOK, Town
from timebank.actors import Actor, system
from timebank.books import OpenBook, open_book
from timebank.errors import InvalidInput
from timebank.members import hashing
from timebank.members.access_commands import CreateCode, IssueCard, RedeemCode, RevokeCard, SetPin
from timebank.members.commands import WithdrawConsent
from timebank.members.hashing import NOBODYS_HASH, hash_secret, is_right_secret
from timebank.members.login_tries import TooManyTries
from timebank.members.registration import register_member
from timebank.members.sessions import (
    Login,
    LoginFailed,
    WrongCardOrPin,
    authenticate,
    check_card_pin,
    login_by_card,
    login_by_phone,
)
from timebank.members.use_cases import (
    create_account_by_code,
    issue_card,
    redeem_code,
    revoke_card,
    set_pin,
    withdraw_consent,
)
from timebank.members.user_sessions import SessionKind, UserSession
from timebank.writer import Bank

PHONE, PASSWORD, PIN = "17900000001", "三月三山歌真好听", "2580"


def equip(town: Town, who: Actor, password: str = PASSWORD, by: Actor | None = None) -> str:
    """Give a member password, card and PIN; return the card's number."""
    by = by or system(BOOK)
    code = town.bank.run(create_account_by_code, CreateCode(who.member_id), by).code
    redeem_code(town.bank, BOOK, RedeemCode(code, password), "desk")
    set_pin(town.bank, SetPin(PIN, who.member_id), by)
    return town.bank.run(issue_card, IssueCard(who.member_id), by).number


@pytest.fixture
def card(town: Town) -> str:
    """The number of Wang's card; she has a password and a PIN too."""
    return equip(town, town.wang)


def by_phone(town: Town, password: str = PASSWORD, device: str = "phone", phone: str = PHONE) -> Login:
    return login_by_phone(town.bank, phone, password, device)


def test_phone_and_password_open_a_session(town: Town, card: str) -> None:
    login = by_phone(town, phone="+86 179 0000 0001")

    assert login.actor.member_id == town.wang.member_id
    assert [grant.role for grant in login.actor.grants] == ["elder"]
    assert authenticate(town.bank, login.token) == login.actor


def test_card_and_pin_open_a_session(town: Town, card: str) -> None:
    login = login_by_card(town.bank, f"{card[:4]} {card[4:8]} {card[8:]}", "２５８０", "phone")

    assert login.actor.member_id == town.wang.member_id


@pytest.mark.parametrize(
    ("phone", "password"),
    [
        (PHONE, "不是这个密码"),
        (PHONE, ""),
        (PHONE, PIN),
        ("17900009999", PASSWORD),
        ("17900000002", PASSWORD),
    ],
)
def test_a_failed_login_does_not_say_why(town: Town, card: str, phone: str, password: str) -> None:
    with pytest.raises(LoginFailed) as failed:
        by_phone(town, password, phone=phone)

    assert (failed.value.code, failed.value.facts, failed.value.field) == ("login_failed", {}, None)


@pytest.mark.parametrize("pin", ["", "2581", PASSWORD, "25800"])
def test_a_card_opens_nothing_without_its_pin(town: Town, card: str, pin: str) -> None:
    with pytest.raises(LoginFailed):
        login_by_card(town.bank, card, pin, "phone")


@pytest.mark.parametrize("number", ["", "1", "1234567890", "卡号", "9" * 50])
def test_a_card_nobody_holds_opens_nothing(town: Town, card: str, number: str) -> None:
    with pytest.raises(LoginFailed):
        login_by_card(town.bank, number, PIN, "phone")


def test_a_phone_that_is_none_is_named(town: Town) -> None:
    with pytest.raises(InvalidInput) as refused:
        by_phone(town, phone="12")

    assert refused.value.field == "phone"


def test_a_revoked_card_opens_nothing(town: Town, card: str) -> None:
    town.bank.run(revoke_card, RevokeCard(town.wang.member_id), town.wang)

    with pytest.raises(LoginFailed):
        login_by_card(town.bank, card, PIN, "phone")


def test_of_several_with_a_phone_the_password_tells_which(town: Town, card: str) -> None:
    made = town.bank.run(register_member, registration(phone=PHONE), town.nong)
    equip(town, Actor(BOOK, made.id), "糯米饭五色真好看")

    assert by_phone(town).actor.member_id == town.wang.member_id
    assert by_phone(town, "糯米饭五色真好看").actor.member_id == made.id


def test_who_left_the_register_logs_in_no_more(town: Town, card: str) -> None:
    town.bank.run(withdraw_consent, WithdrawConsent("basic", town.wang.member_id), town.wang)

    with pytest.raises(LoginFailed):
        by_phone(town)
    with pytest.raises(LoginFailed):
        login_by_card(town.bank, card, PIN, "phone")


def test_an_office_is_not_entered_by_card(town: Town) -> None:
    number = equip(town, town.nong)

    assert login_by_phone(town.bank, "17900000003", PASSWORD, "phone").actor.grants == town.nong.grants
    assert login_by_card(town.bank, number, PIN, "phone").actor.grants == ()


def test_before_any_book_nobody_logs_in(empty_bank: Bank) -> None:
    with pytest.raises(LoginFailed):
        login_by_phone(empty_bank, PHONE, PASSWORD, "phone")


def test_a_login_finds_its_book_among_several(town: Town, card: str) -> None:
    town.bank.run(
        open_book, OpenBook("马山县", "test.invalid/log/450124", "test+00000000+AQAB"), system("450124")
    )

    assert by_phone(town).actor.book == BOOK
    assert login_by_card(town.bank, card, PIN, "phone").actor.book == BOOK


# Counting


def fail(town: Town, times: int, device: str = "phone") -> None:
    for _ in range(times):
        with pytest.raises(LoginFailed):
            by_phone(town, "不是这个密码", device)


def test_after_five_tries_the_device_waits_a_quarter_of_an_hour(town: Town, card: str) -> None:
    fail(town, 5)

    with pytest.raises(TooManyTries) as refused:
        by_phone(town)
    assert refused.value.facts == {"minutes": 15}

    town.clock.advance(minutes=14, seconds=30)
    with pytest.raises(TooManyTries) as refused:
        by_phone(town)
    assert refused.value.facts == {"minutes": 1}

    town.clock.advance(seconds=30)
    assert by_phone(town)


def test_the_fifth_try_may_be_the_right_one(town: Town, card: str) -> None:
    fail(town, 4)

    assert by_phone(town)


def test_a_login_forgets_the_tries_before_it(town: Town, card: str) -> None:
    for _ in range(3):
        fail(town, 4)
        assert by_phone(town)


def test_nobody_locks_an_elder_out_from_elsewhere(town: Town, card: str) -> None:
    fail(town, 5, device="attacker")

    assert by_phone(town, device="home")


def test_a_device_locked_for_one_account_serves_another(town: Town, card: str) -> None:
    equip(town, town.li)
    fail(town, 5)

    assert by_phone(town, phone="17900000002")
    assert login_by_card(town.bank, card, PIN, "phone")


def test_an_unknown_phone_is_counted_alike(town: Town) -> None:
    for _ in range(5):
        with pytest.raises(LoginFailed):
            by_phone(town, phone="17900009999")

    with pytest.raises(TooManyTries):
        by_phone(town, phone="17900009999")


def test_thirty_guesses_at_once_are_five(town: Town, card: str) -> None:
    outcomes = at_once(lambda number: login_by_card(town.bank, card, f"{1000 + number}", "phone"), times=30)

    assert sum(isinstance(one, LoginFailed) for one in outcomes) == 5
    assert sum(isinstance(one, TooManyTries) for one in outcomes) == 25


# Another's phone


def test_a_card_and_its_pin_prove_the_elder_on_anothers_phone(town: Town, card: str) -> None:
    assert check_card_pin(town.bank, BOOK, card, PIN, "lis-phone") == town.wang.member_id

    for _ in range(5):
        with pytest.raises(WrongCardOrPin):
            check_card_pin(town.bank, BOOK, card, "9999", "lis-phone")
    with pytest.raises(TooManyTries):
        check_card_pin(town.bank, BOOK, card, PIN, "lis-phone")
    assert check_card_pin(town.bank, BOOK, card, PIN, "nongs-phone")


def test_proving_opens_no_session(town: Town, card: str) -> None:
    check_card_pin(town.bank, BOOK, card, PIN, "lis-phone")

    with town.bank.connect() as connection:
        assert connection.scalar(select(func.count()).select_from(UserSession)) == 0


def test_a_bearer_token_is_a_session_too(town: Town, card: str) -> None:
    login = login_by_phone(town.bank, PHONE, PASSWORD, "api", kind=SessionKind.BEARER)

    assert authenticate(town.bank, login.token) == login.actor


# Hashes


def test_nobodys_hash_costs_what_somebodys_does(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()

    assert isinstance(hashing.hasher, PasswordHasher)
    assert not hashing.hasher.check_needs_rehash(NOBODYS_HASH)


def test_a_hash_is_of_its_owner_and_secret_and_repeats(town: Town) -> None:
    vault = town.bank.vault
    first = hash_secret(vault, BOOK, "wang", "秘密秘密秘密")

    assert first == hash_secret(vault, BOOK, "wang", "秘密秘密秘密")
    assert first != hash_secret(vault, BOOK, "li", "秘密秘密秘密")
    assert is_right_secret(first, "秘密秘密秘密")
    assert not is_right_secret(first, "别的秘密")
    assert not is_right_secret(None, "秘密秘密秘密")
