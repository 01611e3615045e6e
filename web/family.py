"""A member's family at the desk: kin, who lives with whom, and who acts for an elder, each with its form."""

from datetime import date, timedelta

from flask import Blueprint, flash, redirect, render_template, request
from werkzeug.wrappers import Response

from timebank.actors import Role
from timebank.catalogue.relations import RELATIONS, relation
from timebank.members.families import appoint_proxy, end_proxy, join_household, record_kin
from timebank.members.family_commands import (
    AppointProxy,
    AppointProxySchema,
    EndProxy,
    EndProxySchema,
    JoinHousehold,
    JoinHouseholdSchema,
    RecordKin,
    RecordKinSchema,
)
from timebank.members.family_page import family_view
from timebank.members.finding import search_members
from timebank.members.guardians import end_guardian, name_guardian
from timebank.members.kinship import ProxyScope
from timebank.members.naming import name_of
from timebank.members.queries import find_volunteer
from timebank.members.roles import has_role
from timebank.members.volunteer_commands import EndGuardian, NameGuardian, NameGuardianSchema
from timebank.schemas import REQUIRED
from web import times
from web.current import current_actor, reading, run, want_login
from web.forms import WrongInput, default_values, read_form, shown_again_by
from web.translate import _
from web.words import PROXY_SCOPE_WORDS

pages = Blueprint("family_pages", __name__)
pages.before_request(want_login)

A_YEAR = timedelta(days=364)
ALONE = "alone"
MOST_NAMED = 8


@pages.get("/members/<member_id>/family")
def family_page(member_id: str) -> str:
    """Show kin, housemates and proxies, and the forms that record them."""
    actor = current_actor()
    family = family_view(reading(), member_id, actor)
    today = times.today()
    default_values(**_date_inputs("from_day", today), **_date_inputs("until_day", today + A_YEAR))
    return render_template(
        "member_family.html",
        member={"id": member_id, "name": name_of(reading(), member_id)},
        is_elder=has_role(reading(), member_id, Role.ELDER),
        kin=[{"name": one.name, "words": _(relation(one.relation).name)} for one in family.kin],
        household=[one.name for one in family.household],
        proxies=[
            {
                "id": term.id,
                "name": term.name,
                "scope": _(PROXY_SCOPE_WORDS[ProxyScope(term.scope)]),
                "from_day": term.from_day,
                "until_day": term.until_day,
            }
            for term in family.proxies
        ],
        relations=[(each.code, _(each.name)) for each in RELATIONS],
        guardian=_guardian(member_id),
        scopes=[{"code": scope.value, "words": _(words)} for scope, words in PROXY_SCOPE_WORDS.items()],
    )


@pages.post("/members/<member_id>/kin")
@shown_again_by(family_page)
def relate(member_id: str) -> Response:
    """Record what another member is to this one."""
    given: RecordKin = read_form(RecordKinSchema(), other_id=_person("other_id"))
    run(record_kin, RecordKin(given.other_id, given.relation, member_id))
    flash(_("亲属关系记好了，两边都看得到。"), "good")
    return redirect(f"/members/{member_id}/family", 303)


@pages.post("/members/<member_id>/household")
@shown_again_by(family_page)
def move(member_id: str) -> Response:
    """Move a member into another one's household, or into one alone."""
    is_alone = request.form.get("how") == ALONE
    given: JoinHousehold = read_form(
        JoinHouseholdSchema(), household_of="" if is_alone else _person("household_of")
    )
    run(join_household, JoinHousehold(given.household_of, member_id))
    flash(_("记好了，和谁一户已经改过来。"), "good")
    return redirect(f"/members/{member_id}/family", 303)


@pages.post("/members/<member_id>/guardian")
@shown_again_by(family_page)
def name(member_id: str) -> Response:
    """Name the adult who stands by a volunteer."""
    given: NameGuardian = read_form(NameGuardianSchema(), guardian=_person("guardian"))
    run(name_guardian, NameGuardian(given.guardian, member_id))
    flash(_("监护人记好了。"), "good")
    return redirect(f"/members/{member_id}/family", 303)


@pages.post("/members/<member_id>/guardian-ending")
@shown_again_by(family_page)
def release(member_id: str) -> Response:
    """Let nobody stand by a volunteer any more."""
    run(end_guardian, EndGuardian(member_id))
    flash(_("监护人去掉了。"), "good")
    return redirect(f"/members/{member_id}/family", 303)


@pages.post("/members/<member_id>/proxies")
@shown_again_by(family_page)
def appoint(member_id: str) -> Response:
    """Let somebody act for an elder, for a term."""
    given: AppointProxy = read_form(AppointProxySchema(), proxy_id=_person("proxy_id"))
    run(appoint_proxy, AppointProxy(given.proxy_id, given.from_day, given.until_day, given.scope, member_id))
    flash(_("代办人记好了。代办了什么，两个人的名字都会记下来。"), "good")
    return redirect(f"/members/{member_id}/family", 303)


@pages.post("/members/<member_id>/proxy-endings")
@shown_again_by(family_page)
def dismiss(member_id: str) -> Response:
    """Let somebody no longer act for an elder."""
    given: EndProxy = read_form(EndProxySchema())
    run(end_proxy, EndProxy(given.proxy_id, member_id))
    flash(_("已经停止代办，马上生效。"), "good")
    return redirect(f"/members/{member_id}/family", 303)


def _guardian(member_id: str) -> dict[str, str | None] | None:
    """Return who stands by a volunteer, None where the member is none."""
    volunteer = find_volunteer(reading(), member_id)
    if volunteer is None:
        return None
    return {"name": name_of(reading(), volunteer.guardian_id) if volunteer.guardian_id else None}


def _person(name: str) -> str:
    """Return the id of the one member whom an input means, by number, phone or name.

    Raises:
        WrongInput: nothing is typed, or it means nobody or several.
    """
    text = request.form.get(name, "").strip()
    if not text:
        raise WrongInput({name: [_(REQUIRED)]})
    found = search_members(reading(), current_actor(), text)
    if len(found) == 1:
        return found[0].id
    if not found:
        raise WrongInput({name: [_("没有找到这个人。请核对成员号或姓名；还没登记的，要先登记。")]})
    names = "、".join(f"{name_of(reading(), one.id)} {one.number}" for one in found[:MOST_NAMED])
    raise WrongInput({name: [_("找到好几位：%(names)s。请填成员号。", names=names)]})


def _date_inputs(name: str, day: date) -> dict[str, str]:
    return {f"{name}_year": str(day.year), f"{name}_month": str(day.month), f"{name}_day": str(day.day)}
