"""The register: finding members, registering them with consent first, and opening a record, which is kept."""

from typing import Any

from flask import Blueprint, flash, g, redirect, render_template, request
from werkzeug.wrappers import Response

from timebank.actors import Role
from timebank.catalogue.elders import ABILITY_LEVELS, ELDER_TAGS, LIVING_SITUATIONS
from timebank.catalogue.volunteers import LANGUAGES, SKILLS
from timebank.errors import Refusal
from timebank.members.commands import RegisterMember, RegisterMemberSchema
from timebank.members.consents import ConsentKind, ConsentText, consent_text
from timebank.members.grants import COUNTED, KEEPERS
from timebank.members.model import MemberStatus
from timebank.members.pages import MemberLine, applicants_page, members_page
from timebank.members.registration import register_member
from timebank.paging import Page
from timebank.places.queries import site_names, sites_page
from timebank.places.regions import children
from web import times
from web.current import current_actor, reading, run, want_login, want_role
from web.figures import total_at
from web.forms import default_values, read_form, shown_again_by
from web.language import is_english
from web.paged import after, pager
from web.refusals import say
from web.translate import _
from web.words import ROLE_WORDS, VOLUNTEER_WORDS

pages = Blueprint("members_pages", __name__)
pages.before_request(want_login)

REGISTER_READERS = (*KEEPERS, Role.AUDITOR)
EVERY_SITE = 1000


@pages.get("/members")
def list_page() -> str:
    """Show the members of the own sites, or those a text may mean."""
    actor = want_role(*REGISTER_READERS)
    q, site, role, state = (request.args.get(name, "").strip() for name in ("q", "site", "role", "state"))
    try:
        page = members_page(reading(), actor, after=after(), site=site, q=q, role=role, state=state)
    except Refusal as refusal:
        page = Page(())
        g.errors = {"_schema": [say(refusal)]}
    return render_template(
        "member_list.html",
        q=q,
        role=role,
        site=site,
        total=None if q else _total(site, role, state),
        members=_lines(page),
        may_register=actor.has(*KEEPERS),
        **pager(page),
    )


def _total(site: str, role: str, state: str) -> int | None:
    """Return how many the whole list has, where a figure is kept of it: active members, or those of a role."""
    if role in COUNTED:
        return total_at(site, f"members.{role}")
    return total_at(site, "members") if state == MemberStatus.ACTIVE and not role else None


@pages.get("/members/applicants")
def applicants() -> str:
    """Show the volunteers who wait for an approval."""
    actor = want_role(*KEEPERS)
    page = applicants_page(reading(), actor, after=after())
    return render_template(
        "member_list.html",
        q="",
        role="",
        site="",
        total=None,
        members=_lines(page),
        may_register=True,
        **pager(page),
    )


@pages.get("/members/new")
def new_page() -> str:
    """Show the form that registers a person."""
    actor = want_role(*KEEPERS)
    sites = sites_page(reading(), actor, scope=_scope(), limit=EVERY_SITE).items
    default_values(
        site=sites[0].id if len(sites) == 1 else "", region=sites[0].region if len(sites) == 1 else ""
    )
    return render_template(
        "member_new.html",
        villages=villages(),
        sites=[(site.id, site.name) for site in sites],
        tags=[(tag.code, _(tag.name)) for tag in ELDER_TAGS],
        spoken=[(language.code, _(language.name)) for language in LANGUAGES],
        skills=[(skill.code, _(skill.name)) for skill in SKILLS],
        ability_levels=[(level.level, f"{level.level} {_(level.name)}") for level in ABILITY_LEVELS],
        livings=[(situation.code, _(situation.name)) for situation in LIVING_SITUATIONS],
        consent=consent_shown(ConsentKind.BASIC),
        sensitive_consent=consent_shown(ConsentKind.SENSITIVE),
    )


@pages.post("/members")
@shown_again_by(new_page)
def register() -> Response:
    """Put a person on the register."""
    command: RegisterMember = read_form(
        RegisterMemberSchema(),
        consent=version_ticked("consent"),
        consent_sensitive=version_ticked("consent_sensitive"),
    )
    registered = run(register_member, command)
    flash(_("登记好了，成员号 %(number)s。", number=registered.number), "good")
    return redirect(f"/members/{registered.id}", 303)


def version_ticked(name: str) -> str:
    """Return the version of the text that was shown, if its box was ticked."""
    return request.form.get(f"{name}_version", "") if request.form.get(name) else ""


def _lines(page: Page[MemberLine]) -> list[dict[str, Any]]:
    sites = site_names(reading(), {line.site for line in page.items})
    return [
        {
            "id": line.id,
            "number": line.number,
            "name": line.name,
            "age": line.age,
            "roles": line_roles(line),
            "place": sites.get(line.site, line.site),
        }
        for line in page.items
    ]


def line_roles(line: MemberLine) -> str:
    """Return what a member is, in words."""
    roles = [_(ROLE_WORDS[role]) for role in line.roles if role != Role.VOLUNTEER]
    if line.volunteer_state:
        roles.append(_(VOLUNTEER_WORDS[line.volunteer_state]))
    return "、".join(roles) or _("成员")


def open_sites() -> list[tuple[str, str]]:
    """Return the sites to choose from, for anybody."""
    sites = sites_page(reading(), current_actor(), limit=EVERY_SITE).items
    return [(site.id, f"{site.name} · {site.place}") for site in sites if not site.closed_on]


def _scope() -> str:
    """Return the region whose sites the actor registers for: that of the widest grant."""
    return min(current_actor().scopes(*KEEPERS), key=len)


def villages() -> list[tuple[str, str]]:
    """Return the villages to live in: those of the own township, at the county all."""
    scope = _scope()
    townships = [each for each in children(current_actor().book) if scope.startswith(each.code)]
    return [
        (village.code, f"{township.spoken_name} {village.spoken_name}")
        for township in townships or children(current_actor().book)
        for village in children(township.code)
    ]


def consent_shown(kind: ConsentKind) -> dict[str, Any]:
    """Return the text of a consent in force, in the reader's language."""
    text: ConsentText = consent_text(kind, times.today())
    words = text.english if is_english() else text.chinese
    return {"version": text.version, "paragraphs": words.splitlines()}
