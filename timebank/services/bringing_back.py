"""Services brought to what the ledger says, where entries came back from files and the rows beside them did not.

An entry belongs to the service whose entry it closes, reverses, or names in `with`. So it is known again what was
settled, freed and corrected; when a service was given, and who confirmed and verified it since, is lost with the
database. Minutes set aside for a service of which nothing is known are freed: whoever gave it records it again.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import islice

from sqlalchemy import select

from ledger.entry import Entry, parse
from ledger.errors import HolderErased
from ledger.own_lines import Release
from ledger.sql_store import SqlStore
from timebank.actors import Actor
from timebank.clock import local_day
from timebank.needs.model import Need, NeedState, Payer
from timebank.services.acts import record_act
from timebank.services.minutes import keep_reserve, remember_entry
from timebank.services.model import Service, ServiceState
from timebank.services.paying import all_reserves
from timebank.services.records import ServiceEntry
from timebank.services.use_cases import moved
from timebank.units import MINUTES
from timebank.work import UnitOfWork

PAGE = 500
CREDITED = (ServiceState.SETTLED, ServiceState.REVERSED)
"""States in which the credited minutes are in the figure of what was settled."""
ENDED_BY = {
    "declined": ServiceState.DECLINED,
    "upheld": ServiceState.DECLINED,
    "no_show": ServiceState.NO_SHOW,
}
"""What a service is whose minutes were all freed for a reason; for any other it is cancelled."""


WAYS = {"issue": Payer.PUBLIC, "pool": Payer.POOL, "grant": Payer.GRANT}
"""The way of paying that a class of accounts stands for; a member's account other than the elder's is a gift."""


@dataclass(frozen=True, slots=True)
class BroughtBack:
    """How many services were brought to what the ledger says, and how many lost ones had their minutes freed."""

    services: int
    freed: int


def bring_services_back(uow: UnitOfWork, since: int, actor: Actor) -> BroughtBack:
    """Follow the entries from number `since` on, which have no rows beside them."""
    said: dict[str, list[Entry]] = {}  # of each service, in order
    adrift: dict[str, Entry] = {}  # open reservations of nobody knows which service
    for entry, service_id in _with_services(uow, since):
        if service_id:
            service = uow.session.get_one(Service, (uow.book, service_id))
            _take_over(uow, service, entry, adrift.get(entry.ref or ""))
            said.setdefault(service_id, []).append(entry)
        elif entry.kind == "reserve":
            adrift[entry.id] = entry
        if entry.ref:
            adrift.pop(entry.ref, None)
    for service_id, entries in said.items():
        _bring_back(uow, uow.session.get_one(Service, (uow.book, service_id)), entries, actor)
    uow.session.flush()
    return BroughtBack(len(said), sum(_free(uow, entry.id) for entry in adrift.values()))


def _with_services(uow: UnitOfWork, since: int) -> Iterator[tuple[Entry, str]]:
    """Give the entries, each with the id of its service, "" where it has none or nobody knows."""
    store = SqlStore(uow.connection, uow.log)
    rows = store.entry_bytes(since, store.head().size)
    tied: dict[str, str] = {}
    while page := [parse(data) for _, data in islice(rows, PAGE)]:
        tied |= _services_of(uow, {id_ for entry in page for id_ in (entry.ref, entry.with_id) if id_})
        for entry in page:
            service_id = tied.get(entry.ref or "") or tied.get(entry.with_id or "", "")
            if service_id:
                tied[entry.id] = service_id
            yield entry, service_id


def _services_of(uow: UnitOfWork, entry_ids: Collection[str]) -> dict[str, str]:
    rows = uow.connection.execute(
        select(ServiceEntry.entry_id, ServiceEntry.service_id).where(
            ServiceEntry.book == uow.book, ServiceEntry.entry_id.in_(entry_ids)
        )
    )
    return {row.entry_id: row.service_id for row in rows}


def _take_over(uow: UnitOfWork, service: Service, entry: Entry, reserve: Entry | None) -> None:
    """Keep an entry with its service, and the end of the reservation it closes; `reserve` has no row yet."""
    if reserve is not None:
        payer, minutes = reserve.postings[0].handle, reserve.postings[0].amount
        keep_reserve(uow, service, reserve.id, _way_of_paying(uow, service, payer), payer, minutes)
        remember_entry(uow, service, reserve)
    remember_entry(uow, service, entry)
    for row in all_reserves(uow, service):
        if row.entry_id == entry.ref:
            settled_minutes = entry.postings[0].amount if entry.kind == "settle" else 0
            row.is_open, row.settled_minutes, row.closing_entry_id = False, settled_minutes, entry.id


def _way_of_paying(uow: UnitOfWork, service: Service, payer: str) -> Payer:
    """Return by which way of paying an account stands for a service."""
    if payer == uow.ledger.member_handle(service.elder_id):
        return Payer.OWN
    return WAYS.get(uow.ledger.account(payer).class_, Payer.GIFT)


def _bring_back(uow: UnitOfWork, service: Service, entries: list[Entry], actor: Actor) -> None:
    was, credited = ServiceState(service.state), service.credited_minutes
    in_figure = credited if was in CREDITED else 0
    reserves = all_reserves(uow, service)
    settles = [entry for entry in entries if entry.kind == "settle"]
    reasons = [entry.body.reason for entry in entries if isinstance(entry.body, Release)]
    if settles:
        minutes = sum(reserve.settled_minutes for reserve in reserves)
        service.stand_settled(minutes, local_day(settles[-1].recorded))
    elif reasons and not any(reserve.is_open for reserve in reserves):
        service.stand_ended(
            ENDED_BY.get(reasons[-1], ServiceState.CANCELLED), is_final=reasons[-1] == "upheld"
        )
    volunteer = uow.ledger.member_handle(service.volunteer_id)
    changes = [change for entry in entries if (change := _change(uow, service, entry, volunteer))]
    if changes:
        service.stand_corrected(service.credited_minutes + sum(changes))
    record_act(uow, service, "brought_back", actor)
    _follow(uow, service)
    now_in_figure = service.credited_minutes if service.state in CREDITED else 0
    uow.count(service.site, "minutes.settled", now_in_figure - in_figure)
    moved(uow, service, was)


def _change(uow: UnitOfWork, service: Service, entry: Entry, volunteer: str) -> int:
    """Return by how many minutes an entry changes what the volunteer is credited.

    Points are no minutes, and what the volunteer does not keep goes elsewhere out of what was credited, and comes back
    before a correction: to the pool without a word, where a correction always says why, or into the account of what
    is expired.
    """
    if entry.kind == "expire":
        service.to_honour_minutes = (service.to_honour_minutes or 0) + entry.postings[0].amount
    if entry.kind not in ("reverse", "transfer"):
        return 0
    legs = {one.handle: one for one in entry.postings if one.unit == MINUTES}
    if volunteer not in legs:
        return 0
    own = legs.pop(volunteer)
    change = own.amount if own.side == "credit" else -own.amount
    [other] = legs
    if uow.ledger.account(other).class_ == "expired":  # a correction fetches what was kept for honour alone
        service.to_honour_minutes = (service.to_honour_minutes or 0) - change
        return 0
    # Words beside a payment to a pool that has not paid: it inherits what comes back to who had.
    is_sent_on = entry.memo is None or (change > 0 and service.pay_from != Payer.POOL)
    if uow.ledger.account(other).class_ == "pool" and is_sent_on:
        service.to_pool_minutes = (service.to_pool_minutes or 0) - change
        return 0
    return change


def _follow(uow: UnitOfWork, service: Service) -> None:
    """Bring the need along: met where its service settled, offered again where it was not given."""
    need = uow.row(Need, service.need_id) if service.need_id else None
    if need is None or need.state != NeedState.TAKEN or need.service_id != service.id:
        return
    if service.state in CREDITED:
        need.finish()
    elif service.state in (ServiceState.CANCELLED, ServiceState.NO_SHOW):
        need.reopen()
        uow.count(service.site, "needs.open", 1)


def _free(uow: UnitOfWork, reserve_id: str) -> int:
    """Free the minutes of a lost service; return 1 if done, 0 where one of its accounts is lost too."""
    try:
        uow.ledger.release(reserve_id, "cancelled")
    except HolderErased:
        return 0
    return 1
