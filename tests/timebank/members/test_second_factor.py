"""The second factor: RFC 6238 codes, each taken once, asked of offices of real books alone."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import update

from tests.timebank.members.people import at_once
from tests.timebank.members.test_logins import PASSWORD, PHONE, PIN, equip
from tests.town import Town
from timebank.actors import Actor
from timebank.book_rows import BookRow
from timebank.errors import NotAllowed, NotFound, Refusal
from timebank.members.login_tries import TooManyTries
from timebank.members.second_factor import (
    SecondFactorExists,
    SecondFactorNeeded,
    SecondFactorNotFound,
    SecondFactorWrong,
)
from timebank.members.second_factor_commands import (
    BeginSecondFactor,
    ConfirmSecondFactor,
    DropSecondFactor,
)
from timebank.members.sessions import Login, LoginFailed, login_by_card, login_by_phone
from timebank.members.totp import code_at, find_step, new_secret, spoken_secret, step_of
from timebank.members.use_cases import (
    begin_second_factor,
    confirm_second_factor,
    drop_second_factor,
)

NONGS_PHONE = "17900000003"
RFC_SECRET = b"12345678901234567890"


@pytest.mark.parametrize(
    ("seconds", "code"),
    [
        (59, "287082"),
        (1111111109, "081804"),
        (1111111111, "050471"),
        (1234567890, "005924"),
        (2000000000, "279037"),
        (20000000000, "353130"),
    ],
)
def test_codes_are_those_of_rfc_6238_appendix_b(seconds: int, code: str) -> None:
    moment = datetime.fromtimestamp(seconds, UTC)

    assert code_at(RFC_SECRET, step_of(moment)) == code
    assert find_step(RFC_SECRET, code, moment) == step_of(moment)


@pytest.mark.parametrize(("steps", "is_found"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_a_phones_clock_may_be_a_step_off(steps: int, is_found: bool) -> None:
    now = datetime(2026, 11, 16, tzinfo=UTC)
    code = code_at(RFC_SECRET, step_of(now) + steps)

    assert (find_step(RFC_SECRET, code, now) is not None) is is_found


@pytest.mark.parametrize("typed", ["", "12345", "abcdef", "２８７０８", "-87082", "卡卡卡卡卡卡"])
def test_what_is_no_code_finds_no_step(typed: str) -> None:
    assert find_step(RFC_SECRET, typed, datetime.fromtimestamp(59, UTC)) is None


@pytest.mark.parametrize("typed", ["287 082", "２８７０８２", "287-082", " 287082 "])
def test_a_code_is_taken_however_typed(typed: str) -> None:
    assert find_step(RFC_SECRET, typed, datetime.fromtimestamp(59, UTC)) == 1


def test_a_secret_is_spoken_in_base32() -> None:
    assert spoken_secret(RFC_SECRET) == "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
    assert new_secret() != new_secret()


class App:
    """An authenticator app on Nong's phone."""

    def __init__(self, town: Town, secret: bytes) -> None:
        self.town, self.secret = town, secret

    def shows(self) -> str:
        return code_at(self.secret, step_of(self.town.clock.now()))


@pytest.fixture
def card(town: Town) -> str:
    """Nong's card; she has a password and a PIN too."""
    return equip(town, town.nong)


@pytest.fixture
def app(town: Town, card: str, monkeypatch: pytest.MonkeyPatch) -> App:
    """Nong's app in use; its next code is not used yet."""
    monkeypatch.setattr("timebank.members.second_factor.new_secret", lambda: RFC_SECRET)
    town.bank.run(begin_second_factor, BeginSecondFactor(), town.nong)
    app = App(town, RFC_SECRET)
    town.bank.run(confirm_second_factor, ConfirmSecondFactor(app.shows()), town.nong)
    town.clock.advance(seconds=60)
    return app


def log_in(town: Town, code: str = "", password: str = PASSWORD) -> Login:
    return login_by_phone(town.bank, NONGS_PHONE, password, "desk", code=code)


