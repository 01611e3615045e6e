"""Photographs that devices bring: one for a whole sheet, kept apart until each line has its own sealed copy.

A picture arrives before the lines that speak of it, and nobody knows yet whose it is; so it is sealed with a key of
the book. Each line puts a copy away that is sealed with its elder's key. What is not spoken of any more is swept away.
"""

import base64
import binascii
import contextlib
import hashlib
import json
from dataclasses import dataclass

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from timebank.actors import Actor
from timebank.crypto import Vault, seal, unseal
from timebank.devices.kinds import PHOTO
from timebank.devices.queries import photo_of
from timebank.errors import Refusal
from timebank.files import FileStore, NotAPhotograph, plain_photograph
from timebank.services.paper import store_for_elder
from timebank.services.slips import NO_SLIP, StoredSlip
from timebank.writer import Bank


@dataclass(frozen=True, slots=True)
class Prepared:
    """An item's content without its photograph, and where the photograph lies."""

    content: str
    slip: StoredSlip = NO_SLIP


@dataclass(frozen=True, slots=True)
class Recorded:
    """An item by who recorded it, under which key, and of which type."""

    member_id: str
    key: str
    type: str


def prepare(bank: Bank, files: FileStore, recorded: Recorded, content: str, actor: Actor) -> Prepared:
    """Put an item's photograph away before the writer sees the item.

    Raises:
        NotAPhotograph, PhotographTooLarge: what claims to be a picture cannot be read as one.
    """
    try:
        fields = json.loads(content)
    except (ValueError, RecursionError):
        return Prepared(content)  # its reader will say so
    if not isinstance(fields, dict) or not isinstance(fields.get("photo"), str):
        return Prepared(content)
    if recorded.type == PHOTO:
        place = _place(actor.book, recorded.member_id, recorded.key)
        return Prepared("{}", _store(files, _key(bank.vault, actor.book), place, fields["photo"]))
    return Prepared(content, _copy_for_elder(bank, files, fields, actor, recorded.member_id))


def _store(files: FileStore, key: AESGCM, place: str, text: str) -> StoredSlip:
    try:
        picture = plain_photograph(base64.b64decode(text, validate=True))
    except (binascii.Error, ValueError) as error:  # ValueError: characters beyond ASCII
        raise NotAPhotograph(field="photo") from error
    return StoredSlip(files.put(seal(key, place, picture)), hashlib.sha256(picture).hexdigest())


def _copy_for_elder(
    bank: Bank, files: FileStore, fields: dict[str, object], actor: Actor, member_id: str
) -> StoredSlip:
    """Return a copy of the photograph a line speaks of, or none where photograph or elder are unknown."""
    with contextlib.suppress(Refusal, FileNotFoundError):
        key = str(fields["photo"])
        with bank.reading(actor) as reading:
            sealed = files.get(photo_of(reading, member_id, key))
        picture = unseal(_key(bank.vault, actor.book), _place(actor.book, member_id, key), sealed)
        return store_for_elder(bank, files, str(fields.get("elder", "")), picture, actor)
    return NO_SLIP


def _key(vault: Vault, book: str) -> AESGCM:
    return AESGCM(vault.book_secret(book, "sync-photos"))


def _place(book: str, member_id: str, key: str) -> str:
    return f"{book}/sync-photo/{member_id}/{key}"
