"""Finding members, with permission as part of finding: who may not see a person does not find one.

Everybody sees oneself; a proxy sees the elder, and reads all that is kept when appointed for everything; the keepers
of the register and the auditor see whoever belongs to their sites. A volunteer learns of an elder only through a
service of theirs, and a stranger learns nothing.
A person whose consent is withdrawn is found by nobody.
"""

from collections.abc import Iterable

from sqlalchemy import select

from timebank.actors import SYSTEM, Actor, Role
from timebank.errors import N_, InvalidInput, NotAllowed, NotFound, Refused
from timebank.identifiers import parse_identity_number, parse_phone
from timebank.ids import is_checked_number
from timebank.members.cards import card_holder, is_card_number
from timebank.members.grants import KEEPERS
from timebank.members.kinship import elders_of_proxy, may_read_all
from timebank.members.lookups import ids_by_characters, ids_by_identity_number, ids_by_initials, ids_by_phone
from timebank.members.model import Member, MemberStatus
from timebank.members.names import normal_name
from timebank.places.site_ids import SITE_DIGITS
from timebank.schemas import plain_digits
from timebank.work import Reading

ONLOOKERS = (*KEEPERS, Role.AUDITOR)
PHONE_DIGITS, IDENTITY_DIGITS, LONGEST_NUMBER = 11, 18, 18
LONGEST_LOOK_UP = 50
"""At most so many members are returned by one look-up of a name."""


class MemberNotFound(NotFound):
    """No such member, or none this actor may see."""

    code = "member_not_found"
    message = N_("没有找到这个人。请核对编号，或向协管员询问。")


class SiteWanted(Refused):
    """Names are looked up at one site, never over a county."""

    code = "site_wanted"
    message = N_("请先选一个互助点，再按姓名查找。")


def find_member(reading: Reading, member_id: str, actor: Actor) -> Member:
    """Return a member this actor may see.

    Raises:
        MemberNotFound: there is none, or the actor may not know.
    """
    member = find_any_member(reading, member_id)
    if not _may_see(reading, member, actor):
        raise MemberNotFound
    return member


def find_whole_member(reading: Reading, member_id: str, actor: Actor) -> Member:
    """Return a member of whom this actor may read everything: record, looks, statement.

    Raises:
        MemberNotFound: there is none, or the actor may not know.
        NotAllowed: the actor acts for the member in some matters only.
    """
    member = find_member(reading, member_id, actor)
    is_own_or_kept = member.id == actor.member_id or may_see_all_at(actor, member.site)
    if not is_own_or_kept and not may_read_all(reading, actor.member_id, member.id):
        raise NotAllowed
    return member


def find_any_member(reading: Reading, member_id: str) -> Member:
    """Return a member whoever asks: for use cases that decide by something else, such as a service.

    Raises:
        MemberNotFound: there is none.
    """
    member = reading.row(Member, member_id)
    if member is None:
        raise MemberNotFound
    return member


def find_kept_member(
    reading: Reading,
    member_id: str,
    actor: Actor,
    keepers: Iterable[Role] = KEEPERS,
    field: str | None = None,
) -> Member:
    """Return a member whose record this actor keeps: one of the roles covers the member's site. Not one's own.

    Raises:
        MemberNotFound: the actor may not see the member; `field` is the input that named it.
        NotAllowed: the actor sees the member but does not keep the record.
    """
    try:
        member = find_member(reading, member_id, actor)
    except MemberNotFound as unseen:
        raise MemberNotFound(field=field) from unseen
    if not is_keeper(member, actor, keepers):
        raise NotAllowed
    return member


def find_own_or_kept_member(reading: Reading, member_id: str, actor: Actor) -> Member:
    """Return the actor's own record, or one the actor keeps; raises as `find_kept_member` does."""
    if member_id == actor.member_id:
        return find_member(reading, member_id, actor)
    return find_kept_member(reading, member_id, actor)


def is_keeper(member: Member, actor: Actor, keepers: Iterable[Role] = KEEPERS) -> bool:
    """Tell whether the actor keeps the record: nobody keeps the own, and the system keeps all."""
    if actor.member_id == SYSTEM:
        return True
    return actor.member_id != member.id and actor.may_act_at(member.site, tuple(keepers))