def test_an_office_logs_in_with_password_and_code(town: Town, app: App) -> None:
    with pytest.raises(SecondFactorNeeded) as needed:
        log_in(town)
    assert (needed.value.code, needed.value.field) == ("second_factor_needed", "code")

    assert log_in(town, app.shows()).actor.member_id == town.nong.member_id


def test_the_code_is_asked_only_of_who_knows_the_password(town: Town, app: App) -> None:
    with pytest.raises(LoginFailed):
        log_in(town, password="不是这个密码")
    with pytest.raises(LoginFailed):
        log_in(town, app.shows(), password="不是这个密码")


def test_a_code_is_taken_once_however_typed(town: Town, app: App) -> None:
    code = app.shows()
    log_in(town, code)

    for again in (
        code,
        f"{code[:3]} {code[3:]}",
        code.translate(str.maketrans("0123456789", "０１２３４５６７８９")),
    ):
        with pytest.raises(SecondFactorWrong):
            log_in(town, again)

    town.clock.advance(seconds=30)
    assert log_in(town, app.shows())


def test_an_earlier_code_is_not_taken_after_a_later_one(town: Town, app: App) -> None:
    early = app.shows()
    town.clock.advance(seconds=30)
    log_in(town, app.shows())

    with pytest.raises(SecondFactorWrong):
        log_in(town, early)


def test_a_code_at_two_screens_at_once_lets_one_in(town: Town, app: App) -> None:
    code = app.shows()

    outcomes = at_once(lambda _: log_in(town, code), times=4)

    assert sum(isinstance(one, Login) for one in outcomes) == 1


def test_codes_cannot_be_tried_through(town: Town, app: App) -> None:
    for number in range(5):
        with pytest.raises(SecondFactorWrong):
            log_in(town, f"{number:06}")

    with pytest.raises(TooManyTries):
        log_in(town, app.shows())


def test_a_demo_asks_for_no_code(town: Town, app: App) -> None:
    with town.bank._writer_engine.begin() as connection:
        connection.execute(update(BookRow).values(is_demo=True))

    assert log_in(town)


def test_who_runs_no_office_is_asked_for_none(town: Town) -> None:
    equip(town, town.wang)

    assert login_by_phone(town.bank, PHONE, PASSWORD, "phone")


def test_a_card_opens_no_office_and_asks_for_no_code(town: Town, card: str, app: App) -> None:
    assert login_by_card(town.bank, card, PIN, "phone").actor.grants == ()


def test_before_its_first_code_came_back_it_is_not_asked(town: Town) -> None:
    equip(town, town.nong)
    town.bank.run(begin_second_factor, BeginSecondFactor(), town.nong)

    assert log_in(town)


def test_what_was_not_begun_is_not_confirmed(town: Town) -> None:
    with pytest.raises(SecondFactorNotFound):
        town.bank.run(confirm_second_factor, ConfirmSecondFactor("287082"), town.nong)


def test_one_in_use_is_not_replaced_but_dropped_by_the_county(town: Town, app: App) -> None:
    with pytest.raises(SecondFactorExists):
        town.bank.run(begin_second_factor, BeginSecondFactor(), town.nong)

    drop = DropSecondFactor(town.nong.member_id)
    refused: list[tuple[Actor, type[Refusal]]] = [
        (town.nong, NotAllowed),
        (town.pan, NotAllowed),
        (town.far, NotFound),
        (town.li, NotFound),
    ]
    for who, refusal in refused:
        with pytest.raises(refusal):
            town.bank.run(drop_second_factor, drop, who)
    town.bank.run(drop_second_factor, drop, town.chen)
    assert log_in(town)
    with pytest.raises(SecondFactorNotFound):
        town.bank.run(drop_second_factor, drop, town.chen)


def test_a_stranger_begins_none(town: Town) -> None:
    with pytest.raises(NotFound):
        town.bank.run(begin_second_factor, BeginSecondFactor(), Actor(town.nong.book, ""))
