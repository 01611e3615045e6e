"""django-hordak on PostgreSQL: a transfer is a transaction of two legs, the database checks that they balance."""

import sys
from urllib.parse import parse_qs, urlsplit

import django
from conversation import converse, fill, median_seconds, rate
from django.conf import settings
from django.core.management import call_command

MEMBERS = 200

address = urlsplit(sys.argv[2])
settings.configure(
    SECRET_KEY="bench",
    INSTALLED_APPS=["django.contrib.contenttypes", "django.contrib.auth", "mptt", "hordak"],
    DATABASES={
        "default": {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": address.path.strip("/"),
            "USER": address.username,
            "PASSWORD": address.password or "",
            "HOST": parse_qs(address.query).get("host", [address.hostname])[0],
            "PORT": address.port or "",
        }
    },
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    USE_TZ=True,
    DEFAULT_CURRENCY="EUR",
)
django.setup()
call_command("migrate", verbosity=0)

from hordak.models import Account, AccountType  # noqa: E402 - Django wants its settings first


class Peer:
    """The accounts of one database."""

    def __init__(self) -> None:
        self._accounts = [
            Account.objects.create(name=f"account {number}", type=AccountType.liability, currencies=["EUR"])
            for number in range(MEMBERS + 1)
        ]
        self.transfers = 0

    def transfer(self, number: int) -> None:
        """Move one from the issue account to one of the members."""
        from moneyed import Money

        self._accounts[0].transfer_to(self._accounts[1 + number % MEMBERS], Money(1, "EUR"))
        self.transfers += 1

    def balance(self, number: int) -> object:
        """Return what an account stands at."""
        return self._accounts[1 + number % MEMBERS].get_balance()


peer = Peer()
converse(
    {
        "fill": lambda count: fill(count, lambda: peer.transfers, peer.transfer),
        "post": lambda count: rate(count, peer.transfer),
        "balance": lambda count: median_seconds(count, peer.balance),
    }
)
