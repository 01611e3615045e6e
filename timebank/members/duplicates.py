"""Whether a person is on the register already: one person, one member, or hours could be sold twice."""

from collections.abc import Sequence
from datetime import date

from timebank.actors import Actor
from timebank.errors import N_, Conflict, Refused
from timebank.members.finding import MemberNotFound, find_any_member, find_member
from timebank.members.lookups import ids_by_identity_number, ids_by_phone, ids_by_whole_name
from timebank.members.model import Member
from timebank.work import UnitOfWork


class AlreadyRegistered(Conflict):
    """The person is on the register under this number, or somebody much alike is."""

    code = "already_registered"
    message = N_("登记册上已有这个人，编号 %(number)s。请先打开核对；确实是另一个人，请写明理由再登记。")


class RegisteredElsewhere(Conflict):
    """The person belongs to a site this actor does not keep."""

    code = "registered_elsewhere"
    message = N_("这个人已在别的互助点登记。需要转来，请联系乡镇。")


class RegisterAtSite(Refused):
    """Somebody without a login is not told who is on the register."""

    code = "register_at_site"
    message = N_("这次不能在网上登记。请带上证件到互助点，由协管员帮您办理。")


def refuse_duplicate(
    uow: UnitOfWork,
    actor: Actor,
    *,
    site: str,
    name: str,
    birth_date: date,
    phone: str,
    identity_number: str,
    force_reason: str,
) -> None:
    """Refuse to register somebody twice.

    The same identity number is always the same person. The same phone and name, or the same name and birth date
    at a site, may be chance: a keeper who looked may go on with a reason.

    Raises:
        AlreadyRegistered: the actor may see the other record.
        RegisteredElsewhere: the actor may not.
        RegisterAtSite: the actor has no login.
    """
    if identity_number:
        _refuse_any(uow, actor, ids_by_identity_number(uow, identity_number), "identity_number")
    if force_reason:
        return
    if phone:
        namesakes = [
            member_id
            for member_id in ids_by_phone(uow, phone)
            if find_any_member(uow, member_id).opened(uow.people, "name") == name
        ]
        _refuse_any(uow, actor, namesakes, "name")
    twins = [
        member_id
        for member_id in ids_by_whole_name(uow, site, name)
        if find_any_member(uow, member_id).birth_date == birth_date
    ]
    _refuse_any(uow, actor, twins, "name")


def _refuse_any(uow: UnitOfWork, actor: Actor, member_ids: Sequence[str], field: str) -> None:
    if not member_ids:
        return
    if not actor.is_known:
        raise RegisterAtSite(field=field)
    raise AlreadyRegistered(field=field, number=_seen(uow, actor, member_ids[0]).number)


def _seen(uow: UnitOfWork, actor: Actor, member_id: str) -> Member:
    try:
        return find_member(uow, member_id, actor)
    except MemberNotFound as unseen:
        raise RegisteredElsewhere from unseen
