"""python-accounting on SQLite: a transfer is a journal entry of one line, posted."""

import sys
from datetime import datetime

from conversation import converse, fill, median_seconds, rate
from python_accounting.database.session import get_session
from python_accounting.models import Account, Base, Currency, Entity, LineItem
from python_accounting.transactions import JournalEntry
from sqlalchemy import create_engine
from sqlalchemy.orm import Session

MEMBERS = 200


class Peer:
    """An entity with its accounts in one file."""

    def __init__(self, session: Session) -> None:
        self._session = session
        entity = self._kept(Entity(name="county"))
        self._entity = entity.id
        currency = self._kept(Currency(name="minutes", code="MIN", entity_id=self._entity))
        self._accounts = [
            self._kept(
                Account(
                    name=f"account {number}",
                    account_type=Account.AccountType.BANK,
                    account_code=None,
                    currency_id=currency.id,
                    entity_id=self._entity,
                )
            )
            for number in range(MEMBERS + 1)
        ]
        self.transfers = 0

    def transfer(self, number: int) -> None:
        """Move a minute from the issue account to one of the members."""
        entry = JournalEntry(
            narration="transfer",
            transaction_date=datetime.now(),  # noqa: DTZ005 - as the package compares it
            account_id=self._accounts[0].id,
            entity_id=self._entity,
        )
        self._session.add(entry)
        self._session.flush()
        payee = self._accounts[1 + number % MEMBERS]
        line = LineItem(narration="transfer", account_id=payee.id, amount=1, entity_id=self._entity)
        self._session.add(line)
        self._session.flush()
        entry.line_items.add(line)
        self._session.add(entry)
        entry.post(self._session)
        self.transfers += 1

    def balance(self, number: int) -> object:
        """Return what an account stands at."""
        return self._accounts[1 + number % MEMBERS].closing_balance(self._session)

    def _kept(self, row: object) -> object:
        self._session.add(row)
        self._session.commit()
        return row


engine = create_engine(f"sqlite:///{sys.argv[1]}/accounting.db")
Base.metadata.create_all(engine)
with get_session(engine) as session:
    peer = Peer(session)
    converse(
        {
            "fill": lambda count: fill(count, lambda: peer.transfers, peer.transfer),
            "post": lambda count: rate(count, peer.transfer),
            "balance": lambda count: median_seconds(count, peer.balance),
        }
    )
