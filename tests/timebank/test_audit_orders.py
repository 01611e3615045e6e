"""An audit asked for: one at a time, done by the job, with its progress kept, and never lost with its auditor."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from tests.timebank.test_book_audit import tamper
from tests.town import Town
from tests.walk import settled
from timebank.actors import Actor
from timebank.audit_orders import (
    LOST,
    NoteAuditProgress,
    OrderAudit,
    OrderedAudit,
    audit_under_way,
    note_audit_progress,
    order_audit,
    ordered_audits,
)
from timebank.audits import AuditView, last_audit
from timebank.errors import NotAllowed
from timebank.jobs import run_job
from timebank.settings import Settings


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(home=tmp_path, database_url="")


def ordered(town: Town, by: Actor) -> OrderedAudit:
    return town.bank.run(order_audit, OrderAudit(), by)


def under_way(town: Town) -> OrderedAudit | None:
    with town.bank.reading(town.huang) as reading:
        return audit_under_way(reading)


def found(town: Town) -> AuditView:
    with town.bank.reading(town.huang) as reading:
        last = last_audit(reading)
    assert last is not None
    return last


def test_nothing_is_audited_that_nobody_asked_for(town: Town, settings: Settings) -> None:
    assert run_job(town.bank, ordered_audits(settings)) == 0


def test_an_audit_asked_for_is_done_once(town: Town, settings: Settings) -> None:
    ordered(town, town.huang)

    done = run_job(town.bank, ordered_audits(settings))

    assert done == 1
    assert found(town).found == 0
    assert under_way(town) is None
    town.clock.advance(seconds=10)
    assert run_job(town.bank, ordered_audits(settings)) == 0


def test_who_asks_meanwhile_joins_the_one_that_stands(town: Town) -> None:
    assert ordered(town, town.huang).id == ordered(town, town.chen).id


def test_only_auditor_and_county_may_ask(town: Town) -> None:
    for who in (town.li, town.nong, town.pan):
        with pytest.raises(NotAllowed):
            ordered(town, who)


def test_one_that_is_at_work_is_left_alone_and_a_lost_one_taken_up_again(
    town: Town, settings: Settings
) -> None:
    order = ordered(town, town.huang)
    town.bank.run(note_audit_progress, NoteAuditProgress(order.id, 5, 10), town.huang)
    assert under_way(town) == replace(order, done=5, total=10)

    town.clock.advance(seconds=LOST.total_seconds())
    assert run_job(town.bank, ordered_audits(settings)) == 0
    town.clock.advance(seconds=timedelta(seconds=10).total_seconds())

    assert run_job(town.bank, ordered_audits(settings)) == 1


def test_it_finds_what_stands_beside_the_entries_too(town: Town, settings: Settings) -> None:
    service = settled(town)
    tamper(town, "UPDATE service_reserve SET minutes = minutes + 1 WHERE service_id = ?", service)
    ordered(town, town.huang)

    run_job(town.bank, ordered_audits(settings))

    assert [fault.kind for fault in found(town).findings] == ["ROW_DRIFT"]
