"""A kind may credit more than a minute a minute: the payer pays what was worked, the public what is above it."""

from dataclasses import replace
from fractions import Fraction

import pytest

from tests import walk
from tests.town import BOOK, Town
from timebank.book_audit import audit_book
from timebank.catalogue import kinds
from timebank.services.commands import ConfirmService
from timebank.services.use_cases import confirm_service


def set_rate(monkeypatch: pytest.MonkeyPatch, rate: Fraction) -> None:
    """Let company be credited at a rate."""
    monkeypatch.setitem(kinds.KIND_BY_CODE, "company", replace(kinds.kind("company"), rate=rate))


@pytest.mark.parametrize(
    ("rate", "worked", "paid", "credited"),
    [
        (Fraction(1), 60, 60, 60),
        (Fraction(3, 2), 60, 60, 90),
        (Fraction(3, 2), 45, 45, 67),
        (Fraction(1, 2), 60, 30, 30),
    ],
)
def test_the_payer_pays_the_minutes_once(
    town: Town, monkeypatch: pytest.MonkeyPatch, rate: Fraction, worked: int, paid: int, credited: int
) -> None:
    set_rate(monkeypatch, rate)
    walk.settled(town, worked=worked)

    assert (town.account(town.wang), town.account(town.li)) == ((120 - paid, 0, 0), (credited, 0, 0))
    with town.bank.connect() as connection:
        assert audit_book(connection, town.bank.vault, BOOK).findings == ()


def test_the_rate_is_applied_once_however_many_review(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    set_rate(monkeypatch, Fraction(3, 2))
    town.clock.advance(days=1)
    step = walk.logged(town, minutes=60)
    town.bank.run(confirm_service, ConfirmService(step.id, "own_device"), town.wang)

    first = walk.verify(town, step.id, town.nong)
    second = walk.verify(town, step.id, town.qin)

    assert (first.credited_minutes, second.credited_minutes) == (60, 90)
