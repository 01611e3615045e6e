"""Recording who belongs to whom: kin, households, proxies. Kept by the register's keepers, never by oneself."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from timebank.actors import SYSTEM, Actor, Role
from timebank.catalogue.relations import relation
from timebank.errors import N_, Conflict, InvalidInput, NotAllowed, NotFound
from timebank.members.changes import note_change
from timebank.members.family_commands import AppointProxy, EndProxy, JoinHousehold, RecordKin
from timebank.members.finding import find_any_member, find_kept_member, find_own_or_kept_member
from timebank.members.kinship import Kinship, Proxy
from timebank.members.registration import new_household
from timebank.members.roles import has_role
from timebank.work import UnitOfWork


class WithOneself(InvalidInput):
    """A person is neither kin nor proxy of the own self."""

    code = "same_person"
    message = N_("两边填了同一个人，请核对。")


class KinRecorded(Conflict):
    """A relation between the two stands there."""

    code = "kin_already_recorded"
    message = N_("这两个人的亲属关系已经记过了。")


class ProxyRefused(InvalidInput):
    """The day of the end lies before the beginning, or is past."""

    code = "proxy_days_refused"
    message = N_("代办的结束日期不能早于开始日期，也不能已经过去。")


class NotAnElder(InvalidInput):
    """Somebody who receives no care needs nobody to act in the own stead."""

    code = "proxy_not_for_elder"
    message = N_("只能为登记的老人指定代办人。")


class ProxyAppointed(Conflict):
    """The same person acts for the elder in those days already."""

    code = "proxy_already_appointed"
    message = N_("这段时间已经由这个人代办，不用再办。")


class ProxyNotFound(NotFound):
    """The person does not act for the elder."""

    code = "proxy_not_found"
    message = N_("没有这位代办人，或代办已经结束。")


@dataclass(frozen=True, slots=True)
class RecordedKin:
    """What each of two members is to the other."""

    member_id: str
    other_id: str
    relation: str
    inverse: str


@dataclass(frozen=True, slots=True)
class JoinedHousehold:
    """Where a member lives now."""

    member_id: str
    household_id: str


@dataclass(frozen=True, slots=True)
class AppointedProxy:
    """Who acts for an elder until when."""

    elder_id: str
    proxy_id: str
    until_day: date


def record_kin(uow: UnitOfWork, command: RecordKin, actor: Actor) -> RecordedKin:
    """Record a relation, from both sides."""
    member = find_kept_member(uow, command.member_id, actor)
    other = find_kept_member(uow, command.other_id, actor, field="other_id")
    if member.id == other.id:
        raise WithOneself(field="other_id")
    if uow.session.get(Kinship, (uow.book, member.id, other.id)):
        raise KinRecorded
    is_to_member = relation(command.relation)

    sides = ((member.id, other.id, is_to_member.code), (other.id, member.id, is_to_member.inverse))
    for one, another, code in sides:
        uow.session.add(
            Kinship(
                book=uow.book,
                member_id=one,
                other_id=another,
                relation=code,
                recorded_by=actor.member_id,
                recorded_on=uow.business_clock.today(),
            )
        )
    return RecordedKin(member.id, other.id, is_to_member.code, is_to_member.inverse)


def join_household(uow: UnitOfWork, command: JoinHousehold, actor: Actor) -> JoinedHousehold:
    """Move a member into somebody's household, or into one alone; the earlier one stays noted."""
    member = find_kept_member(uow, command.member_id, actor)
    if command.household_of:
        household = find_kept_member(uow, command.household_of, actor, field="household_of").household_id
    else:
        household = new_household(uow, member.site)
    own = find_any_member(uow, actor.member_id).household_id if actor.member_id != SYSTEM else ""
    if own in (member.household_id, household):
        raise NotAllowed  # whom one lives with decides what one may review: somebody else writes it down
    if household != member.household_id:
        note_change(uow, member, "household", member.household_id, reason="")
        member.household_id = household
    return JoinedHousehold(member.id, household)


def appoint_proxy(uow: UnitOfWork, command: AppointProxy, actor: Actor) -> AppointedProxy:
    """Let somebody act for an elder for a term, as the elder wishes."""
    elder = find_kept_member(uow, command.member_id, actor)
    proxy = find_kept_member(uow, command.proxy_id, actor, field="proxy_id")
    today = uow.business_clock.today()
    if elder.id == proxy.id:
        raise WithOneself(field="proxy_id")
    if command.until_day < command.from_day or command.until_day < today:
        raise ProxyRefused(field="until_day")
    if not has_role(uow, elder.id, Role.ELDER):
        raise NotAnElder
    if any(one.overlaps(command.from_day, command.until_day) for one in _proxies(uow, elder.id, proxy.id)):
        raise ProxyAppointed(field="proxy_id")

    uow.session.add(
        Proxy(
            book=uow.book,
            id=uow.new_id(),
            elder_id=elder.id,
            proxy_id=proxy.id,
            scope=command.scope,
            from_day=command.from_day,
            until_day=command.until_day,
            recorded_by=actor.member_id,
        )
    )
    uow.outbox.tell(proxy.id, "proxy_appointed", elder=elder.id)
    return AppointedProxy(elder.id, proxy.id, command.until_day)


def end_proxy(uow: UnitOfWork, command: EndProxy, actor: Actor) -> AppointedProxy:
    """Let somebody no longer act for an elder, from this moment: the elder's own word is enough."""
    elder = find_own_or_kept_member(uow, command.member_id, actor)
    now = uow.clock.now()
    ended = [one for one in _proxies(uow, elder.id, command.proxy_id) if one.ended_at is None]
    if not ended:
        raise ProxyNotFound(field="proxy_id")
    for proxy in ended:
        proxy.ended_at = now
    return AppointedProxy(elder.id, command.proxy_id, uow.business_clock.today())


def _proxies(uow: UnitOfWork, elder_id: str, proxy_id: str) -> list[Proxy]:
    return list(
        uow.session.scalars(
            select(Proxy).where(
                Proxy.book == uow.book, Proxy.elder_id == elder_id, Proxy.proxy_id == proxy_id
            )
        )
    )
