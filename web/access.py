"""At the desk: what a member may do and comes in by, each with the button that ends it."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template
from werkzeug.wrappers import Response

from timebank.actors import Grant, Role
from timebank.members.access import end_member_sessions, may_equip, revoke_card
from timebank.members.access_commands import EndSessions, RevokeCard
from timebank.members.finding import find_kept_member
from timebank.members.grants import STAFF
from timebank.members.held_secrets import held_secrets
from timebank.members.naming import name_of
from timebank.members.queries import grants_of
from timebank.members.roles import revoke_role
from timebank.members.second_factor import drop_second_factor, has_second_factor
from timebank.members.second_factor_commands import DropSecondFactor
from timebank.members.volunteer_commands import RevokeRole, RevokeRoleSchema
from timebank.places.queries import site_names
from timebank.places.regions import place_name
from timebank.places.site_ids import SITE_DIGITS
from timebank.recoveries.queries import recoveries_of
from web.current import current_actor, reading, run, want_login
from web.forms import read_form, shown_again_by
from web.recoveries import recovery_shown
from web.translate import _
from web.words import ROLE_WORDS

pages = Blueprint("access_pages", __name__)
pages.before_request(want_login)


@pages.get("/members/<member_id>/access")
def access_page(member_id: str) -> str:
    """Show a member's roles, card and logins, each with the button that ends it."""
    actor = current_actor()
    member = find_kept_member(reading(), member_id, actor)
    grants = grants_of(reading(), member.id)
    held = held_secrets(reading(), member.id)
    return render_template(
        "member_access.html",
        member={"id": member.id, "name": name_of(reading(), member.id)},
        roles=[_role(grant, may_end=_may_end(member_id, grant)) for grant in grants],
        has_card=held.has_card,
        may_end=may_equip(reading(), member, actor),
        may_recover=held.had_card or held.had_pin or held.had_password,
        may_drop_factor=actor.has(Role.COUNTY) and has_second_factor(reading(), member.id),
        recoveries=[recovery_shown(view) for view in recoveries_of(reading(), member.id, actor)],
    )


@pages.post("/members/<member_id>/role-endings")
@shown_again_by(access_page)
def end_role(member_id: str) -> Response:
    """End a role; the member's next request is without it."""
    given: RevokeRole = read_form(RevokeRoleSchema())
    run(revoke_role, RevokeRole(given.role, given.scope, member_id))
    flash(_("终止了，马上生效。"), "good")
    return redirect(f"/members/{member_id}/access", 303)


@pages.post("/members/<member_id>/card-ending")
@shown_again_by(access_page)
def end_card(member_id: str) -> Response:
    """End a card that is lost; a new one takes two people."""
    run(revoke_card, RevokeCard(member_id))
    flash(_("卡停用了，别人捡到也不能用。"), "good")
    return redirect(f"/members/{member_id}/access", 303)


@pages.post("/members/<member_id>/logout")
@shown_again_by(access_page)
def log_out(member_id: str) -> Response:
    """Log the member out everywhere, such as when a phone is lost."""
    ended = run(end_member_sessions, EndSessions(member_id))
    flash(_("%(count)s 处登录都退出了。", count=ended.count), "good")
    return redirect(f"/members/{member_id}/access", 303)


@pages.post("/members/<member_id>/second-factor-removal")
@shown_again_by(access_page)
def drop_factor(member_id: str) -> Response:
    """Drop the authenticator of somebody whose phone is lost."""
    run(drop_second_factor, DropSecondFactor(member_id))
    flash(_("登录验证器取消了，请本人登录以后马上重新设。"), "good")
    return redirect(f"/members/{member_id}/access", 303)


def _may_end(member_id: str, grant: Grant) -> bool:
    """Tell whether this grant is ended here: a volunteer stands aside instead, an office is the county's to end."""
    actor = current_actor()
    if grant.role is Role.VOLUNTEER or member_id == actor.member_id:
        return False
    return actor.has(Role.COUNTY) or grant.role not in STAFF


def _role(grant: Grant, *, may_end: bool) -> dict[str, Any]:
    return {
        "role": grant.role.value,
        "scope": grant.scope,
        "words": _(ROLE_WORDS[grant.role]),
        "place": _place(grant.scope),
        "may_end": may_end,
    }


def _place(scope: str) -> str:
    if len(scope) == SITE_DIGITS:
        return site_names(reading(), [scope]).get(scope, scope)
    return place_name(scope) if scope else ""
