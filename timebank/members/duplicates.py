"""Whether a person is on the register already: one person, one member, or hours could be sold twice."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from timebank.actors import Actor
from timebank.errors import N_, Conflict
from timebank.members.finding import MemberNotFound, find_any_member, find_member
from timebank.members.lookups import ids_by_identity_number, ids_by_phone, ids_by_whole_name
from timebank.members.model import Member
from timebank.members.roles import coordinators_of
from timebank.work import UnitOfWork


class AlreadyRegistered(Conflict):
    """The person is on the register under this number, or somebody much alike is."""

    code = "already_registered"
    message = N_("登记册上已有这个人，编号 %(number)s。请先打开核对；确实是另一个人，请写明理由再登记。")


class RegisteredElsewhere(Conflict):
    """The person belongs to a site this actor does not keep."""

    code = "registered_elsewhere"
    message = N_("这个人已在别的互助点登记。需要转来，请联系乡镇。")


@dataclass(frozen=True, slots=True)
class Traits:
    """What tells one person from another; "" where there is no phone or identity number."""

    site: str
    name: str
    birth_date: date
    phone: str
    identity_number: str


def refuse_duplicate(uow: UnitOfWork, actor: Actor, person: Traits, force_reason: str) -> None:
    """Refuse to register somebody twice.

    The same identity number is always the same person. The same phone and name, or the same name and birth date
    at a site, may be chance: a keeper who looked may go on with a reason.

    Raises:
        AlreadyRegistered: the actor may see the other record.
        RegisteredElsewhere: the actor may not.
    """
    _refuse_any(uow, actor, _same_papers(uow, person), "identity_number")
    if not force_reason:
        _refuse_any(uow, actor, _much_alike(uow, person), "name")


def refuse_known_papers(uow: UnitOfWork, actor: Actor, applicant: Member) -> None:
    """Refuse to approve somebody who is on the register under another number; raises as `refuse_duplicate` does."""
    number = applicant.opened(uow.people, "identity_number")
    same = [one for one in ids_by_identity_number(uow, number) if one != applicant.id] if number else []
    _refuse_any(uow, actor, _on_the_register(uow, same), None)


def tell_site_of_alike(uow: UnitOfWork, applicant: Member, person: Traits) -> None:
    """Tell the site's coordinators whom an applicant resembles: the applicant is not told who is on the register."""
    alike = dict.fromkeys([*_same_papers(uow, person), *_much_alike(uow, person)])
    for member_id in alike:
        other = find_any_member(uow, member_id).number
        for coordinator in coordinators_of(uow, applicant.site):
            uow.outbox.tell(coordinator, "applicant_alike", number=applicant.number, other=other)


def _same_papers(uow: UnitOfWork, person: Traits) -> list[str]:
    if not person.identity_number:
        return []
    return _on_the_register(uow, ids_by_identity_number(uow, person.identity_number))


def _much_alike(uow: UnitOfWork, person: Traits) -> list[str]:
    same_phone = ids_by_phone(uow, person.phone) if person.phone else ()
    namesakes = [
        one for one in same_phone if find_any_member(uow, one).opened(uow.people, "name") == person.name
    ]
    twins = [
        one
        for one in ids_by_whole_name(uow, person.site, person.name)
        if find_any_member(uow, one).birth_date == person.birth_date
    ]
    return _on_the_register(uow, [*namesakes, *twins])


def _on_the_register(uow: UnitOfWork, member_ids: Iterable[str]) -> list[str]:
    """Leave out who only applied: a stranger's form with somebody's name keeps nobody off the register."""
    return [one for one in member_ids if find_any_member(uow, one).handle]


def _refuse_any(uow: UnitOfWork, actor: Actor, member_ids: Sequence[str], field: str | None) -> None:
    if member_ids:
        raise AlreadyRegistered(field=field, number=_seen(uow, actor, member_ids[0]).number)


def _seen(uow: UnitOfWork, actor: Actor, member_id: str) -> Member:
    try:
        return find_member(uow, member_id, actor)
    except MemberNotFound as unseen:
        raise RegisteredElsewhere from unseen
