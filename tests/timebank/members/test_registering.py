"""Putting people on the register: who may, what is wanted, and once a person."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from tests.timebank.members.people import (
    BASIC,
    SENSITIVE,
    TODAY,
    at_once,
    figure,
    opened,
    papers,
    registration,
)
from tests.town import BOOK, FAR_SITE, SITE, Town
from timebank.actors import Actor, anonymous
from timebank.errors import InvalidInput, NotAllowed, Refusal
from timebank.members.consents import Consent, ConsentMissing, ConsentOutdated
from timebank.members.duplicates import AlreadyRegistered, RegisteredElsewhere
from timebank.members.finding import MemberNotFound
from timebank.members.model import Member, MemberStatus
from timebank.members.queries import find_any_member, find_volunteer, grants_of
from timebank.members.registration import RegisteredMember, register_member
from timebank.members.volunteer_commands import ApproveVolunteer
from timebank.members.volunteering import GuardianRefused, TooYoung, approve_volunteer
from timebank.messages import messages_page
from timebank.places.commands import CloseSite
from timebank.places.model import SiteClosed, SiteNotFound
from timebank.places.use_cases import close_site
from timebank.statements import accounts_of, statement_page


def register(town: Town, by: Actor | None = None, key: str | None = None, **changes: Any) -> RegisteredMember:
    return town.bank.run(register_member, registration(**changes), by or town.nong, key)


def members_at(town: Town, site: str = SITE) -> int:
    return figure(town.bank, town.chen, site, "members")


def test_an_elder_gets_number_account_household_and_role(town: Town) -> None:
    before = members_at(town), figure(town.bank, town.chen, SITE, "members.elder")

    made = register(town)

    with town.bank.reading(town.nong) as reading:
        member = reading.session.get_one(Member, (BOOK, made.id))
        assert (member.number, member.status) == (made.number, MemberStatus.ACTIVE)
        assert member.opened(reading.people, "name") == "黄玉兰"
        assert reading.ledger.account(made.handle).available == 0
        assert [grant.role for grant in grants_of(reading, made.id)] == ["elder"]
        assert member.registered_by == town.nong.member_id
    assert (members_at(town), figure(town.bank, town.chen, SITE, "members.elder")) == (
        before[0] + 1,
        before[1] + 1,
    )


def test_nothing_that_names_a_person_lies_open_in_the_file(town: Town) -> None:
    number = papers(date(1947, 2, 3))
    register(
        town,
        identity_number=number,
        address="云城村那怀屯12号",
        health="腿脚不便",
        consent_sensitive=SENSITIVE,
    )

    with town.bank.connect() as connection:
        file = connection.exec_driver_sql("PRAGMA database_list").one()[2]
    town.bank.close()
    stored = Path(file).read_bytes()

    for secret in ("黄玉兰", "17900000501", number, "那怀屯12号", "腿脚不便"):
        assert secret.encode() not in stored


@pytest.mark.parametrize("who", ["li", "wang", "qin", "far", "huang"])
def test_who_does_not_keep_the_site_registers_nobody(town: Town, who: str) -> None:
    with pytest.raises(NotAllowed):
        register(town, by=getattr(town, who))


@pytest.mark.parametrize("who", ["nong", "pan", "chen"])
def test_keepers_register_within_their_scope(town: Town, who: str) -> None:
    assert register(town, by=getattr(town, who)).number


def test_a_coordinator_registers_no_staff(town: Town) -> None:
    with pytest.raises(NotAllowed):
        register(town, kind="staff")

    assert register(town, by=town.pan, kind="staff")


@pytest.mark.parametrize(
    ("changes", "refusal", "field"),
    [
        ({"consent": ""}, ConsentMissing, "consent"),
        ({"consent": "basic-0"}, ConsentOutdated, "consent"),
        ({"ability_level": 2}, ConsentMissing, "consent_sensitive"),
        ({"tags": ("dementia",)}, ConsentMissing, "consent_sensitive"),
        ({"living": "alone"}, ConsentMissing, "consent_sensitive"),
        ({"health": "高血压"}, ConsentMissing, "consent_sensitive"),
        ({"consent_sensitive": "sensitive-0"}, ConsentOutdated, "consent_sensitive"),
        ({"birth_date": date(2026, 11, 17)}, InvalidInput, "birth_date"),
        ({"birth_date": date(1895, 11, 15)}, InvalidInput, "birth_date"),
        ({"birth_date": None}, InvalidInput, "birth_date"),
        ({"name": " "}, InvalidInput, "name"),
        ({"phone": "12345"}, InvalidInput, "phone"),
        ({"phone": ""}, InvalidInput, "no_papers_reason"),
        ({"identity_number": "45012519470203001"}, InvalidInput, "identity_number"),
        ({"identity_number": papers(date(1947, 2, 4))}, InvalidInput, "birth_date"),
        ({"identity_number": papers(date(1947, 2, 3), is_female=False)}, InvalidInput, "sex"),
        ({"site": "45012510020299"}, SiteNotFound, "site"),
        ({"region": "450125100999"}, Refusal, "region"),
        ({"region": "450125100"}, Refusal, "region"),
        ({"household_of": "nobody"}, MemberNotFound, "household_of"),
    ],
)
def test_a_registration_that_cannot_be_right_names_the_field(
    town: Town, changes: dict[str, Any], refusal: type[Refusal], field: str
) -> None:
    before = members_at(town)

    with pytest.raises(refusal) as refused:
        register(town, by=town.chen, **changes)

    assert refused.value.field == field
    assert members_at(town) == before


def test_somebody_of_130_years_is_registered(town: Town) -> None:
    assert register(town, birth_date=date(1895, 11, 17))


def test_an_elder_without_phone_and_papers_is_registered_for_a_reason(town: Town) -> None:
    made = register(town, phone="", no_papers_reason="证件遗失，村里都认识")

    assert opened(town.bank, town.nong, made.id, "note") == "证件遗失，村里都认识"


def test_the_identity_number_gives_the_birth_date(town: Town) -> None:
    made = register(town, birth_date=None, identity_number=papers(date(1940, 2, 29)))

    with town.bank.reading(town.nong) as reading:
        assert reading.session.get_one(Member, (BOOK, made.id)).birth_date == date(1940, 2, 29)


def test_consent_is_kept_with_version_day_and_way(town: Town) -> None:
    made = register(town, consent_way="paper", consent_sensitive=SENSITIVE, living="alone")

    with town.bank.reading(town.nong) as reading:
        rows = reading.session.scalars(select(Consent).where(Consent.member_id == made.id)).all()
        kept = {(row.kind, row.version, row.given_on, row.way, row.recorded_by) for row in rows}
    assert kept == {
        ("basic", BASIC, TODAY, "paper", town.nong.member_id),
        ("sensitive", SENSITIVE, TODAY, "paper", town.nong.member_id),
    }


def test_a_closed_site_takes_nobody(town: Town) -> None:
    town.bank.run(close_site, CloseSite(SITE, "合并"), town.chen)

    with pytest.raises(SiteClosed):
        register(town)


def test_the_same_request_twice_registers_once(town: Town) -> None:
    before = members_at(town)

    first, second = register(town, key="k1"), register(town, key="k1")

    assert first == second
    assert members_at(town) == before + 1


@pytest.mark.parametrize(
    "same",
    [
        {"phone": "17900000777"},  # name and birth date at the site
        {"birth_date": date(1950, 1, 1)},  # phone and name
        {"phone": "+86 179-0000-0501", "birth_date": date(1950, 1, 1)},
    ],
)
def test_somebody_much_alike_is_registered_only_for_a_reason(town: Town, same: dict[str, Any]) -> None:
    first = register(town)

    with pytest.raises(AlreadyRegistered) as refused:
        register(town, **same)
    second = register(town, **same, force_reason="同名同岁的堂姐妹")

    assert refused.value.facts == {"number": first.number}
    assert second.number != first.number
    assert opened(town.bank, town.nong, second.id, "note") == "同名同岁的堂姐妹"


def test_the_same_identity_number_is_never_registered_twice(town: Town) -> None:
    number = papers(date(1947, 2, 3))
    register(town, identity_number=number)

    with pytest.raises(AlreadyRegistered):
        register(town, name="黄玉莲", phone="", identity_number=number, force_reason="另一个人")


def test_a_record_out_of_sight_is_not_described(town: Town) -> None:
    number = papers(date(1947, 2, 3))
    register(town, by=town.far, site=FAR_SITE, identity_number=number)

    with pytest.raises(RegisteredElsewhere) as refused:
        register(town, identity_number=number)

    assert refused.value.facts == {}


def test_a_family_may_share_a_phone(town: Town) -> None:
    assert register(town).id != register(town, name="黄国安", sex="male", birth_date=date(1945, 1, 1)).id


def test_the_same_person_at_two_desks_at_once_is_one_member(town: Town) -> None:
    number = papers(date(1947, 2, 3))

    outcomes = at_once(lambda _: register(town, identity_number=number), times=4)

    assert sum(isinstance(one, RegisteredMember) for one in outcomes) == 1
    assert sum(isinstance(one, AlreadyRegistered) for one in outcomes) == 3


def test_who_lives_with_somebody_joins_the_household(town: Town) -> None:
    made = register(town, household_of=town.wang.member_id)

    with town.bank.reading(town.nong) as reading:
        homes = {
            reading.session.get_one(Member, (BOOK, one)).household_id
            for one in (made.id, town.wang.member_id)
        }
    assert len(homes) == 1


# Alone, without a login


def volunteer(**changes: Any) -> Any:
    values = {"kind": "volunteer", "name": "韦晓梅", "birth_date": date(1974, 5, 5), "phone": "17900000600"}
    return registration(**(values | changes))


def test_somebody_without_a_login_applies_as_a_volunteer(town: Town) -> None:
    made = town.bank.run(
        register_member, volunteer(skills=("cooking",), times=("1-morning",)), anonymous(BOOK)
    )

    with town.bank.reading(town.nong) as reading:
        profile = find_volunteer(reading, made.id)
        assert profile is not None
        assert (profile.state, profile.skills) == ("applied", ("cooking",))
        assert grants_of(reading, made.id) == ()


@pytest.mark.parametrize("kind", ["elder", "kin", "staff"])
def test_without_a_login_nobody_registers_as_anything_else(town: Town, kind: str) -> None:
    with pytest.raises(NotAllowed):
        town.bank.run(register_member, volunteer(kind=kind), anonymous(BOOK))


def test_without_a_login_nobody_enters_a_household(town: Town) -> None:
    with pytest.raises(NotAllowed):
        town.bank.run(register_member, volunteer(household_of=town.wang.member_id), anonymous(BOOK))


def entries(town: Town) -> int:
    """Return how many entries the ledger has."""
    with town.bank.reading(town.nong) as reading:
        return reading.ledger.book.head().size


def test_a_strangers_application_writes_nothing_into_the_ledger(town: Town) -> None:
    before = entries(town)
    made = town.bank.run(register_member, volunteer(), anonymous(BOOK))

    assert (made.handle, entries(town)) == ("", before)
    with town.bank.reading(town.nong) as reading:
        assert accounts_of(reading, made.id, town.nong)[0].available == 0
        assert statement_page(reading, made.id, town.nong).items == ()


def test_the_account_is_opened_with_the_last_approval(town: Town) -> None:
    made = town.bank.run(register_member, volunteer(), anonymous(BOOK))
    town.bank.run(approve_volunteer, ApproveVolunteer("site", made.id), town.nong)
    before = entries(town)
    town.bank.run(approve_volunteer, ApproveVolunteer("township", made.id), town.pan)

    assert entries(town) == before + 1
    with town.bank.reading(town.nong) as reading:
        assert reading.ledger.member_handle(made.id) == find_any_member(reading, made.id).handle


def test_without_a_login_nobody_learns_who_is_registered(town: Town) -> None:
    number = papers(date(1974, 5, 5))
    known = register(
        town, kind="volunteer", name="韦晓梅", birth_date=date(1974, 5, 5), identity_number=number
    )

    applied = town.bank.run(register_member, volunteer(identity_number=number), anonymous(BOOK))
    stranger = town.bank.run(register_member, volunteer(name="梁小云"), anonymous(BOOK))

    assert (applied.handle, len(applied.number)) == (stranger.handle, len(stranger.number))
    with town.bank.reading(town.nong) as reading:
        facts = [
            line.facts for line in messages_page(reading, town.nong).items if line.kind == "applicant_alike"
        ]
    assert facts == [{"number": applied.number, "other": known.number}]


def test_whose_papers_are_known_is_not_approved(town: Town) -> None:
    number = papers(date(1974, 5, 5))
    register(town, kind="volunteer", name="韦晓梅", birth_date=date(1974, 5, 5), identity_number=number)
    applied = town.bank.run(register_member, volunteer(identity_number=number), anonymous(BOOK))

    with pytest.raises(AlreadyRegistered):
        town.bank.run(approve_volunteer, ApproveVolunteer("site", applied.id), town.nong)


def test_an_application_in_somebodys_name_keeps_nobody_off_the_register(town: Town) -> None:
    number = papers(date(1974, 5, 5))
    town.bank.run(register_member, volunteer(identity_number=number), anonymous(BOOK))

    assert register(
        town, kind="volunteer", name="韦晓梅", birth_date=date(1974, 5, 5), identity_number=number
    )


def test_without_a_login_a_phone_is_wanted(town: Town) -> None:
    with pytest.raises(InvalidInput) as refused:
        town.bank.run(register_member, volunteer(phone="", no_papers_reason="没有"), anonymous(BOOK))

    assert refused.value.field == "phone"


@pytest.mark.parametrize(("born", "is_taken"), [(date(2008, 11, 16), True), (date(2008, 11, 17), False)])
def test_a_volunteer_is_eighteen_on_the_day(town: Town, born: date, is_taken: bool) -> None:
    command = volunteer(birth_date=born)

    if is_taken:
        assert town.bank.run(register_member, command, town.nong)
    else:
        with pytest.raises(TooYoung) as refused:
            town.bank.run(register_member, command, town.nong)
        assert refused.value.facts == {"years": 18}


def test_a_minor_volunteers_with_a_guardian(town: Town) -> None:
    command = volunteer(birth_date=date(2010, 1, 1), guardian=town.li.member_id)

    assert town.bank.run(register_member, command, town.nong)


def test_a_minor_is_no_guardian(town: Town) -> None:
    child = register(town, kind="kin", name="黄小宝", birth_date=date(2012, 1, 1))

    with pytest.raises(GuardianRefused):
        town.bank.run(register_member, volunteer(birth_date=date(2010, 1, 1), guardian=child.id), town.nong)
