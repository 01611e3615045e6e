"""Whom the desk might ask for a need: the paired first, each with reasons, nobody whom a rule bars."""

from datetime import date

import pytest

from tests import walk
from tests.town import BOOK, SITE, Town, join
from timebank.actors import Actor, system
from timebank.errors import NotAllowed
from timebank.members.families import record_kin
from timebank.members.family_commands import RecordKin
from timebank.members.volunteer_commands import ApproveVolunteer
from timebank.members.volunteering import approve_volunteer
from timebank.needs.offering import offered_page
from timebank.needs.proposing import proposals
from timebank.needs.queries import NeedNotFound
from timebank.pairing.commands import AnswerPair, ProposePair
from timebank.pairing.use_cases import answer_pair, propose_pair


def volunteer(town: Town, name: str, born: date, phone: str) -> Actor:
    """Register and approve another volunteer of the site."""
    one = join(town.bank, name, "volunteer", born, "female", phone)
    town.bank.run(approve_volunteer, ApproveVolunteer("site", one.member_id), town.nong)
    town.bank.run(approve_volunteer, ApproveVolunteer("township", one.member_id), town.chen)
    return one


def pair(town: Town, one: Actor, elder: Actor) -> None:
    """Let a volunteer look after an elder."""
    by = town.chen
    proposed = town.bank.run(propose_pair, ProposePair(one.member_id, elder.member_id), by).id
    for side in ("volunteer", "elder"):
        town.bank.run(answer_pair, AnswerPair("yes", side, proposed), by)


def proposed(town: Town, need_id: str) -> list[tuple[str, tuple[str, ...]]]:
    """Return who is proposed for a need, with the reasons."""
    with town.bank.reading(town.nong) as reading:
        return [(one.name, one.reasons) for one in proposals(reading, need_id, town.nong)]


def test_the_paired_come_first_though_others_have_more_reasons(town: Town) -> None:
    far = town.zhao
    need = walk.need(town).id
    before = proposed(town, need)
    pair(town, far, town.wang)

    assert before == [("李桂兰", ("same_village",))]
    assert proposed(town, need) == [("赵永福", ("paired",)), ("李桂兰", ("same_village",))]


def test_the_young_old_are_asked_for_the_old_old_and_who_came_before(town: Town) -> None:
    younger = volunteer(town, "韦小妹", date(1990, 1, 1), "17900000031")
    need = walk.need(town, elder=town.meng, by=town.nong, pay_from="public").id
    names = [name for name, _ in proposed(town, need)]
    pair(town, younger, town.meng)

    assert names == ["李桂兰", "韦小妹"]
    assert dict(proposed(town, need))["李桂兰"] == ("young_old", "same_village")
    assert next(iter(dict(proposed(town, need)))) == "韦小妹"


def test_nobody_is_proposed_whom_a_rule_bars(town: Town) -> None:
    town.bank.run(record_kin, RecordKin(town.wang.member_id, "sibling", town.li.member_id), system(BOOK))

    assert proposed(town, walk.need(town).id) == []


def test_it_is_for_the_desk_of_the_elders_site(town: Town) -> None:
    need = walk.need(town).id
    for who, refusal in ((town.wang, NotAllowed), (town.li, NotAllowed), (town.far, NeedNotFound)):
        with town.bank.reading(who) as reading, pytest.raises(refusal):
            proposals(reading, need, who)


def test_a_volunteer_finds_the_paired_elders_need_before_others_of_its_urgency(town: Town) -> None:
    common = {"by": town.nong, "pay_from": "public"}
    first = walk.need(town, **common)
    urgent = walk.need(town, urgency="urgent", **common)
    of_paired = walk.need(town, elder=town.meng, **common)
    pair(town, town.li, town.meng)
    found = []
    after = ""
    while True:  # a page at a time: the cursor keeps the order too
        with town.bank.reading(town.li) as reading:
            page = offered_page(reading, town.li, place=SITE, after=after, limit=1)
        found += [(one.id, one.is_paired) for one in page.items]
        after = page.next_cursor
        if not after:
            break

    assert found == [(urgent.id, False), (of_paired.id, True), (first.id, False)]
