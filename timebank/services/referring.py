"""The job that finds a reviewer anew for services nobody can review any more where they wait."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select

from timebank.actors import Actor, system
from timebank.errors import Conflict
from timebank.jobs import Job
from timebank.services.acts import record_act
from timebank.services.model import Service, ServiceState
from timebank.services.queries import find_service
from timebank.services.refusals import WrongState
from timebank.services.review import is_stranded, review_scope
from timebank.work import UnitOfWork
from timebank.writer import Bank

PAGE = 200


@dataclass(frozen=True, slots=True)
class ReferService:
    """Send a confirmed service to where somebody may review it."""

    service_id: str


@dataclass(frozen=True, slots=True)
class Referral:
    """Where a service waits now."""

    service_id: str
    review_scope: str


def refer_service(uow: UnitOfWork, command: ReferService, actor: Actor) -> Referral:
    """Send a confirmed service on, if nobody is left where it waits."""
    service = find_service(uow, command.service_id, actor)
    if service.state != ServiceState.CONFIRMED or not is_stranded(uow, service):
        raise WrongState
    service.review_scope = review_scope(uow, service)
    record_act(uow, service, "referred", actor)
    return Referral(service.id, service.review_scope)


def refer_stranded(bank: Bank, book: str) -> int:
    """Send the stranded services on; return how many."""
    referred = 0
    for service_id in list(_stranded(bank, book)):
        try:
            bank.run(refer_service, ReferService(service_id), system(book))
        except Conflict:
            continue
        referred += 1
    return referred


def is_any_stranded(bank: Bank, book: str) -> bool:
    """Tell whether a service waits where nobody may review it."""
    return next(_stranded(bank, book), None) is not None


REFERRAL = Job("referral", timedelta(hours=1), refer_stranded, is_any_stranded)


def _stranded(bank: Bank, book: str) -> Iterator[str]:
    """Give the ids of stranded services; those at the county wait there, whoever its people are."""
    after = ""
    while True:
        with bank.reading(system(book)) as reading:
            rows = reading.session.scalars(
                select(Service)
                .where(Service.book == book, Service.state == ServiceState.CONFIRMED, Service.id > after)
                .order_by(Service.id)
                .limit(PAGE)
            ).all()
            found = [row.id for row in rows if is_stranded(reading, row)]
            after = rows[-1].id if rows else ""
        yield from found
        if len(rows) < PAGE:
            return
