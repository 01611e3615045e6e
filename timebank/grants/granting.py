"""The monthly run: every eligible member's month as an account of its own, granted once however often it runs.

A page of members is one command: their accounts, their minutes and how far the run has come stand or fall together,
so that a run cut off anywhere goes on where it stopped.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import exists, select

from timebank.accounts import MEMBER
from timebank.actors import Actor, system
from timebank.bookkeeper import About, NewAccount
from timebank.grants.commands import GrantPage
from timebank.grants.model import GrantMonth, GrantRun, MonthState, Programme, first_of_month
from timebank.grants.programmes import find_programme
from timebank.members.model import Member, MemberStatus
from timebank.scopes import within
from timebank.work import Reading, UnitOfWork
from timebank.writer import Bank

PAGE = 100
"""Members looked at by one command: as many accounts as one ledger entry opens."""


@dataclass(frozen=True, slots=True)
class GrantProgress:
    """A run after a page: how many were granted and went without so far, and whether all are looked at."""

    granted: int
    unfunded: int
    is_finished: bool


def grant_page(uow: UnitOfWork, command: GrantPage, actor: Actor) -> GrantProgress:
    """Grant a month to the next eligible members, as far as the budget goes; the system does."""
    programme = find_programme(uow, command.programme_id)
    run = _run(uow, programme, command.month)
    if run.finished_at is None and programme.ended_on is None:
        members = _next_members(uow, programme, command.month, run.after)
        eligible = [member for member in members if programme.takes(member)]
        left = uow.ledger.account(programme.handle).available or 0
        funded = eligible[: left // programme.monthly_minutes]
        _grant(uow, programme, command.month, funded)
        run.granted += len(funded)
        run.unfunded += len(eligible) - len(funded)
        if members:
            run.after = members[-1].id
        if len(members) < PAGE:
            run.finished_at = uow.clock.now()
    return GrantProgress(run.granted, run.unfunded, run.finished_at is not None)


def grant_due(bank: Bank, book: str) -> int:
    """Grant the present month of every programme in force; return how many members got it."""
    granted = 0
    for programme_id, month in _unfinished(bank, book):
        before = _granted_so_far(bank, book, programme_id, month)
        progress = GrantProgress(before, 0, is_finished=False)
        while not progress.is_finished:
            progress = bank.run(grant_page, GrantPage(programme_id, month), system(book))
        granted += progress.granted - before
    return granted


def is_grant_due(bank: Bank, book: str) -> bool:
    """Tell whether a programme has not granted the present month yet."""
    return bool(_unfinished(bank, book))


def _run(uow: UnitOfWork, programme: Programme, month: date) -> GrantRun:
    run = uow.session.get(GrantRun, (uow.book, programme.id, month))
    if run is None:
        run = GrantRun(
            book=uow.book,
            programme_id=programme.id,
            month=month,
            after="",
            granted=0,
            unfunded=0,
            begun_at=uow.clock.now(),
            finished_at=None,
        )
        uow.session.add(run)
    return run


def _next_members(uow: UnitOfWork, programme: Programme, month: date, after: str) -> Sequence[Member]:
    """Return the next members of the programme's ages and place who have nothing of it for the month."""
    born_after, born_until = programme.births(month)
    has_it = exists().where(
        GrantMonth.book == uow.book,
        GrantMonth.programme_id == programme.id,
        GrantMonth.month == month,
        GrantMonth.member_id == Member.id,
    )
    wanted = [
        Member.book == uow.book,
        Member.id > after,
        Member.status == MemberStatus.ACTIVE,
        Member.birth_date > born_after,
        Member.birth_date <= born_until,
        within(Member.site, programme.region),
        ~has_it,
    ]
    if programme.living:
        wanted.append(Member.living.in_(programme.living))
    return uow.session.scalars(select(Member).where(*wanted).order_by(Member.id).limit(PAGE)).all()


def _grant(uow: UnitOfWork, programme: Programme, month: date, members: Sequence[Member]) -> None:
    if not members:
        return
    uow.people.load(member.id for member in members)
    purpose = f"grant-{programme.number}-{month:%Y%m}"
    handles = uow.ledger.open_accounts(
        [NewAccount(MEMBER, member.id, "grant", purpose, of=programme.handle) for member in members]
    )
    for member, handle in zip(members, handles, strict=True):
        posted = uow.ledger.transfer(
            programme.handle, handle, programme.monthly_minutes, About(site=member.site)
        )
        uow.session.add(
            GrantMonth(
                book=uow.book,
                programme_id=programme.id,
                month=month,
                member_id=member.id,
                handle=handle,
                minutes=programme.monthly_minutes,
                state=MonthState.OPEN,
                entry_id=posted.id,
                lapsed_minutes=0,
            )
        )
        uow.count(member.site, "minutes.granted", programme.monthly_minutes)


def _unfinished(bank: Bank, book: str) -> list[tuple[str, date]]:
    with bank.reading(system(book)) as reading:
        month = first_of_month(reading.business_clock.today())
        return [(programme_id, month) for programme_id in _without_finished_run(reading, month)]


def _without_finished_run(reading: Reading, month: date) -> Sequence[str]:
    finished = exists().where(
        GrantRun.book == reading.book,
        GrantRun.programme_id == Programme.id,
        GrantRun.month == month,
        GrantRun.finished_at.is_not(None),
    )
    return reading.session.scalars(
        select(Programme.id)
        .where(
            Programme.book == reading.book,
            Programme.ended_on.is_(None),
            Programme.from_month <= month,
            ~finished,
        )
        .order_by(Programme.id)
    ).all()


def _granted_so_far(bank: Bank, book: str, programme_id: str, month: date) -> int:
    with bank.reading(system(book)) as reading:
        run = reading.session.get(GrantRun, (book, programme_id, month))
        return 0 if run is None else run.granted
