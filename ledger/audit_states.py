"""The state commitments under audit: opened with the holders' secrets, and counted."""

from collections.abc import Sequence

from ledger.account import Account, Key
from ledger.commitment import Secrets, commit_state


class StateCheck:
    """Opens states as far as the secrets go. Without any secrets none is opened, and none is counted.

    `unplaced`: accounts whose previous entry nobody knows, so that their next state cannot be opened.
    """

    def __init__(self, secrets: Secrets | None) -> None:
        self._secrets = secrets
        self._known: dict[str, bytes | None] = {}
        self.unplaced: set[Key] = set()
        self.opened = self.erased = 0

    def is_right(self, account: Account, previous: int | None, seq: int, state: bytes) -> bool:
        """Tell whether this is the account's state after entry `seq`, unless nobody can know; and count it."""
        if self._secrets is None:
            return True
        secret = self._secret_of(account.handle)
        if secret is None:
            self.erased += 1
            return True
        if account.key in self.unplaced:
            self.unplaced.remove(account.key)
            return True
        self.opened += 1
        return commit_state(account, previous, seq, secret) == state

    def are_clean(self, seq: int, legs: Sequence[tuple[Account, int | None, str]]) -> bool:
        """Tell whether each of these states that can be opened is right, and count them if all are.

        A leg is the account after entry `seq`, its previous entry, and the state in hex.
        """
        if self._secrets is None:
            return True
        opened = 0
        for account, previous, state in legs:
            secret = self._secret_of(account.handle)
            if secret is None:
                continue
            if commit_state(account, previous, seq, secret).hex() != state:
                return False
            opened += 1
        self.opened += opened
        self.erased += len(legs) - opened
        return True

    def _secret_of(self, handle: str) -> bytes | None:
        if self._secrets is not None and handle not in self._known:
            self._known[handle] = self._secrets.secrets_of([handle]).get(handle)
        return self._known[handle]
