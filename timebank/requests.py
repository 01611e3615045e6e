"""What was asked and answered: the row by which a repeated request finds its first answer, for ever."""

import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, String, Text, bindparam, insert, select
from sqlalchemy.orm import Mapped, mapped_column

from timebank.codec import from_json, to_json
from timebank.crypto import Vault
from timebank.db import Base
from timebank.errors import IdempotencyConflict, Refusal, restore_refusal

NOT_CONTENT: Mapping[str, bool] = {"is_content": False}
"""Metadata of a command's field that a face makes anew each time, such as the name of a sealed file."""


class Request(Base):
    """One keyed request of one actor. `digests` tells the fields of its content apart without showing them."""

    __tablename__ = "request"

    book: Mapped[str] = mapped_column(String(6), primary_key=True)
    actor: Mapped[str] = mapped_column(String(36), primary_key=True)
    key: Mapped[str] = mapped_column(String(120), primary_key=True)
    digests: Mapped[str] = mapped_column(Text)
    refusal: Mapped[str] = mapped_column(String(40))  # the refusal's code, "" when done
    outcome: Mapped[bytes]  # sealed: a result may hold a one-time code
    made_at: Mapped[datetime]


_FIND = select(Request.digests, Request.refusal, Request.outcome).where(
    Request.book == bindparam("book"), Request.actor == bindparam("actor"), Request.key == bindparam("key")
)
_KEEP = insert(Request)


def content_digests(vault: Vault, book: str, name: str, command: object) -> dict[str, str]:
    """Return a keyed digest a field of the command that is content, and one of the use case's name."""
    assert is_dataclass(command), f"{name} takes a command, not a {type(command).__name__}"
    secret = vault.book_secret(book, "requests")
    content = {
        field.name: to_json(getattr(command, field.name))
        for field in fields(command)
        if field.metadata.get("is_content", True)
    }
    content["action"] = name
    return {
        field: hmac.digest(secret, f"{field}\n{text}".encode(), hashlib.sha256)[:8].hex()
        for field, text in sorted(content.items())
    }


def find_answer(
    connection: Connection,
    vault: Vault,
    book: str,
    actor: str,
    key: str,
    digests: dict[str, str],
    kind: type[Any],
) -> tuple[Any] | None:
    """Return the first answer as a tuple of one, raise the first refusal again, or return None for a new request.

    Raises:
        IdempotencyConflict: the key was used with other content.
    """
    row = connection.execute(_FIND, {"book": book, "actor": actor, "key": key}).one_or_none()
    if row is None:
        return None
    earlier = json.loads(row.digests)
    for field in sorted(earlier.keys() | digests.keys()):
        if earlier.get(field) != digests.get(field):
            raise IdempotencyConflict(field=field, what=field)
    outcome = vault.open_for_book(book, f"request/{actor}/{key}", row.outcome)
    if row.refusal:
        stored = json.loads(outcome)
        raise restore_refusal(row.refusal, stored["field"], stored["facts"])
    return (from_json(outcome, kind),)


def is_answered(connection: Connection, book: str, actor: str, key: str) -> bool:
    """Tell whether a key has its answer, so that a face need not check a PIN or store a picture again for it."""
    return connection.execute(_FIND, {"book": book, "actor": actor, "key": key}).one_or_none() is not None


def keep_answer(
    connection: Connection,
    vault: Vault,
    book: str,
    actor: str,
    key: str,
    digests: dict[str, str],
    answer: object,
    now: datetime,
) -> None:
    """Store a result or a refusal as the answer to a keyed request."""
    stored = {"field": answer.field, "facts": answer.facts} if isinstance(answer, Refusal) else answer
    connection.execute(
        _KEEP,
        {
            "book": book,
            "actor": actor,
            "key": key,
            "digests": to_json(digests),
            "refusal": answer.code if isinstance(answer, Refusal) else "",
            "outcome": vault.seal_for_book(book, f"request/{actor}/{key}", to_json(stored)),
            "made_at": now,
        },
    )
