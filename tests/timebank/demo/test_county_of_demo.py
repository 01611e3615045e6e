"""The demo county, small: made by the use cases, it audits clean and shows one of everything."""

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import func, select

from timebank.actors import Actor, Grant, Role, system
from timebank.book_audit import audit_book
from timebank.books import books_here
from timebank.bootstrap import open_bank
from timebank.certificates.queries import certificates_page
from timebank.clock import SetClock
from timebank.demo.cast import CAST, COUNTY, PAIRED_SITE, SITE, CastMember
from timebank.demo.county import DemoSize, MadeCounty, make_county
from timebank.members.credentials import Credential
from timebank.members.model import Member
from timebank.members.queries import are_family, proxies_of
from timebank.members.sessions import login_by_card, login_by_phone
from timebank.needs.model import Need
from timebank.notices.model import Objection
from timebank.points.model import Award
from timebank.services.model import Service, ServiceState
from timebank.services.queries import review_page
from timebank.settings import Settings
from timebank.shop.order_model import Order
from timebank.shop.queries import stock_of
from timebank.writer import Bank

NOW = datetime(2026, 11, 25, 2, 30, tzinfo=UTC)
"""A Wednesday morning, half past ten in Shanghai."""
SMALL = DemoSize(people=60, services=40, needs=8)
SYSTEM = system(COUNTY)


@dataclass(frozen=True, slots=True)
class Made:
    """A made county and its bank, with the clock where the history ends."""

    county: MadeCounty
    bank: Bank


def make(home: Path, now: datetime, size: DemoSize) -> Made:
    settings = Settings(home, f"sqlite:///{home / 'timebank.sqlite3'}")
    county = make_county(settings, now, size)
    return Made(county, open_bank(settings, SetClock(now)))


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    return make(tmp_path_factory.mktemp("demo"), NOW, SMALL)


def counts(made: Made) -> tuple[dict[str, int], dict[str, int], int, int]:
    """Return services and needs by state, the members, and the entries of the ledger."""
    with made.bank.reading(SYSTEM) as reading:
        services = reading.session.execute(select(Service.state, func.count()).group_by(Service.state)).all()
        needs = reading.session.execute(select(Need.state, func.count()).group_by(Need.state)).all()
        members = reading.session.scalar(select(func.count()).select_from(Member)) or 0
        entries = reading.ledger.book.head().size
    return dict(services), dict(needs), members, entries  # type: ignore[arg-type]  # rows of two


def find_member(made: Made, key: str) -> str:
    phone = next(one.phone for one in CAST if one.key == key)
    login = next(one for one in made.county.logins if one.phone == phone)
    return login_by_phone(made.bank, login.phone, login.password, "test").actor.member_id


def test_no_rule_refused_a_step(made: Made) -> None:
    assert [(one.step.command, str(one.refusal)) for one in made.county.refused] == []


def test_it_audits_clean(made: Made) -> None:
    with made.bank.connect() as connection:
        audit = audit_book(connection, made.bank.vault, COUNTY)

    assert audit.findings == ()
    assert audit.entries > 300


def test_it_is_a_demonstration_of_the_county(made: Made) -> None:
    with made.bank.connect() as connection:
        (book,) = books_here(connection)

    assert (book.book, book.name, book.origin) == (COUNTY, "上林县", f"demo.invalid/log/{COUNTY}")
    assert book.is_demo


def test_it_holds_services_in_every_state(made: Made) -> None:
    services, needs, _, _ = counts(made)

    assert services.keys() >= {
        "accepted",
        "checked_out",
        "confirmed",
        "on_notice",
        "settled",
        "objected",
        "declined",
        "cancelled",
        "no_show",
        "reversed",
    }
    assert services["settled"] > 60
    assert needs.keys() >= {"open", "taken", "done", "expired"}


def test_the_cast_has_a_valid_certificate_and_one_to_decide(made: Made) -> None:
    nong = Actor(COUNTY, find_member(made, "nong"), (Grant(Role.COORDINATOR, SITE),))

    with made.bank.reading(nong) as reading:
        states = [each.state for each in certificates_page(reading, nong).items]

    assert sorted(states) == ["asked", "valid"]


def test_the_same_day_makes_the_same_county(made: Made, tmp_path: Path) -> None:
    again = make(tmp_path / "again", NOW, SMALL)

    assert counts(again) == counts(made)
    again.bank.close()


@pytest.mark.parametrize(
    "now",
    [
        datetime(2026, 10, 4, 16, 5, tzinfo=UTC),  # in the National Day week, just after midnight in Shanghai
        datetime(2027, 2, 10, 15, 55, tzinfo=UTC),  # in the Spring Festival, just before it
        datetime(2028, 2, 29, 1, 0, tzinfo=UTC),
    ],
)
def test_it_can_be_made_on_any_day(tmp_path: Path, now: datetime) -> None:
    made = make(tmp_path, now, DemoSize(people=30, services=10, needs=4))

    assert made.county.refused == ()
    services, _, _, _ = counts(made)
    assert services.keys() >= {"confirmed", "on_notice", "settled", "objected"}
    made.bank.close()


