"""The commitments, computed here once more by the words of the format."""

import hashlib
import hmac

import pytest

from ledger.account import Account
from ledger.commitment import commit_state, state_salt, state_text
from tests.ledger.desk import LI

SECRET = bytes(range(32))
LI_AFTER = Account(LI, "min", "member", "-", 0, "open", 45, 600, 10, 5, 7, 18_231)


def test_a_state_says_counters_number_and_previous_entry():
    assert state_text(LI_AFTER, 18_200) == (
        b"timebank/state/v1\nli222222222222222222 min 45 600 10 5 7 18200\n"
    )


def test_a_first_state_has_no_previous_entry():
    assert state_text(LI_AFTER, None).endswith(b" 7 -\n")


def test_the_salt_is_of_this_entry_and_unit():
    assert state_salt(SECRET, 18_231, "min") == hmac.new(SECRET, b"18231 min", hashlib.sha256).digest()[:16]


def test_the_commitment_is_the_hash_of_text_and_salt():
    salt = hmac.new(SECRET, b"18231 min", hashlib.sha256).digest()[:16]

    committed = commit_state(LI_AFTER, 18_200, 18_231, SECRET)

    assert committed == hashlib.sha256(state_text(LI_AFTER, 18_200) + salt).digest()
    assert committed.hex() == "b4faf308ab02c8129b3ddc6302dde54510d407537dda9f2b252fda20ebf6026a"


@pytest.mark.parametrize(
    "other",
    [
        lambda: commit_state(LI_AFTER, 18_199, 18_231, SECRET),
        lambda: commit_state(LI_AFTER, 18_200, 18_232, SECRET),
        lambda: commit_state(LI_AFTER, 18_200, 18_231, bytes(32)),
        lambda: commit_state(LI_AFTER.moved("credit", 1, 0, 18_231), 18_200, 18_231, SECRET),
    ],
    ids=["another entry before", "another entry", "another secret", "other counters"],
)
def test_anything_else_gives_another_commitment(other):
    assert other() != commit_state(LI_AFTER, 18_200, 18_231, SECRET)
