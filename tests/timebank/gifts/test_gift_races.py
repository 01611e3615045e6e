"""Thirty clients released together on every route that gives or spends: no overrun, whoever comes first."""

from datetime import timedelta

from tests import walk
from tests.family import SAVED, Family
from tests.racing import CLIENTS, all_at_once, each_round, numbered_at_once
from tests.town import SITE, TOMORROW_NINE
from timebank.actors import Actor, system
from timebank.gifts.commands import AnswerGift, DonateTime, GiveTime, PromiseTime, TakeGiftBack
from timebank.gifts.donations import donate_time
from timebank.gifts.promises import promise_time
from timebank.gifts.use_cases import answer_gift, give_time, take_gift_back
from timebank.grants.commands import GrantPage, MakeProgramme
from timebank.grants.granting import grant_page
from timebank.grants.model import first_of_month
from timebank.grants.monthly import GRANTS
from timebank.grants.programmes import make_programme
from timebank.grants.queries import grants_held_by, programme_view
from timebank.jobs import run_job
from timebank.needs.commands import AcceptNeed, ChoosePayer
from timebank.needs.model import Need
from timebank.needs.use_cases import PostedNeed, accept_need
from timebank.work import UnitOfWork


@each_round
def test_the_givers_minutes_go_once(family: Family, _round: int) -> None:
    bank, wang = family.town.bank, family.town.wang.member_id

    def act(number: int) -> object:
        if number % 2:
            return bank.run(donate_time, DonateTime(100), family.daughter)
        return bank.run(give_time, GiveTime(wang, 100), family.daughter)

    assert numbered_at_once(act) == {"done": SAVED // 100, "not_enough_to_give": CLIENTS - SAVED // 100}
    available, held, _ = family.town.account(family.daughter)
    assert (available, held + family.pool(SITE)) == (0, SAVED)


@each_round
def test_one_answer_counts(family: Family, _round: int) -> None:
    bank, wang = family.town.bank, family.town.wang
    gift = bank.run(give_time, GiveTime(wang.member_id, 60), family.daughter)

    def act(number: int) -> object:
        if number % 3 == 0:
            return bank.run(take_gift_back, TakeGiftBack(gift.id), family.daughter)
        return bank.run(answer_gift, AnswerGift(gift.id, ("accept", "decline")[number % 3 - 1]), wang)

    assert numbered_at_once(act) == {"done": 1, "gift_answered": CLIENTS - 1}
    given = SAVED - family.town.available(family.daughter)
    assert given == family.town.available(wang) - 120


@each_round
def test_a_months_grant_is_spent_once(family: Family, _round: int) -> None:
    town = family.town
    wanted = MakeProgramme("补助", 120, 12_000, 78)
    town.bank.run(make_programme, wanted, town.chen)
    run_job(town.bank, GRANTS)
    needs = forced_needs(family, "grant", hours=1, minutes=30)

    outcomes = numbered_at_once(lambda number: town.bank.run(accept_need, AcceptNeed(needs[number]), town.li))

    assert outcomes == {"done": 4, "not_enough_time": CLIENTS - 4}
    with town.bank.reading(town.wang) as reading:
        (held,) = grants_held_by(reading, town.wang.member_id)
    assert (held.available, held.reserved) == (0, 120)


@each_round
def test_a_promise_keeps_its_months_limit(family: Family, _round: int) -> None:
    town = family.town
    town.bank.run(promise_time, PromiseTime(town.wang.member_id, 100), family.daughter)
    needs = forced_needs(family, "gift", hours=1, minutes=30)

    outcomes = numbered_at_once(lambda number: town.bank.run(accept_need, AcceptNeed(needs[number]), town.li))

    assert outcomes == {"done": 3, "not_enough_time": CLIENTS - 3}
    assert town.account(family.daughter) == (SAVED - 90, 90, 0)


@each_round
def test_the_pool_is_spent_once(family: Family, _round: int) -> None:
    town = family.town
    town.bank.run(donate_time, DonateTime(100), family.daughter)
    needs = forced_needs(family, "pool", hours=1, minutes=30)

    outcomes = numbered_at_once(lambda number: town.bank.run(accept_need, AcceptNeed(needs[number]), town.li))

    assert outcomes == {"done": 3, "not_enough_time": CLIENTS - 3}
    assert family.pool(SITE) == 10


@each_round
def test_thirty_runs_at_once_grant_each_member_once(family: Family, _round: int) -> None:
    town = family.town
    made = town.bank.run(make_programme, MakeProgramme("补助", 120, 239, 70), town.chen)
    page = GrantPage(made.id, first_of_month(town.clock.moment.date()))

    assert all_at_once(lambda: town.bank.run(grant_page, page, system(town.chen.book))) == {"done": CLIENTS}
    with town.bank.reading(town.chen) as reading:
        view = programme_view(reading, made.id, town.chen)
    assert (view.granted_minutes, view.left_minutes, view.runs[0].unfunded) == (120, 119, 1)


def forced_needs(family: Family, payer: str, *, hours: int, minutes: int) -> list[str]:
    """Post thirty needs of this month that were each promised the same payer before any was taken."""
    town, needs = family.town, []
    for number in range(CLIENTS):
        starts_at = TOMORROW_NINE + timedelta(days=number % 10, hours=hours * (number // 10 * 2))
        posted = walk.need(town, minutes=minutes, starts_at=starts_at)
        town.bank.run(force_payer, ChoosePayer(posted.id, payer), town.nong)
        needs.append(posted.id)
    return needs


def force_payer(uow: UnitOfWork, command: ChoosePayer, actor: Actor) -> PostedNeed:
    """Promise a payer without counting what other open needs were promised."""
    need = uow.session.get_one(Need, (uow.book, command.need_id))
    need.pay_from = command.pay_from
    return PostedNeed(need.id, need.number, need.state, need.pay_from, 0, 0)
