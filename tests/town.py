"""The cast in a small town: Wang receives, Li gives, Nong verifies, Zhao must see nothing, Chen runs the county."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from timebank.actors import Actor, Grant, Role, system
from timebank.clock import SHANGHAI, SetClock
from timebank.members.commands import RegisterMember
from timebank.members.consents import ConsentKind, consent_text
from timebank.members.grants import begin_role
from timebank.members.model import Member
from timebank.members.registration import register_member
from timebank.members.volunteer_commands import ApproveVolunteer
from timebank.members.volunteering import approve_volunteer
from timebank.places.commands import PairSites, RegisterSite
from timebank.places.use_cases import pair_sites, register_site
from timebank.units import MINUTES
from timebank.work import UnitOfWork
from timebank.writer import Bank

BOOK = "450125"
VILLAGE, NEXT_VILLAGE, FAR_VILLAGE = "450125100202", "450125100203", "450125103201"
SITE, PAIRED_SITE, FAR_SITE = f"{VILLAGE}01", f"{NEXT_VILLAGE}01", f"{FAR_VILLAGE}01"
TOWNSHIP = "450125100"
TOMORROW_NINE = datetime(2026, 11, 17, 9, 0, tzinfo=SHANGHAI)


@dataclass(frozen=True, slots=True)
class GiveMinutes:
    """Give a member minutes of the county's budget, as if earned long ago."""

    member_id: str
    minutes: int


@dataclass(frozen=True, slots=True)
class GiveRole:
    """Give a member a role."""

    member_id: str
    role: str
    scope: str


@dataclass(frozen=True, slots=True)
class Done:
    """Nothing to say."""


@dataclass(frozen=True, slots=True)
class Town:
    """The bank, its clock, and the cast as actors."""

    bank: Bank
    clock: SetClock
    wang: Actor
    meng: Actor
    li: Actor
    nong: Actor
    qin: Actor
    zhao: Actor
    far: Actor
    pan: Actor
    chen: Actor
    huang: Actor

    def available(self, actor: Actor) -> int:
        """Return what an actor may spend, in minutes."""
        return self.account(actor)[0]

    def account(self, actor: Actor) -> tuple[int, int, int]:
        """Return an actor's available, reserved and coming minutes."""
        with self.bank.reading(actor) as reading:
            account = reading.ledger.account(reading.ledger.member_handle(actor.member_id))
            return account.available or 0, account.pending_debits, account.pending_credits


def settle_town(bank: Bank, clock: SetClock) -> Town:
    """Register the sites and the cast through the use cases."""
    office = system(BOOK)
    for village in (VILLAGE, NEXT_VILLAGE, FAR_VILLAGE):
        bank.run(register_site, RegisterSite(village, f"幸福院{village[-3:]}"), office)
    bank.run(pair_sites, PairSites(SITE, PAIRED_SITE), office)
    bank.run(pair_sites, PairSites(PAIRED_SITE, SITE), office)

    wang = join(bank, "王秀英", "elder", date(1948, 3, 5), "female", "17900000001")
    meng = join(bank, "蒙玉莲", "elder", date(1942, 7, 1), "female", "")
    nong = join(
        bank, "农美玲", "staff", date(1985, 1, 9), "female", "17900000003", Grant(Role.COORDINATOR, SITE)
    )
    qin = join(
        bank, "覃建华", "staff", date(1988, 2, 9), "male", "17900000004", Grant(Role.COORDINATOR, PAIRED_SITE)
    )
    far = join(
        bank, "黄大山", "staff", date(1980, 2, 9), "male", "17900000005", Grant(Role.COORDINATOR, FAR_SITE)
    )
    pan = join(
        bank, "潘国栋", "staff", date(1982, 4, 9), "male", "17900000006", Grant(Role.TOWNSHIP, TOWNSHIP)
    )
    chen = join(bank, "陈志远", "staff", date(1981, 5, 9), "male", "17900000007", Grant(Role.COUNTY, BOOK))
    huang = join(
        bank, "黄文静", "staff", date(1976, 6, 9), "female", "17900000008", Grant(Role.AUDITOR, BOOK)
    )
    li = join(bank, "李桂兰", "volunteer", date(1963, 5, 20), "female", "17900000002")
    zhao = join(bank, "赵永福", "volunteer", date(1960, 6, 1), "male", "17900000009", site=FAR_SITE)
    for volunteer, coordinator in ((li, nong), (zhao, far)):
        bank.run(approve_volunteer, ApproveVolunteer("site", volunteer.member_id), coordinator)
        bank.run(approve_volunteer, ApproveVolunteer("township", volunteer.member_id), chen)
    return Town(bank, clock, wang, meng, li, nong, qin, zhao, far, pan, chen, huang)


def join(
    bank: Bank,
    name: str,
    kind: str,
    born: date,
    sex: str,
    phone: str,
    grant: Grant | None = None,
    site: str = SITE,
) -> Actor:
    """Register somebody and return the actor they become."""
    today = bank.clock.now().astimezone(SHANGHAI).date()
    command = RegisterMember(
        kind=kind,
        name=name,
        sex=sex,
        site=site,
        consent=consent_text(ConsentKind.BASIC, today).version,
        birth_date=born,
        phone=phone,
        address="村口第三家",
        hamlet="那怀屯",
        no_papers_reason="" if phone else "没有手机和证件",
    )
    member = bank.run(register_member, command, system(BOOK))
    if grant is not None:
        bank.run(give_role, GiveRole(member.id, grant.role, grant.scope), system(BOOK))
    own = {"elder": Role.ELDER, "volunteer": Role.VOLUNTEER}.get(kind)
    grants = (grant,) if grant else (Grant(own),) if own else ()
    return Actor(BOOK, member.id, grants)


def give_role(uow: UnitOfWork, command: GiveRole, actor: Actor) -> Done:
    """Put a role into force without asking who may."""
    begin_role(
        uow, uow.session.get_one(Member, (uow.book, command.member_id)), Role(command.role), command.scope
    )
    return Done()


def give_minutes(uow: UnitOfWork, command: GiveMinutes, actor: Actor) -> Done:
    """Move minutes from the county's budget to a member; negative ones the other way."""
    issue, member = uow.ledger.issue_handle(), uow.ledger.member_handle(command.member_id)
    payer, payee = (issue, member) if command.minutes > 0 else (member, issue)
    uow.ledger.transfer(payer, payee, abs(command.minutes))
    assert uow.ledger.account(member, MINUTES).balance >= command.minutes
    return Done()


def days(count: int) -> timedelta:
    """Return so many days."""
    return timedelta(days=count)
