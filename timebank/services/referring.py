"""The job that finds a reviewer anew for services nobody can review any more where they wait."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import Row, Select, select

from timebank.actors import Actor
from timebank.due import Steps
from timebank.jobs import Job
from timebank.services.acts import record_act
from timebank.services.model import Service, ServiceState
from timebank.services.queries import find_service
from timebank.services.refusals import WrongState
from timebank.services.review import is_stranded, review_scope
from timebank.work import Reading, UnitOfWork


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


def _confirmed(reading: Reading) -> Select[str, Service]:
    return select(Service.id, Service).where(
        Service.book == reading.book, Service.state == ServiceState.CONFIRMED
    )


def _is_stranded(reading: Reading, row: Row[*tuple[Any, ...]]) -> bool:
    return is_stranded(reading, row.Service)


_STEPS = Steps(_confirmed, refer_service, ReferService, _is_stranded)
REFERRAL = Job("referral", timedelta(hours=1), _STEPS.do, _STEPS.is_due)
