"""eventsourcing on SQLite, cached: an account is an aggregate, a transfer moves two and saves both at once."""

import sys
from uuid import NAMESPACE_URL, UUID, uuid5

from conversation import converse, fill, rate
from eventsourcing.application import Application
from eventsourcing.domain import Aggregate, event

MEMBERS = 200


class Account(Aggregate):
    """An account of minutes."""

    def __init__(self, name: str) -> None:
        self.name, self.minutes = name, 0

    @staticmethod
    def create_id(name: str) -> UUID:
        """Return the id of the account with a name."""
        return uuid5(NAMESPACE_URL, name)

    @event("Moved")
    def move(self, minutes: int) -> None:
        """Add minutes."""
        self.minutes += minutes


class Peer:
    """The application over one file."""

    def __init__(self, folder: str) -> None:
        self._app = Application(
            env={
                "PERSISTENCE_MODULE": "eventsourcing.sqlite",
                "SQLITE_DBNAME": f"{folder}/eventsourcing.db",
                "AGGREGATE_CACHE_MAXSIZE": "1000",
            }
        )
        self._app.save(*(Account(f"account {number}") for number in range(MEMBERS + 1)))
        self.transfers = 0

    def transfer(self, number: int) -> None:
        """Move a minute from the issue account to one of the members."""
        payer, payee = (
            self._app.repository.get(Account.create_id(f"account {place}"))
            for place in (0, 1 + number % MEMBERS)
        )
        payer.move(-1)
        payee.move(1)
        self._app.save(payer, payee)
        self.transfers += 1


peer = Peer(sys.argv[1])
converse(
    {
        "fill": lambda count: fill(count, lambda: peer.transfers, peer.transfer),
        "post": lambda count: rate(count, peer.transfer),
    }
)
