"""Donations to the pool of a site."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from ledger.errors import AccountClosed, AccountFrozen, InsufficientBalance
from timebank.actors import Actor
from timebank.bookkeeper import About
from timebank.entry_purposes import Purpose, note_purpose
from timebank.gifts.commands import DonateTime
from timebank.gifts.model import Donation
from timebank.gifts.refusals import NotEnoughToGive
from timebank.members.queries import find_member
from timebank.paging import Page, page_of
from timebank.places.queries import open_site, site_names
from timebank.work import Reading, UnitOfWork


@dataclass(frozen=True, slots=True)
class Donated:
    """A donation and the number of its ledger entry."""

    id: str
    number: str
    site: str
    minutes: int
    seq: int


@dataclass(frozen=True, slots=True)
class DonationView:
    """One of the own donations."""

    id: str
    number: str
    site: str
    site_name: str
    minutes: int
    donated_on: date


def donate_time(uow: UnitOfWork, command: DonateTime, actor: Actor) -> Donated:
    """Give own minutes to the pool of a site; they pay for elders who can never earn."""
    donor = find_member(uow, actor.member_id, actor)
    site = open_site(uow, command.site or donor.site)
    try:
        posted = uow.ledger.transfer(donor.handle, site.handle_pool, command.minutes, About(site=site.id))
    except InsufficientBalance as short:
        raise NotEnoughToGive(field="minutes", available=max(0, short.available)) from short
    except (AccountFrozen, AccountClosed) as gone:
        raise NotEnoughToGive(field="minutes", available=0) from gone
    donation = Donation(
        book=uow.book,
        id=uow.new_id(),
        number=uow.next_number("donation"),
        donor_id=donor.id,
        site=site.id,
        minutes=command.minutes,
        donated_on=uow.business_clock.today(),
        entry_id=note_purpose(uow, posted.id, Purpose.DONATION),
    )
    uow.session.add(donation)
    uow.count(site.id, "minutes.donated", command.minutes)
    return Donated(donation.id, donation.number, site.id, donation.minutes, posted.seq)


def donations_page(reading: Reading, actor: Actor, *, after: str = "", limit: int = 20) -> Page[DonationView]:
    """Return the actor's own donations, newest first; there is no way to ask for somebody else's."""
    wanted = [Donation.book == reading.book, Donation.donor_id == actor.member_id]
    if after:
        wanted.append(Donation.id < after)
    rows = reading.session.scalars(
        select(Donation).where(*wanted).order_by(Donation.id.desc()).limit(limit + 1)
    ).all()
    names = site_names(reading, {row.site for row in rows})
    views = [
        DonationView(row.id, row.number, row.site, names.get(row.site, ""), row.minutes, row.donated_on)
        for row in rows
    ]
    return page_of(views, limit, [row.id for row in rows])


def donated_to(reading: Reading, site: str, donor_id: str) -> tuple[int, int, date | None]:
    """Return the minutes and donors of a site's pool, and the day of one donor's first donation to it."""
    of_site = (Donation.book == reading.book) & (Donation.site == site)
    minutes, donors = reading.session.execute(
        select(
            func.coalesce(func.sum(Donation.minutes), 0), func.count(func.distinct(Donation.donor_id))
        ).where(of_site)
    ).one()
    first = reading.session.scalar(
        select(func.min(Donation.donated_on)).where(of_site, Donation.donor_id == donor_id)
    )
    return int(minutes), int(donors), first
