"""A log's keys, from the one it began with: each next one is announced by an entry that the key before has signed over.

So whoever holds an old key trusts the new ones without asking anybody. The last checkpoint a key signs ends with the
entry that announces the next key; the proofs of these entries are kept for ever, one after the other in one file:

    timebank/keys/v1
    <proof of the first change, as `proof_file` lays it out>
    <proof of the second change>

A `key` entry with `from N` hands checkpoints of more than N entries to its key; with `revoked-from N` nothing counts
any more that its key signed over N entries or more.
"""

import re
from collections.abc import Collection, Iterable
from dataclasses import replace

from ledger.keys import ALWAYS, ED25519, VerifierKey, parse_vkey
from ledger.log_errors import MalformedKeyChain, NotSigned
from ledger.own_lines import KeyChange
from ledger.proof_file import VERSION as PROOF_VERSION
from ledger.receipt import check_receipt

KEYS = "keys"
"""The name of the file beside a log's published checkpoint."""
VERSION = "timebank/keys/v1"
MAX_CHAIN_BYTES = 1_000_000
_HEADER = f"{VERSION}\n".encode("ascii")
_PROOF_BEGINS = re.compile(rf"^(?={re.escape(PROOF_VERSION)}$)".encode("ascii"), re.MULTILINE)


def keys_after(keys: Iterable[VerifierKey], change: KeyChange) -> tuple[VerifierKey, ...]:
    """Return the keys of a log, and of others, as an entry of the log leaves them.

    Raises MalformedKey where the entry names none.
    """
    named = parse_vkey(change.vkey)
    if change.revoked:
        return tuple(_revoked(key, change.from_seq) if key == named else key for key in keys)
    before = (_replaced(key, change.from_seq) if _is_of(key, named.name) else key for key in keys)
    taking_over = replace(named, term=replace(named.term, first_size=change.from_seq + 1))
    return (*(key for key in before if key != named), taking_over)


def follow_keys(pinned: Collection[VerifierKey], chain: bytes) -> tuple[VerifierKey, ...]:
    """Return the keys that somebody trusts who trusts these, as a log's key chain tells.

    A change that none of the keys has signed over lies before the first of them, and says nothing. A revocation is of
    receipts alone: what a key handed over before stays handed over.

    Raises Malformed: the file cannot be read, or a proof in it does not hold.
    """
    keys = tuple(pinned)
    for proof in _proofs(chain):
        try:
            checked = check_receipt(proof, unrevoked(keys))
        except NotSigned:
            continue
        change = checked.entry.body
        if not isinstance(change, KeyChange) or parse_vkey(change.vkey).name != checked.checkpoint.origin:
            raise MalformedKeyChain(
                f"entry {checked.entry.seq} changes no key of {checked.checkpoint.origin}"
            )
        keys = keys_after(keys, change)
    return keys


def format_chain(proofs: Iterable[bytes]) -> bytes:
    """Return the bytes of the file, with the proofs in the order of their entries."""
    return b"".join((_HEADER, *proofs))


def _proofs(chain: bytes) -> list[bytes]:
    if len(chain) > MAX_CHAIN_BYTES:
        raise MalformedKeyChain(f"{len(chain)} bytes, at most {MAX_CHAIN_BYTES}")
    if not chain.startswith(_HEADER):
        raise MalformedKeyChain(f"the first line is not {VERSION!r}")
    before, *proofs = _PROOF_BEGINS.split(chain.removeprefix(_HEADER))
    if before:
        raise MalformedKeyChain("something stands before the first proof")
    return proofs


def unrevoked(keys: Iterable[VerifierKey]) -> tuple[VerifierKey, ...]:
    """Return the keys as if none were revoked: a log that goes on from what it signed does so all the same."""
    return tuple(replace(key, term=replace(key.term, revoked_from=None)) for key in keys)


def at_any_size(keys: Iterable[VerifierKey]) -> tuple[VerifierKey, ...]:
    """Return the keys without their terms: what somebody was shown under one was signed, whoever signs by now."""
    return tuple(replace(key, term=ALWAYS) for key in keys)


def _is_of(key: VerifierKey, origin: str) -> bool:
    return (key.name, key.kind) == (origin, ED25519)


def _replaced(key: VerifierKey, last_size: int) -> VerifierKey:
    if key.term.last_size is not None and key.term.last_size <= last_size:
        return key
    return replace(key, term=replace(key.term, last_size=last_size))


def _revoked(key: VerifierKey, size: int) -> VerifierKey:
    so_far = key.term.revoked_from
    return replace(key, term=replace(key.term, revoked_from=size if so_far is None else min(size, so_far)))