def test_nothing_happened_after_the_end(made: Made) -> None:
    with made.bank.reading(SYSTEM) as reading:
        head = reading.ledger.book.head()
        last = reading.session.scalar(select(func.max(Service.made_at)))

    assert head.recorded <= NOW
    assert last is not None
    assert last <= NOW


def test_wang_has_stored_minutes_that_she_earned(made: Made) -> None:
    wang = find_member(made, "wang")

    with made.bank.reading(SYSTEM) as reading:
        account = reading.ledger.account(reading.ledger.member_handle(wang))
        earned = reading.session.scalar(
            select(func.sum(Service.credited_minutes)).where(
                Service.volunteer_id == wang, Service.state == ServiceState.SETTLED
            )
        )
    assert account.credits == earned == 600
    assert (account.available or 0) >= 180


def test_meng_has_no_phone_no_minute_and_a_need_whose_payer_is_to_be_found(made: Made) -> None:
    with made.bank.reading(SYSTEM) as reading:
        need = reading.session.scalars(select(Need).where(Need.state == "open", Need.pay_from == "")).one()
        member = reading.session.get_one(Member, (COUNTY, need.elder_id))
        account = reading.ledger.account(member.handle)
        assert member.opened(reading.people, "name") == "蒙玉莲"
        assert member.opened(reading.people, "phone") == ""

    assert (account.credits, account.balance) == (0, 0)
    assert need.way == "telephone"


@pytest.mark.parametrize("site", [SITE, PAIRED_SITE])
def test_something_lies_on_the_desk_of_both_coordinators(made: Made, site: str) -> None:
    coordinator = Actor(COUNTY, "nobody", (Grant(Role.COORDINATOR, site),))

    with made.bank.reading(coordinator) as reading:
        waiting = review_page(reading, coordinator).items

    assert len(waiting) >= 2


def test_what_nong_wrote_down_herself_lies_at_the_paired_site(made: Made) -> None:
    nong = find_member(made, "nong")

    with made.bank.reading(SYSTEM) as reading:
        scopes = reading.session.scalars(
            select(Service.review_scope).where(
                Service.recorded_by == nong, Service.state == ServiceState.CONFIRMED
            )
        ).all()

    assert set(scopes) == {PAIRED_SITE}


def test_an_objection_waits_for_the_county(made: Made) -> None:
    with made.bank.reading(SYSTEM) as reading:
        states = Counter(reading.session.scalars(select(Objection.state)))

    assert states["open"] == 1


def test_one_of_each_role_can_log_in_and_nobody_else_has_a_credential(made: Made) -> None:
    roles = {one.role for one in made.county.logins}
    with made.bank.reading(SYSTEM) as reading:
        holders = reading.session.scalars(select(Credential.member_id).distinct()).all()

    assert roles == set(Role) - {Role.DONOR}
    assert len(holders) == len(CAST)


@pytest.mark.parametrize("one", [one for one in CAST if one.phone], ids=lambda one: one.key)
def test_each_of_the_cast_logs_in_with_phone_and_password(made: Made, one: CastMember) -> None:
    login = next(login for login in made.county.logins if login.name == one.name)

    actor = login_by_phone(made.bank, login.phone, login.password, "test").actor

    assert Grant(one.role, one.scope) in actor.grants


def test_elders_log_in_with_card_and_pin(made: Made) -> None:
    meng = next(one for one in made.county.logins if one.name == "蒙玉莲")

    assert (meng.phone, meng.password) == ("", "")
    assert login_by_card(made.bank, meng.card, meng.pin, "test").actor.has(Role.ELDER)


def test_wei_acts_for_her_mother(made: Made) -> None:
    wang, wei = find_member(made, "wang"), find_member(made, "wei")

    with made.bank.reading(SYSTEM) as reading:
        assert are_family(reading, wang, wei)
        assert proxies_of(reading, wang, NOW.date()) == (wei,)


def test_slips_are_photographed_and_sealed(made: Made) -> None:
    with made.bank.reading(SYSTEM) as reading:
        photos = reading.session.scalars(select(Service.photo).where(Service.photo != "")).all()

    assert photos


def test_the_shop_has_sold_something_and_every_desk_has_something_to_do(made: Made) -> None:
    lu = Actor(COUNTY, "lu", (Grant(Role.SHOPKEEPER, SITE),))
    with made.bank.reading(lu) as reading:
        stock = {line.item: line for line in stock_of(reading, SITE, lu)}
        orders = reading.session.scalars(select(Order.state)).all()
        awards = reading.session.scalars(select(Award.state)).all()

    assert (stock["oil"].delivered, stock["oil"].difference) == (180, -1)
    assert stock["rice"].spoiled == 1
    assert sum(line.handed_over for line in stock.values()) > 0
    assert Counter(orders)["reserved"] == 1
    assert {"counted", "on_notice", "proposed"} <= set(awards)
