"""Pairs: proposed by the site, agreed to by both sides, ended by either; nobody speaks for both alone."""

from datetime import date

import pytest

from tests.town import BOOK, Town, join
from timebank.actors import Actor, system
from timebank.errors import NotAllowed
from timebank.members.families import appoint_proxy, record_kin
from timebank.members.family_commands import AppointProxy, RecordKin
from timebank.members.finding import MemberNotFound
from timebank.pairing.commands import AnswerPair, EndPair, ProposePair
from timebank.pairing.queries import current_pairs_of, pair_view, paired_elders, paired_volunteers, pairs_page
from timebank.pairing.refusals import NotThisSide, PairAnswered, PairNotFound, PairRefused, PairThere
from timebank.pairing.use_cases import answer_pair, end_pair, propose_pair


def proposed(town: Town) -> str:
    """Let Nong propose Li for Wang; return the pair's id."""
    command = ProposePair(town.li.member_id, town.wang.member_id)
    return town.bank.run(propose_pair, command, town.nong).id


def a_pair(town: Town) -> str:
    """Let both say yes."""
    pair = proposed(town)
    town.bank.run(answer_pair, AnswerPair("yes", pair_id=pair), town.li)
    town.bank.run(answer_pair, AnswerPair("yes", pair_id=pair), town.wang)
    return pair


def paired(town: Town) -> tuple[frozenset[str], frozenset[str]]:
    """Return Wang's volunteers and Li's elders."""
    with town.bank.reading(town.nong) as reading:
        return paired_volunteers(reading, town.wang.member_id), paired_elders(reading, town.li.member_id)


def a_proxy(town: Town, scope: str = "all") -> Actor:
    """Let Wang's neighbour act for her."""
    proxy = join(town.bank, "莫凤仙", "kin", date(1976, 8, 1), "female", "17900000012")
    term = AppointProxy(proxy.member_id, date(2026, 11, 1), date(2027, 11, 1), scope, town.wang.member_id)
    town.bank.run(appoint_proxy, term, system(BOOK))
    return proxy


def test_it_is_in_force_with_the_second_yes(town: Town) -> None:
    pair = proposed(town)
    first = town.bank.run(answer_pair, AnswerPair("yes", pair_id=pair), town.li).state
    before = paired(town)
    second = town.bank.run(answer_pair, AnswerPair("yes", pair_id=pair), town.wang).state

    assert (first, second) == ("proposed", "in_force")
    assert before == (frozenset(), frozenset())
    assert paired(town) == (frozenset({town.li.member_id}), frozenset({town.wang.member_id}))


@pytest.mark.parametrize("who", ["li", "wang"])
def test_a_no_of_either_side_is_the_end_of_it(town: Town, who: str) -> None:
    pair = proposed(town)
    town.bank.run(answer_pair, AnswerPair("no", pair_id=pair), getattr(town, who))

    with pytest.raises(PairAnswered):
        town.bank.run(answer_pair, AnswerPair("yes", pair_id=pair), town.wang)
    assert proposed(town) != pair


@pytest.mark.parametrize("who", ["li", "wang", "nong"])
def test_either_side_ends_it_and_the_site_by_paper(town: Town, who: str) -> None:
    pair = a_pair(town)
    town.bank.run(end_pair, EndPair(pair), getattr(town, who))

    assert paired(town) == (frozenset(), frozenset())
    with pytest.raises(PairAnswered):
        town.bank.run(end_pair, EndPair(pair), town.wang)


def test_who_acts_for_the_elder_in_everything_says_yes_and_the_record_says_who(town: Town) -> None:
    pair, proxy = proposed(town), a_proxy(town)
    town.bank.run(answer_pair, AnswerPair("yes", pair_id=pair), proxy)
    town.bank.run(answer_pair, AnswerPair("yes", "volunteer", pair), town.nong)

    with town.bank.reading(town.nong) as reading:
        view = pair_view(reading, pair, town.nong)
    assert (view.state, view.elder_said, view.volunteer_said) == ("in_force", "proxy", "paper")


def test_a_proxy_for_some_matters_sees_it_and_says_nothing(town: Town) -> None:
    pair, proxy = proposed(town), a_proxy(town, "needs")

    with pytest.raises(NotThisSide):
        town.bank.run(answer_pair, AnswerPair("yes", pair_id=pair), proxy)


@pytest.mark.parametrize(("who", "side"), [("li", "elder"), ("wang", "volunteer"), ("huang", "elder")])
def test_nobody_speaks_for_the_other_side(town: Town, who: str, side: str) -> None:
    with pytest.raises(NotThisSide):
        town.bank.run(answer_pair, AnswerPair("yes", side, proposed(town)), getattr(town, who))


@pytest.mark.parametrize("who", ["zhao", "meng", "far", "qin"])
def test_a_stranger_learns_nothing(town: Town, who: str) -> None:
    stranger, pair = getattr(town, who), proposed(town)
    with pytest.raises(PairNotFound):
        town.bank.run(answer_pair, AnswerPair("yes", pair_id=pair), stranger)
    with town.bank.reading(stranger) as reading:
        assert pairs_page(reading, stranger).items == ()
        assert current_pairs_of(reading, town.wang.member_id, stranger) == ()


@pytest.mark.parametrize(
    ("who", "refusal"),
    [("li", MemberNotFound), ("wang", MemberNotFound), ("far", MemberNotFound), ("huang", NotAllowed)],
)
def test_only_the_elders_site_proposes(town: Town, who: str, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        town.bank.run(propose_pair, ProposePair(town.li.member_id, town.wang.member_id), getattr(town, who))


def test_two_who_cannot_be_one_are_refused(town: Town) -> None:
    li, wang, meng = town.li.member_id, town.wang.member_id, town.meng.member_id
    town.bank.run(record_kin, RecordKin(li, "sibling", meng), system(BOOK))
    for volunteer, elder in ((wang, meng), (li, li), (li, meng), (li, town.qin.member_id)):
        with pytest.raises((PairRefused, MemberNotFound)):
            town.bank.run(propose_pair, ProposePair(volunteer, elder), town.nong)
    a_pair(town)
    with pytest.raises(PairThere):
        proposed(town)


def test_the_volunteer_learns_who_it_is_when_it_is_in_force(town: Town) -> None:
    pair = proposed(town)
    with town.bank.reading(town.li) as reading:
        (before,) = pairs_page(reading, town.li).items
    town.bank.run(answer_pair, AnswerPair("yes", pair_id=pair), town.li)
    town.bank.run(answer_pair, AnswerPair("yes", pair_id=pair), town.wang)
    with town.bank.reading(town.li) as reading:
        (after,) = pairs_page(reading, town.li).items

    assert (before.elder_id, before.elder_name, before.waits_for) == ("", "秀英", ("volunteer",))
    assert (after.elder_id, after.elder_name, after.waits_for) == (town.wang.member_id, "王秀英", ())


@pytest.mark.parametrize("who", ["li", "wang"])
def test_a_volunteer_of_whom_nothing_came_never_learns_who_it_was(town: Town, who: str) -> None:
    town.bank.run(answer_pair, AnswerPair("no", pair_id=proposed(town)), getattr(town, who))
    town.bank.run(end_pair, EndPair(proposed(town)), getattr(town, who))
    with town.bank.reading(town.li) as reading:
        seen = pairs_page(reading, town.li).items

    assert [(one.state, one.elder_id, one.elder_name) for one in seen] == [
        ("ended", "", "秀英"),
        ("declined", "", "秀英"),
    ]
