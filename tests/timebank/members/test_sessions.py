"""Sessions end by rest, by age, by hand and by a change of rights; a token is known by its hash alone."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from tests.timebank.members.test_logins import PASSWORD, PHONE, PIN, equip
from tests.town import BOOK, SITE, Town
from timebank.actors import Actor, Grant, Role, system
from timebank.errors import NotFound, ReadOnly
from timebank.members.access_commands import (
    ChangePassword,
    CreateCode,
    EndSessions,
    IssueCard,
    RedeemCode,
    SetPin,
)
from timebank.members.commands import WithdrawConsent
from timebank.members.model import Member
from timebank.members.queries import me
from timebank.members.sessions import Login, authenticate, login_by_card, login_by_phone, logout, token_hash
from timebank.members.use_cases import (
    change_password,
    create_account_by_code,
    end_member_sessions,
    grant_role,
    issue_card,
    redeem_code,
    revoke_role,
    revoke_session,
    set_pin,
    withdraw_consent,
)
from timebank.members.user_sessions import RevokeSession, SessionKind, SessionNotFound, UserSession
from timebank.members.volunteer_commands import GrantRole, RevokeRole

NONGS_PHONE = "17900000003"


@pytest.fixture
def card(town: Town) -> str:
    """Wang's card; Nong has a password too."""
    equip(town, town.nong)
    return equip(town, town.wang)


def wang_in(town: Town, kind: SessionKind = SessionKind.COOKIE, agent: str = "") -> Login:
    return login_by_phone(town.bank, PHONE, PASSWORD, "phone", kind=kind, user_agent=agent)


def nong_in(town: Town) -> Login:
    return login_by_phone(town.bank, NONGS_PHONE, PASSWORD, "desk")


def lives(town: Town, login: Login) -> bool:
    return authenticate(town.bank, login.token) is not None


def settle_writes(town: Town) -> None:
    """Wait until what was queued is written: a reader's note goes the same way as this."""
    town.bank.run(end_member_sessions, EndSessions(town.meng.member_id), town.nong)


@pytest.mark.parametrize(
    "token", ["", ".", "450125.", "450125.x", "x" * 5000, "450125.\u4e2d", "999999.abc", "\ud800.a", "none"]
)
def test_a_token_nobody_was_given_is_nobodys(town: Town, token: str) -> None:
    assert authenticate(town.bank, token) is None


def test_a_token_stands_nowhere_in_the_open(town: Town, card: str) -> None:
    login = wang_in(town)

    with town.bank.connect() as connection:
        stored = connection.scalars(select(UserSession.token_hash)).all()
    assert token_hash(login.token) in stored
    assert all(login.token.encode() not in one for one in stored)


def test_each_login_is_a_new_token(town: Town, card: str) -> None:
    assert wang_in(town).token != wang_in(town).token


@pytest.mark.parametrize(("rest", "is_alive"), [(29, True), (30, False)])
def test_an_office_is_logged_out_after_half_an_hour_of_rest(
    town: Town, card: str, rest: int, is_alive: bool
) -> None:
    login = nong_in(town)

    town.clock.advance(minutes=rest)

    assert lives(town, login) is is_alive


def test_an_office_that_works_on_stays_for_twelve_hours(town: Town, card: str) -> None:
    login = nong_in(town)
    assert login.expires_at == town.clock.now() + timedelta(hours=12)

    for _ in range(35):
        town.clock.advance(minutes=20)
        assert lives(town, login)
        settle_writes(town)
    town.clock.advance(minutes=20)
    assert not lives(town, login)


@pytest.mark.parametrize(("hours", "is_alive"), [(11.9, True), (12, False)])
def test_an_elder_rests_longer(town: Town, card: str, hours: float, is_alive: bool) -> None:
    login = wang_in(town)
    assert login.expires_at == town.clock.now() + timedelta(days=30)

    town.clock.advance(hours=hours)

    assert lives(town, login) is is_alive


def test_an_elder_stays_for_thirty_days_at_most(town: Town, card: str) -> None:
    login = wang_in(town)
    for _ in range(65):
        town.clock.advance(hours=11)
        assert lives(town, login)
        settle_writes(town)

    town.clock.advance(hours=11)

    assert not lives(town, login)


def test_a_programs_token_lasts_twelve_hours_without_a_rest(town: Town, card: str) -> None:
    login = wang_in(town, SessionKind.BEARER)
    assert login.expires_at == town.clock.now() + timedelta(hours=12)

    town.clock.advance(hours=11, minutes=59)
    assert lives(town, login)
    town.clock.advance(minutes=1)
    assert not lives(town, login)


def test_a_request_notes_the_session_once_a_minute(town: Town, card: str) -> None:
    login = wang_in(town)
    seen = select(UserSession.last_seen).where(UserSession.id == login.actor.session_id)
    opened = town.clock.now()

    for seconds, noted in ((59, opened), (1, opened + timedelta(seconds=60))):
        town.clock.advance(seconds=seconds)
        authenticate(town.bank, login.token)
        settle_writes(town)
        with town.bank.connect() as connection:
            assert connection.scalar(seen) == noted


