"""What gives the accounts of a continued log their balances: everything adds up, and no receipt tells two of them."""

from collections import Counter

import pytest

from ledger.account import Account, AccountTerms, opened
from ledger.carry_over import Legs, balances
from ledger.entry import MAX_POSTINGS
from ledger.errors import IntegrityError


def account(handle: str, balance: int, unit: str = "min") -> Account:
    terms = AccountTerms(handle, unit, "member", "-", limit=None)
    return opened(terms)._replace(debits=max(0, -balance), credits=max(0, balance))


def moved(steps: list[Legs]) -> Counter[tuple[str, str]]:
    found = Counter[tuple[str, str]]()
    for debits, credits in steps:
        assert sum(leg.amount for leg in debits) == sum(leg.amount for leg in credits)
        found.update({(leg.handle, leg.unit): leg.amount for leg in credits})
        found.subtract({(leg.handle, leg.unit): leg.amount for leg in debits})
    return found


def test_each_gets_its_balance_by_an_entry_that_tells_of_nobody_else() -> None:
    accounts = [
        account("issue", -200),
        account("wang", 60),
        account("loss", -10),
        account("li", 150),
        account("zhao", 0),
        account("house", 7, "pt"),
        account("shop", -7, "pt"),
    ]

    steps = list(balances(accounts))

    assert [len(credits) for _, credits in steps] == [1, 1, 1]
    assert moved(steps) == {
        ("issue", "min"): -200,
        ("loss", "min"): -10,
        ("wang", "min"): 60,
        ("li", "min"): 150,
        ("house", "pt"): 7,
        ("shop", "pt"): -7,
    }


def test_more_payers_than_an_entry_holds_pay_by_several() -> None:
    payers = [account(f"payer {number}", -1) for number in range(250)]

    steps = list(balances([*payers, account("wang", 250)]))

    assert max(len(debits) + len(credits) for debits, credits in steps) == MAX_POSTINGS
    assert moved(steps)["wang", "min"] == 250


def test_what_does_not_add_up_is_not_carried_over() -> None:
    with pytest.raises(IntegrityError, match="do not add up"):
        list(balances([account("issue", -5), account("wang", 6)]))
