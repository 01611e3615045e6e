"""Corrections keep what stood before; consent given and taken back decides what is kept at all."""

from datetime import date
from typing import Any

import pytest

from tests.timebank.members.people import SENSITIVE, at_once, figure, opened, papers, registration
from tests.town import SITE, Town
from timebank.actors import Actor
from timebank.errors import InvalidInput, NotAllowed, NotFound
from timebank.members.commands import CorrectMember, GiveConsent, WithdrawConsent
from timebank.members.consents import ConsentMissing, ConsentNotFound, ConsentOutdated
from timebank.members.corrections import KeeperCorrects
from timebank.members.model import Member
from timebank.members.queries import find_by_name, find_by_phone, grants_of, me
from timebank.members.registration import register_member
from timebank.members.use_cases import correct_member, give_consent, withdraw_consent


def correct(town: Town, by: Actor, who: Actor, **changes: Any) -> tuple[str, ...]:
    command = CorrectMember(reason="对照证件", member_id=who.member_id, **changes)
    return town.bank.run(correct_member, command, by).fields


def test_a_correction_keeps_what_stood_who_changed_it_and_why(town: Town) -> None:
    assert correct(town, town.nong, town.wang, name="王秀瑛", phone="17900000801") == ("name", "phone")

    with town.bank.reading(town.wang) as reading:
        changes = {
            (one.field, one.before, one.reason, one.changed_by) for one in me(reading, town.wang).changes
        }
    nong = town.nong.member_id
    assert changes == {
        ("name", "王秀英", "对照证件", nong),
        ("phone", "17900000001", "对照证件", nong),
    }


def test_a_corrected_member_is_found_by_the_new_values_only(town: Town) -> None:
    correct(town, town.nong, town.wang, name="王秀瑛", phone="17900000801")

    with town.bank.reading(town.nong) as reading:
        assert [one.id for one in find_by_name(reading, town.nong, "王秀瑛")] == [town.wang.member_id]
        assert find_by_name(reading, town.nong, "王秀英") == ()
        assert len(find_by_phone(reading, town.nong, "17900000801")) == 1
        assert find_by_phone(reading, town.nong, "17900000001") == ()


def test_what_is_the_same_already_is_no_change(town: Town) -> None:
    assert correct(town, town.nong, town.wang, name=" 王秀英 ", hamlet="那怀屯") == ()
    assert correct(town, town.nong, town.wang, hamlet="板乐屯") == ("hamlet",)
    assert correct(town, town.nong, town.wang, hamlet="板乐屯") == ()


def test_an_empty_text_empties_a_field(town: Town) -> None:
    correct(town, town.nong, town.wang, phone="")

    assert opened(town.bank, town.nong, town.wang.member_id, "phone") == ""


def test_a_member_changes_the_own_address_but_not_the_own_name(town: Town) -> None:
    assert correct(town, town.wang, town.wang, address="那怀屯3号", languages=("zhuang",)) == (
        "address",
        "languages",
    )
    for changes in ({"name": "王秀"}, {"birth_date": date(1930, 1, 1)}, {"phone": "17900000801"}):
        with pytest.raises(KeeperCorrects) as refused:
            correct(town, town.wang, town.wang, **changes)
        assert refused.value.field == next(iter(changes))


def test_a_keeper_corrects_no_own_name(town: Town) -> None:
    with pytest.raises(KeeperCorrects):
        correct(town, town.nong, town.nong, name="农美丽")


@pytest.mark.parametrize("who", ["li", "zhao", "far", "qin"])
def test_nobody_corrects_a_neighbour(town: Town, who: str) -> None:
    with pytest.raises(NotFound):
        correct(town, getattr(town, who), town.wang, hamlet="别处")


def test_an_auditor_only_looks(town: Town) -> None:
    with pytest.raises(NotAllowed):
        correct(town, town.huang, town.wang, hamlet="别处")


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"phone": "123"}, "phone"),
        ({"name": "  "}, "name"),
        ({"birth_date": date(2030, 1, 1)}, "birth_date"),
        ({"identity_number": "123"}, "identity_number"),
        ({"identity_number": papers(date(1948, 3, 6))}, "birth_date"),
    ],
)
def test_a_correction_that_cannot_be_right_changes_nothing(
    town: Town, changes: dict[str, Any], field: str
) -> None:
    with pytest.raises(InvalidInput) as refused:
        correct(town, town.nong, town.wang, address="新地址", **changes)

    assert refused.value.field == field
    assert opened(town.bank, town.nong, town.wang.member_id, "address") == "村口第三家"


