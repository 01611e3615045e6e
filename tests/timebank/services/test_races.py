"""Real threads at one bank: one success for each limit, whoever comes first."""

from datetime import timedelta

from ledger.audit import audit
from ledger.sql_store import SqlStore
from tests import walk
from tests.racing import CLIENTS, all_at_once, each_round, numbered_at_once
from tests.town import BOOK, TOMORROW_NINE, Town
from timebank.actors import Actor
from timebank.needs.commands import AcceptNeed, ChoosePayer
from timebank.needs.model import Need
from timebank.needs.use_cases import accept_need
from timebank.services.commands import ConfirmService, VerifyService
from timebank.services.reviewing import verify_service
from timebank.services.use_cases import confirm_service
from timebank.work import UnitOfWork


@each_round
def test_many_take_one_need_and_one_gets_it(town: Town, _round: int) -> None:
    posted = walk.need(town)

    outcomes = all_at_once(lambda: town.bank.run(accept_need, AcceptNeed(posted.id), town.li))

    assert outcomes["done"] == 1
    assert town.account(town.wang) == (60, 60, 0)


@each_round
def test_the_last_minutes_are_set_aside_once(town: Town, _round: int) -> None:
    """Wang has 120 minutes; thirty needs of 60 were each promised her own time before any was taken."""
    needs = []
    for number in range(CLIENTS):
        posted = walk.need(town, starts_at=TOMORROW_NINE + timedelta(days=number))
        needs.append(posted.id)
        if not posted.pay_from:
            town.bank.run(force_own, ChoosePayer(posted.id, "own"), town.nong)

    outcomes = numbered_at_once(lambda number: town.bank.run(accept_need, AcceptNeed(needs[number]), town.li))

    assert outcomes == {"done": 2, "not_enough_time": CLIENTS - 2}
    assert town.account(town.wang) == (0, 120, 0)


@each_round
def test_one_confirmation_and_one_verification_count(town: Town, _round: int) -> None:
    service_id = walk.checked_out(town)

    confirmations = all_at_once(
        lambda: town.bank.run(confirm_service, ConfirmService(service_id, "own_device"), town.wang)
    )
    verifications = all_at_once(
        lambda: town.bank.run(verify_service, VerifyService(service_id, "approve"), town.nong)
    )

    assert confirmations == {"done": 1, "wrong_state": CLIENTS - 1}
    assert verifications == {"done": 1, "wrong_state": CLIENTS - 1}


@each_round
def test_one_key_is_one_effect_however_many_send_it(town: Town, _round: int) -> None:
    posted = walk.need(town)

    outcomes = all_at_once(lambda: town.bank.run(accept_need, AcceptNeed(posted.id), town.li, "key-1"))

    assert outcomes == {"done": CLIENTS}
    with town.bank.connect() as connection:
        assert audit(SqlStore(connection, BOOK)) == []


def force_own(uow: UnitOfWork, command: ChoosePayer, actor: Actor) -> walk.PostedNeed:
    """Promise the elder's own time without counting what other open needs were promised."""
    need = uow.session.get_one(Need, (uow.book, command.need_id))
    need.pay_from = command.pay_from
    return walk.PostedNeed(need.id, need.number, need.state, need.pay_from, 0, 0)
