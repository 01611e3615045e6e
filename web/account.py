"""My page: what is kept of me, what I agreed to, where I am logged in, who looked, and my secrets."""

import json
from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, session
from werkzeug.wrappers import Response as AnyResponse

from timebank.codec import to_plain
from timebank.members.access import change_password, set_pin
from timebank.members.access_commands import ChangePasswordSchema, SetPin, SetPinSchema
from timebank.members.commands import WithdrawConsent
from timebank.members.consents import ConsentKind
from timebank.members.corrections import withdraw_consent
from timebank.members.families import end_proxy
from timebank.members.family_commands import EndProxy
from timebank.members.family_page import proxy_terms
from timebank.members.grants import STAFF
from timebank.members.looks import looks_page
from timebank.members.model import VolunteerState
from timebank.members.my_page import MyPage, me
from timebank.members.second_factor import begin_second_factor, confirm_second_factor
from timebank.members.second_factor_commands import (
    BeginSecondFactor,
    ConfirmSecondFactor,
    ConfirmSecondFactorSchema,
)
from timebank.members.secret_rules import SHORTEST_PASSWORD
from timebank.members.user_sessions import RevokeSession, revoke_session
from timebank.messages import messages_page
from timebank.needs.queries import needs_page
from timebank.paging import LONGEST_PAGE, Page
from timebank.places.queries import site_row
from timebank.places.regions import place_name
from timebank.recoveries.queries import recoveries_of
from timebank.services.queries import services_page
from timebank.statements import statement_page
from web import filters
from web.current import (
    bank,
    close_reading,
    current_actor,
    current_book,
    device,
    form_key,
    reading,
    run,
    want_login,
)
from web.devices import device_words
from web.forms import read_form, shown_again_by
from web.frame import role_words
from web.member import looks_shown
from web.recoveries import recovery_shown
from web.sessions import want_same_twice
from web.translate import _
from web.words import (
    ABILITY_WORDS,
    CONSENT_WORDS,
    LANGUAGE_WORDS,
    LIVING_WORDS,
    SEX_WORDS,
    TAG_WORDS,
    VOLUNTEER_WORDS,
)

pages = Blueprint("account_pages", __name__)
pages.before_request(want_login)

RECOVERIES_SHOWN = 5


@pages.get("/me")
def my_page(fresh_secret: str | None = None) -> str:
    """Show what is kept of me; `fresh_secret` is for the authenticator app and is shown this once."""
    actor = current_actor()
    mine = me(reading(), actor)
    return render_template(
        "my_page.html",
        me=_facts(mine),
        consents=[
            {
                "id": consent.kind,
                "name": _(CONSENT_WORDS[consent.kind]),
                "version": consent.version,
                "at": consent.given_on,
                "withdrawn_at": consent.withdrawn_on,
            }
            for consent in mine.consents
        ],
        sessions=[
            {
                "id": one.id,
                "device": device_words(one.device),
                "last_seen": one.last_seen,
                "is_current": one.is_this,
            }
            for one in mine.sessions
        ],
        looks=looks_shown(looks_page(reading(), actor, actor.member_id).items),
        has_password=mine.has_password,
        has_card=mine.has_card,
        min_length=SHORTEST_PASSWORD,
        proxies=[
            {"id": term.id, "name": term.name, "until_day": term.until_day}
            for term in proxy_terms(reading(), actor.member_id)
        ],
        export_url="/me/export",
        recoveries=[
            recovery_shown(view)
            for view in recoveries_of(reading(), actor.member_id, actor, RECOVERIES_SHOWN)
        ],
        may_set_second_factor=actor.has(*STAFF) and not current_book().is_demo,
        fresh_secret=fresh_secret,
    )


def my_page_again(**_address: str) -> str:
    """Show my page after a form whose address names something of mine."""
    return my_page()


@pages.get("/me/export")
def export() -> Response:
    """Give everything kept of me as a file."""
    actor = current_actor()
    view, mine = reading(), actor.member_id
    everything = {
        "me": to_plain(me(view, actor)),
        "statement": _all(lambda after: statement_page(view, mine, actor, after=after, limit=LONGEST_PAGE)),
        "services_given": _all(lambda after: services_page(view, actor, volunteer=mine, after=after)),
        "services_received": _all(lambda after: services_page(view, actor, elder=mine, after=after)),
        "needs": _all(lambda after: needs_page(view, actor, elder=mine, after=after)),
        "looks": _all(lambda after: looks_page(view, actor, mine, after=after)),
        "messages": _all(lambda after: messages_page(view, actor, after=after)),
    }
    text = json.dumps(everything, ensure_ascii=False, indent=1)
    headers = {"Content-Disposition": "attachment; filename=timebank-me.json", "Cache-Control": "no-store"}
    return Response(text, content_type="application/json; charset=utf-8", headers=headers)