def test_sensitive_matters_wait_for_their_consent(town: Town) -> None:
    with pytest.raises(ConsentMissing) as refused:
        correct(town, town.nong, town.wang, ability_level=3)
    assert refused.value.field == "ability_level"

    town.bank.run(give_consent, GiveConsent("sensitive", SENSITIVE, "paper", town.wang.member_id), town.nong)
    assert correct(town, town.nong, town.wang, ability_level=3, tags=("disabled",)) == (
        "ability_level",
        "tags",
    )


def test_two_corrections_at_once_keep_both_earlier_values(town: Town) -> None:
    at_once(lambda number: correct(town, town.nong, town.wang, hamlet=f"屯{number}"))

    with town.bank.reading(town.wang) as reading:
        earlier = [one.before for one in me(reading, town.wang).changes]
    last = opened(town.bank, town.nong, town.wang.member_id, "hamlet")
    assert {*earlier, last} == {"那怀屯", "屯0", "屯1"}


# Consent


def consent(town: Town, kind: str, by: Actor) -> None:
    town.bank.run(withdraw_consent, WithdrawConsent(kind, town.wang.member_id), by)


@pytest.fixture
def private(town: Town) -> Actor:
    """An elder who agreed to everything, with something to hide."""
    made = town.bank.run(
        register_member,
        registration(
            consent_sensitive=SENSITIVE, ability_level=3, living="alone", tags=("dementia",), health="糖尿病"
        ),
        town.nong,
    )
    return Actor(town.nong.book, made.id)


def test_taking_back_the_sensitive_consent_deletes_what_it_covered(town: Town, private: Actor) -> None:
    correct(town, town.nong, private, health="糖尿病，打针", address="那怀屯9号")

    town.bank.run(withdraw_consent, WithdrawConsent("sensitive", private.member_id), private)

    with town.bank.reading(private) as reading:
        page = me(reading, private)
        assert (page.record.ability_level, page.record.living, page.record.tags, page.record.health) == (
            None,
            "",
            (),
            "",
        )
        assert [change.field for change in page.changes] == ["address"]
        assert [(one.kind, one.withdrawn_on is not None) for one in page.consents] == [
            ("basic", False),
            ("sensitive", True),
        ]
    with pytest.raises(ConsentMissing):
        correct(town, town.nong, private, health="糖尿病")


def test_taking_back_the_basic_consent_takes_the_person_out(town: Town) -> None:
    before = (
        figure(town.bank, town.chen, SITE, "members"),
        figure(town.bank, town.chen, SITE, "members.elder"),
    )

    consent(town, "basic", town.wang)

    with town.bank.reading(town.chen) as reading:
        assert reading.session.get_one(Member, (town.wang.book, town.wang.member_id)).status == "restricted"
        assert grants_of(reading, town.wang.member_id) == ()
    after = figure(town.bank, town.chen, SITE, "members"), figure(town.bank, town.chen, SITE, "members.elder")
    assert after == (before[0] - 1, before[1] - 1)


def test_a_consent_is_taken_back_by_the_person_or_two_keepers_once(town: Town) -> None:
    for stranger in (town.li, town.far):
        with pytest.raises(NotFound):
            consent(town, "basic", stranger)
    with pytest.raises(NotAllowed):
        consent(town, "basic", town.huang)
    with pytest.raises(ConsentNotFound):
        consent(town, "sensitive", town.wang)

    consent(town, "basic", town.nong)
    consent(town, "basic", town.pan)
    with pytest.raises(NotFound):
        consent(town, "basic", town.nong)


def test_a_consent_is_given_to_the_text_in_force_and_kept_once(town: Town) -> None:
    with pytest.raises(ConsentOutdated):
        town.bank.run(
            give_consent, GiveConsent("sensitive", "sensitive-0", "screen", town.wang.member_id), town.wang
        )

    for _ in range(2):
        town.bank.run(
            give_consent, GiveConsent("sensitive", SENSITIVE, "screen", town.wang.member_id), town.wang
        )

    with town.bank.reading(town.wang) as reading:
        assert [one.kind for one in me(reading, town.wang).consents] == ["basic", "sensitive"]
