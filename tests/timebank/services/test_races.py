"""Real threads at one bank: one success for each limit, whoever comes first."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

from ledger.audit import audit
from ledger.sql_store import SqlStore
from tests import walk
from tests.town import BOOK, TOMORROW_NINE, Town
from timebank.actors import Actor
from timebank.errors import Refusal
from timebank.needs.commands import AcceptNeed, ChoosePayer
from timebank.needs.model import Need
from timebank.needs.use_cases import accept_need
from timebank.services.commands import ConfirmService, VerifyService
from timebank.services.reviewing import verify_service
from timebank.services.use_cases import confirm_service
from timebank.work import UnitOfWork

THREADS = 16


def at_once(act: Callable[[int], object]) -> Counter[str]:
    """Run an act in many threads released together; return how often each outcome came."""
    barrier = Barrier(THREADS)

    def one(number: int) -> str:
        barrier.wait()
        try:
            act(number)
        except Refusal as refusal:
            return refusal.code
        return "done"

    with ThreadPoolExecutor(THREADS) as pool:
        return Counter(pool.map(one, range(THREADS)))


def test_many_take_one_need_and_one_gets_it(town: Town) -> None:
    posted = walk.need(town)

    outcomes = at_once(lambda _: town.bank.run(accept_need, AcceptNeed(posted.id), town.li))

    assert outcomes["done"] == 1
    assert town.account(town.wang) == (60, 60, 0)


def test_the_last_minutes_are_set_aside_once(town: Town) -> None:
    """Wang has 120 minutes; sixteen needs of 60 were each promised her own time before any was taken."""
    needs = []
    for number in range(THREADS):
        posted = walk.need(town, starts_at=TOMORROW_NINE + timedelta(days=number))
        needs.append(posted.id)
        if not posted.pay_from:
            town.bank.run(force_own, ChoosePayer(posted.id, "own"), town.nong)

    outcomes = at_once(lambda number: town.bank.run(accept_need, AcceptNeed(needs[number]), town.li))

    assert outcomes == {"done": 2, "not_enough_time": THREADS - 2}
    assert town.account(town.wang) == (0, 120, 0)


def test_one_confirmation_and_one_verification_count(town: Town) -> None:
    service_id = walk.checked_out(town)

    confirmations = at_once(
        lambda _: town.bank.run(confirm_service, ConfirmService(service_id, "own_device"), town.wang)
    )
    verifications = at_once(
        lambda _: town.bank.run(verify_service, VerifyService(service_id, "approve"), town.nong)
    )

    assert confirmations == {"done": 1, "wrong_state": THREADS - 1}
    assert verifications == {"done": 1, "wrong_state": THREADS - 1}


def test_one_key_is_one_effect_however_many_send_it(town: Town) -> None:
    posted = walk.need(town)

    outcomes = at_once(lambda _: town.bank.run(accept_need, AcceptNeed(posted.id), town.li, "key-1"))

    assert outcomes == {"done": THREADS}
    with town.bank.connect() as connection:
        assert audit(SqlStore(connection, BOOK)) == []


def force_own(uow: UnitOfWork, command: ChoosePayer, actor: Actor) -> walk.PostedNeed:
    """Promise the elder's own time without counting what other open needs were promised."""
    need = uow.session.get_one(Need, (uow.book, command.need_id))
    need.pay_from = command.pay_from
    return walk.PostedNeed(need.id, need.number, need.state, need.pay_from, 0, 0)