def find_by_number(reading: Reading, actor: Actor, text: str) -> Member:
    """Return the member with a number, as people read it out.

    Raises:
        MemberNotFound: there is none this actor may see, or the check digit is wrong.
    """
    number = plain_digits(text)
    if not is_checked_number(number) or len(number) > LONGEST_NUMBER:
        raise MemberNotFound
    member_id = reading.session.scalar(
        select(Member.id).where(Member.book == reading.book, Member.number == number)
    )
    return find_member(reading, member_id or "", actor)


def find_by_card(reading: Reading, actor: Actor, text: str) -> Member:
    """Return the holder of a card in force.

    Raises:
        MemberNotFound: there is none this actor may see.
    """
    return find_member(reading, card_holder(reading, text) or "", actor)


def find_by_phone(reading: Reading, actor: Actor, text: str) -> tuple[Member, ...]:
    """Return the members with a phone whom this actor may see.

    Raises:
        MalformedPhone: it is no mobile number.
    """
    return _seen(reading, actor, ids_by_phone(reading, parse_phone(text)))


def find_by_identity_number(reading: Reading, actor: Actor, text: str) -> tuple[Member, ...]:
    """Return the members with an identity number whom this actor may see; raises as `parse_identity_number`."""
    number = parse_identity_number(text, reading.business_clock.today()).number
    return _seen(reading, actor, ids_by_identity_number(reading, number))


def find_by_name(reading: Reading, actor: Actor, text: str, site: str = "") -> tuple[Member, ...]:
    """Return the members whose name holds a text, or has it as its pinyin initials, at a site or one's own sites.

    Raises:
        SiteWanted: the actor keeps no single site, so one must be named.
    """
    name = normal_name(text)
    sites = _sites_to_search(actor, site)
    if name.isascii():
        ids = ids_by_initials(reading, sites, name) + ids_by_characters(reading, sites, name)
    else:
        ids = ids_by_characters(reading, sites, name)
    found = _seen(reading, actor, dict.fromkeys(ids))
    reading.people.load(member.id for member in found)
    if name.isascii():
        return found
    # The hashes say which characters a name has, not in which order.
    return tuple(member for member in found if name in member.opened(reading.people, "name"))


def search_members(reading: Reading, actor: Actor, text: str, site: str = "") -> tuple[Member, ...]:
    """Return the members a keeper means by a number, a card, a phone, an identity number or a name."""
    digits = plain_digits(text)
    if not digits[:-1].isdigit():
        return find_by_name(reading, actor, text, site)
    try:
        if len(digits) == PHONE_DIGITS:
            return find_by_phone(reading, actor, digits)
        if len(digits) == IDENTITY_DIGITS:
            return find_by_identity_number(reading, actor, digits)
        find = find_by_card if is_card_number(digits) else find_by_number
        return (find(reading, actor, digits),)
    except (MemberNotFound, InvalidInput):  # nobody has a number that cannot be
        return ()


def may_see_all_at(actor: Actor, site: str) -> bool:
    """Tell whether the actor sees everybody who belongs to a site."""
    return actor.member_id == SYSTEM or actor.may_act_at(site, ONLOOKERS)


def _may_see(reading: Reading, member: Member, actor: Actor) -> bool:
    if actor.member_id == SYSTEM:
        return True
    if not actor.is_known or member.status == MemberStatus.RESTRICTED:
        return False
    if member.id == actor.member_id or may_see_all_at(actor, member.site):
        return True
    return member.id in elders_of_proxy(reading, actor.member_id)


def _seen(reading: Reading, actor: Actor, member_ids: Iterable[str]) -> tuple[Member, ...]:
    """Return those of the members whom the actor may see, by number."""
    ids = list(member_ids)
    if not ids or not actor.is_known:
        return ()
    wards = {actor.member_id, *elders_of_proxy(reading, actor.member_id)}
    members = reading.session.scalars(
        select(Member)
        .where(Member.book == reading.book, Member.id.in_(ids), Member.status != MemberStatus.RESTRICTED)
        .order_by(Member.number)
        .limit(LONGEST_LOOK_UP)
    )
    return tuple(one for one in members if one.id in wards or may_see_all_at(actor, one.site))


def _sites_to_search(actor: Actor, site: str) -> tuple[str, ...]:
    if site:
        return (site,) if may_see_all_at(actor, site) else ()
    sites = tuple(scope for scope in actor.scopes(*ONLOOKERS) if len(scope) == SITE_DIGITS)
    if not sites and actor.has(*ONLOOKERS):
        raise SiteWanted(field="site")
    return sites