def test_a_bank_that_only_reads_still_knows_its_people(town: Town, card: str) -> None:
    login = wang_in(town)
    town.clock.advance(minutes=5)

    town.bank.read_only[BOOK] = ReadOnly(reason="备份较旧")

    assert lives(town, login)
    town.bank.read_only.clear()


def test_logging_out_ends_the_token(town: Town, card: str) -> None:
    first, second = wang_in(town), wang_in(town)

    logout(town.bank, first.actor)
    logout(town.bank, first.actor)

    assert not lives(town, first)
    assert lives(town, second)


def test_a_grant_counts_with_the_next_request(town: Town, card: str) -> None:
    login = wang_in(town)

    town.bank.run(grant_role, GrantRole("coordinator", SITE, town.wang.member_id), town.chen)
    actor = authenticate(town.bank, login.token)
    assert actor is not None
    assert Grant(Role.COORDINATOR, SITE) in actor.grants

    town.bank.run(revoke_role, RevokeRole("coordinator", SITE, town.wang.member_id), town.chen)
    actor = authenticate(town.bank, login.token)
    assert actor is not None
    assert actor.grants == (Grant(Role.ELDER),)


def test_a_session_of_a_new_office_rests_as_an_office_does(town: Town, card: str) -> None:
    login = wang_in(town)
    town.bank.run(grant_role, GrantRole("coordinator", SITE, town.wang.member_id), town.chen)

    town.clock.advance(minutes=30)

    assert not lives(town, login)


def test_who_left_the_register_is_logged_out(town: Town, card: str) -> None:
    login = wang_in(town)

    town.bank.run(withdraw_consent, WithdrawConsent("basic", town.wang.member_id), town.wang)

    assert not lives(town, login)


@pytest.mark.parametrize("status", ["restricted", "closed"])
def test_only_the_active_are_let_in(town: Town, card: str, status: str) -> None:
    login = wang_in(town)
    with town.bank._writer_engine.begin() as connection:
        connection.execute(update(Member).where(Member.id == town.wang.member_id).values(status=status))

    assert not lives(town, login)


def test_a_new_password_logs_everybody_else_out(town: Town, card: str) -> None:
    here, there, by_card = wang_in(town), wang_in(town), login_by_card(town.bank, card, PIN, "phone")

    change_password(town.bank, ChangePassword(PASSWORD, "重阳糕又香又甜了"), here.actor, "phone")

    assert lives(town, here)
    assert not lives(town, there)
    assert not lives(town, by_card)


def test_a_redeemed_code_logs_everybody_out(town: Town) -> None:
    number = town.bank.run(issue_card, IssueCard(town.wang.member_id), town.nong).number
    set_pin(town.bank, SetPin(PIN, town.wang.member_id), town.nong)
    login = login_by_card(town.bank, number, PIN, "phone")
    code = town.bank.run(create_account_by_code, CreateCode(town.wang.member_id), town.nong).code

    redeem_code(town.bank, BOOK, RedeemCode(code, "重阳糕又香又甜了"), "phone")

    assert not lives(town, login)


def test_a_member_sees_and_ends_the_own_sessions(town: Town, card: str) -> None:
    here, there = wang_in(town, agent="MicroMessenger " * 20), wang_in(town)

    with town.bank.reading(here.actor) as reading:
        sessions = {one.id: one for one in me(reading, here.actor).sessions}
    assert set(sessions) == {here.actor.session_id, there.actor.session_id}
    assert sessions[here.actor.session_id].is_this
    assert len(sessions[here.actor.session_id].device) <= 80

    town.bank.run(revoke_session, RevokeSession(there.actor.session_id), here.actor)
    assert lives(town, here)
    assert not lives(town, there)


def test_nobody_ends_anothers_session(town: Town, card: str) -> None:
    wang, nong = wang_in(town), nong_in(town)

    for session_id in (nong.actor.session_id, "nothing"):
        with pytest.raises(SessionNotFound):
            town.bank.run(revoke_session, RevokeSession(session_id), wang.actor)
    with pytest.raises(NotFound):
        town.bank.run(end_member_sessions, EndSessions(town.wang.member_id), town.li)
    assert lives(town, nong)


def test_a_keeper_told_of_a_lost_phone_ends_all_sessions(town: Town, card: str) -> None:
    logins = [wang_in(town), wang_in(town)]

    assert town.bank.run(end_member_sessions, EndSessions(town.wang.member_id), town.nong).count == 2

    assert not any(lives(town, login) for login in logins)


def test_sessions_of_long_ago_are_swept_at_the_next_login(town: Town, card: str) -> None:
    wang_in(town)
    town.clock.advance(days=30)
    wang_in(town)

    with town.bank.connect() as connection:
        rows = connection.scalars(
            select(UserSession).where(UserSession.member_id == town.wang.member_id)
        ).all()
    assert len(rows) == 1


def test_a_token_of_one_book_is_nothing_in_another(town: Town, card: str) -> None:
    login = wang_in(town)

    assert authenticate(town.bank, "450124" + login.token[6:]) is None


def test_the_system_has_no_session() -> None:
    assert system(BOOK).session_id == Actor(BOOK, "").session_id == ""