@pages.post("/me/password")
@shown_again_by(my_page)
def new_password() -> AnyResponse:
    """Change the password; other sessions end."""
    command = read_form(ChangePasswordSchema(), names={"old_password": "password_now"})
    want_same_twice("password")
    close_reading()
    change_password(bank(), command, current_actor(), device(), form_key())
    flash(_("密码换好了，别的手机和电脑都退出了。"), "good")
    return redirect("/me", 303)


@pages.post("/me/pin")
@shown_again_by(my_page)
def new_pin() -> AnyResponse:
    """Change the PIN of the own card."""
    command: SetPin = read_form(SetPinSchema())
    want_same_twice("pin")
    close_reading()
    set_pin(bank(), SetPin(command.pin, current_actor().member_id), current_actor(), form_key())
    flash(_("数字密码换好了。"), "good")
    return redirect("/me", 303)


@pages.post("/me/second-factor")
@shown_again_by(my_page)
def begin_factor() -> str:
    """Make a secret for the authenticator app; the answer is the only page that shows it."""
    return my_page(run(begin_second_factor, BeginSecondFactor()).secret)


@pages.post("/me/second-factor/confirmation")
@shown_again_by(my_page)
def confirm_factor() -> AnyResponse:
    """Put the second factor into use with the app's first code."""
    command: ConfirmSecondFactor = read_form(ConfirmSecondFactorSchema())
    run(confirm_second_factor, command)
    flash(_("验证器设好了，下次登录要用。"), "good")
    return redirect("/me", 303)


@pages.post("/me/sessions/<session_id>/revocation")
@shown_again_by(my_page_again)
def end_session(session_id: str) -> AnyResponse:
    """Log out one of the own sessions elsewhere."""
    run(revoke_session, RevokeSession(session_id))
    flash(_("已经让它退出。"), "good")
    return redirect("/me", 303)


@pages.post("/me/consents/<kind>/withdrawal")
@shown_again_by(my_page_again)
def withdraw(kind: str) -> AnyResponse:
    """Take a consent back. Without the basic one the member leaves every page, and the session is over."""
    wanted = ConsentKind(kind) if kind in set(ConsentKind) else ConsentKind.BASIC
    run(withdraw_consent, WithdrawConsent(wanted, current_actor().member_id))
    if wanted is ConsentKind.BASIC:
        session.clear()
        return redirect("/", 303)
    taken_back = {
        ConsentKind.SENSITIVE: _("已经收回，这些内容删掉了。"),
        ConsentKind.HONOUR: _("已经收回，光荣榜上没有您的名字了。"),
    }
    flash(taken_back[wanted], "good")
    return redirect("/me", 303)


@pages.post("/me/proxies/<proxy_id>/ending")
@shown_again_by(my_page_again)
def end_my_proxy(proxy_id: str) -> AnyResponse:
    """Let somebody no longer act for me: my own word is enough."""
    run(end_proxy, EndProxy(proxy_id, current_actor().member_id))
    flash(_("已经停止代办，马上生效。"), "good")
    return redirect("/me", 303)


def _facts(mine: MyPage) -> list[tuple[str, str]]:
    record = mine.record
    level = record.ability_level
    return [
        (_("姓名"), record.name),
        (_("成员号"), record.number),
        (_("身份"), role_words(current_actor())),
        *_standing(mine),
        (_("性别"), _(SEX_WORDS[record.sex])),
        (_("出生日期"), filters.birthday(record.birth_date)),
        (_("手机号"), record.phone),
        (_("身份证号"), record.identity_number),
        (_("住在"), f"{place_name(record.region)} {record.hamlet} {record.address}".strip()),
        (_("互助点"), site_row(reading(), record.site).name),
        (_("会听会说"), "、".join(_(LANGUAGE_WORDS[code]) for code in record.languages)),
        (_("和谁住"), _(LIVING_WORDS[record.living]) if record.living else ""),
        (_("能力等级"), "" if level is None else f"{level} {_(ABILITY_WORDS[level])}"),
        (_("其他情况"), "、".join(_(TAG_WORDS[tag]) for tag in record.tags)),
        (_("身体情况"), record.health),
        (_("家里人"), "、".join(person.name for person in mine.household)),
        (_("我代他们办事"), "、".join(person.name for person in mine.acts_for)),
    ]


def _standing(mine: MyPage) -> list[tuple[str, str]]:
    """Return where I stand as a volunteer: who only applied has no other page that says so."""
    return [(_("志愿者"), _(VOLUNTEER_WORDS[VolunteerState(mine.volunteer.state)]))] if mine.volunteer else []


def _all(page_after: Callable[[str], Page[Any]]) -> list[Any]:
    """Return every item of a list, page after page."""
    found, after = [], ""
    while True:
        page = page_after(after)
        found += [to_plain(item) for item in page.items]
        if not page.next_cursor:
            return found
        after = page.next_cursor
