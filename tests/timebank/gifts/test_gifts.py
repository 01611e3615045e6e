"""Time given to kin: set aside at once, theirs when accepted, free again when not, and never to a stranger."""

from datetime import date, timedelta

import pytest

from tests.family import SAVED, Family
from tests.town import BOOK, join
from timebank.actors import Actor, system
from timebank.errors import Refusal
from timebank.gifts.commands import AnswerGift, GiveTime, TakeGiftBack
from timebank.gifts.ends import GIFT_ENDS
from timebank.gifts.queries import gifts_page
from timebank.gifts.refusals import (
    GiftAnswered,
    GiftNotFound,
    GiftWaits,
    NotEnoughToGive,
    NotKin,
    NotTheReceiver,
    TooYoungForGift,
)
from timebank.gifts.use_cases import GiftStanding, answer_gift, give_time, take_gift_back
from timebank.jobs import run_job
from timebank.members.families import appoint_proxy, record_kin
from timebank.members.family_commands import AppointProxy, RecordKin
from timebank.messages import messages_page
from timebank.statements import statement_page

FIVE_HOURS, TEN_HOURS = 300, 600


def give(family: Family, minutes: int = FIVE_HOURS) -> GiftStanding:
    """Let the daughter offer Wang time."""
    receiver = family.town.wang.member_id
    return family.town.bank.run(give_time, GiveTime(receiver, minutes), family.daughter)


def answer(family: Family, gift: GiftStanding, word: str, by: Actor | None = None) -> GiftStanding:
    """Answer as Wang, or as somebody else."""
    return family.town.bank.run(answer_gift, AnswerGift(gift.id, word), by or family.town.wang)


def test_what_is_offered_is_set_aside_and_theirs_when_accepted(family: Family) -> None:
    gift = give(family)
    held = family.town.account(family.daughter), family.town.account(family.town.wang)
    accepted = answer(family, gift, "accept")

    assert held == ((SAVED - FIVE_HOURS, FIVE_HOURS, 0), (120, 0, FIVE_HOURS))
    assert accepted.state == "accepted"
    assert family.town.account(family.daughter) == (SAVED - FIVE_HOURS, 0, 0)
    assert family.town.account(family.town.wang) == (120 + FIVE_HOURS, 0, 0)


def test_declined_it_is_the_givers_again(family: Family) -> None:
    declined = answer(family, give(family), "decline")

    assert declined.state == "declined"
    assert family.town.account(family.daughter) == (SAVED, 0, 0)
    assert family.town.account(family.town.wang) == (120, 0, 0)


def test_beyond_ten_hours_it_waits_a_day_and_may_be_taken_back(family: Family) -> None:
    gift = give(family, TEN_HOURS + 1)
    with pytest.raises(GiftWaits):
        answer(family, gift, "accept")
    family.town.clock.advance(hours=23, minutes=59)
    with pytest.raises(GiftWaits):
        answer(family, gift, "accept")
    taken_back = family.town.bank.run(take_gift_back, TakeGiftBack(gift.id), family.daughter)

    assert taken_back.state == "taken_back"
    assert family.town.account(family.daughter) == (SAVED, 0, 0)


def test_after_a_day_a_large_gift_is_accepted(family: Family) -> None:
    gift = give(family, TEN_HOURS + 1)
    family.town.clock.advance(hours=24)

    assert answer(family, gift, "accept").state == "accepted"


def test_many_small_gifts_of_a_day_are_one_large_one(family: Family) -> None:
    answer(family, give(family, TEN_HOURS), "accept")
    one_more = give(family, 1)

    with pytest.raises(GiftWaits):
        answer(family, one_more, "accept")


def test_what_was_declined_does_not_count_towards_the_day(family: Family) -> None:
    answer(family, give(family, TEN_HOURS), "decline")

    assert answer(family, give(family, TEN_HOURS), "accept").state == "accepted"


@pytest.mark.parametrize(
    ("relation", "is_allowed"),
    [
        ("spouse", True),
        ("parent", True),
        ("child", True),
        ("grandparent", True),
        ("grandchild", True),
        ("sibling", False),
        ("parent_in_law", False),
        ("step_parent", False),
    ],
)
def test_it_goes_along_spouses_and_direct_blood(family: Family, relation: str, is_allowed: bool) -> None:
    meng, bank = family.town.meng, family.town.bank
    bank.run(record_kin, RecordKin(meng.member_id, relation, family.daughter.member_id), system(BOOK))

    if is_allowed:
        assert bank.run(give_time, GiveTime(meng.member_id, 60), family.daughter).state == "offered"
    else:
        with pytest.raises(NotKin):
            bank.run(give_time, GiveTime(meng.member_id, 60), family.daughter)


@pytest.mark.parametrize("named", ["meng", "herself", "nobody", "no number"])
def test_a_stranger_is_refused_as_if_not_there(family: Family, named: str) -> None:
    receiver = {
        "meng": family.town.meng.member_id,
        "herself": family.daughter.member_id,
        "nobody": "00000000-0000-0000-0000-000000000000",
        "no number": "12345678901234567890",
    }[named]

    with pytest.raises(NotKin) as caught:
        family.town.bank.run(give_time, GiveTime(receiver, 60), family.daughter)
    assert (caught.value.field, caught.value.facts) == ("receiver", {})


def test_kin_are_named_by_member_number_too(family: Family) -> None:
    with family.town.bank.reading(family.town.nong) as reading:
        from timebank.members.queries import find_any_member

        number = find_any_member(reading, family.town.wang.member_id).number
    gift = family.town.bank.run(give_time, GiveTime(number, 60), family.daughter)

    assert answer(family, gift, "accept").state == "accepted"


def test_who_receives_is_old_enough_to_use_it(family: Family) -> None:
    bank = family.town.bank
    son = join(bank, "韦小明", "kin", date(1998, 8, 1), "male", "17900000022")
    bank.run(record_kin, RecordKin(son.member_id, "child", family.daughter.member_id), system(BOOK))

    with pytest.raises(TooYoungForGift) as caught:
        bank.run(give_time, GiveTime(son.member_id, 60), family.daughter)
    assert caught.value.facts == {"age": 60}


def test_nobody_gives_more_than_is_free(family: Family) -> None:
    give(family, TEN_HOURS)

    with pytest.raises(NotEnoughToGive) as caught:
        give(family, SAVED - TEN_HOURS + 1)
    assert caught.value.facts == {"available": SAVED - TEN_HOURS}


def test_only_the_receivers_side_answers(family: Family) -> None:
    town, gift = family.town, give(family)
    year = town.clock.now().date() + timedelta(days=365)
    proxy = AppointProxy(
        family.daughter.member_id, town.clock.now().date(), year, member_id=town.wang.member_id
    )
    town.bank.run(appoint_proxy, proxy, system(BOOK))

    with pytest.raises(NotTheReceiver):
        answer(family, gift, "accept", by=family.daughter)
    for stranger in (town.li, town.zhao, town.far, town.meng):
        with pytest.raises(GiftNotFound):
            answer(family, gift, "accept", by=stranger)
    with pytest.raises(NotTheReceiver):
        answer(family, gift, "accept", by=town.huang)
    assert answer(family, gift, "accept", by=town.nong).state == "accepted"


def test_only_the_giver_takes_it_back(family: Family) -> None:
    gift = give(family)

    for other in (family.town.wang, family.town.nong, family.town.zhao):
        with pytest.raises(GiftNotFound):
            family.town.bank.run(take_gift_back, TakeGiftBack(gift.id), other)


@pytest.mark.parametrize("first", ["accept", "decline", "take back"])
def test_it_is_answered_once(family: Family, first: str) -> None:
    gift = give(family)
    if first == "take back":
        family.town.bank.run(take_gift_back, TakeGiftBack(gift.id), family.daughter)
    else:
        answer(family, gift, first)

    for word in ("accept", "decline"):
        with pytest.raises(GiftAnswered):
            answer(family, gift, word)
    with pytest.raises(GiftAnswered):
        family.town.bank.run(take_gift_back, TakeGiftBack(gift.id), family.daughter)


def test_unanswered_it_comes_back_after_thirty_days(family: Family) -> None:
    give(family)
    family.town.clock.advance(days=30)
    assert run_job(family.town.bank, GIFT_ENDS) == 0
    family.town.clock.advance(minutes=11)

    assert run_job(family.town.bank, GIFT_ENDS) == 1
    assert family.town.account(family.daughter) == (SAVED, 0, 0)


def test_the_two_sides_and_their_office_see_it_and_nobody_else(family: Family) -> None:
    town, gift = family.town, give(family)

    def seen_by(actor: Actor) -> list[str]:
        with town.bank.reading(actor) as reading:
            return [view.id for view in gifts_page(reading, actor).items]

    assert [seen_by(one) for one in (family.daughter, town.wang, town.nong, town.chen)] == [[gift.id]] * 4
    assert [seen_by(one) for one in (town.li, town.zhao, town.far, town.meng)] == [[]] * 4


def test_both_sides_are_told(family: Family) -> None:
    answer(family, give(family), "accept")

    def told(actor: Actor) -> list[str]:
        with family.town.bank.reading(actor) as reading:
            return [line.kind for line in messages_page(reading, actor).items]

    assert told(family.town.wang) == ["gift_offered"]
    assert told(family.daughter) == ["gift_accepted"]


def test_both_statements_say_what_it_was(family: Family) -> None:
    answer(family, give(family), "accept")

    def line(actor: Actor) -> tuple[str, int, str]:
        with family.town.bank.reading(actor) as reading:
            newest = statement_page(reading, actor.member_id, actor).items[0]
            return newest.kind, newest.change, newest.purpose

    assert line(family.town.wang) == ("settle", FIVE_HOURS, "gift")
    assert line(family.daughter) == ("settle", -FIVE_HOURS, "gift")


def test_the_same_key_gives_once(family: Family) -> None:
    command = GiveTime(family.town.wang.member_id, 60)
    first, again = (family.town.bank.run(give_time, command, family.daughter, "key-1") for _ in range(2))

    assert first == again
    assert family.town.account(family.daughter) == (SAVED - 60, 60, 0)


def test_somebody_without_an_account_gives_nothing(family: Family) -> None:
    with pytest.raises(Refusal):
        family.town.bank.run(give_time, GiveTime(family.town.wang.member_id, 60), Actor(BOOK, ""))
