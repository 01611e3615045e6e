"""Signed notes: a text, a blank line, and lines of signatures over the text (C2SP signed-note).

    example.com/log/450125
    18231
    2yOeYlYMOWuGFm5y5Jm2TiDTZQ3Z3tGq5b7y8Y1b7Bk=

    — example.com/log/450125 base64(key ID || signature)

The text is signed with its last LF, without the blank line; only the last blank line separates. Signatures of
unknown keys say nothing and are passed over, so that a note can carry new ones. A signature of a known key that
does not fit refuses the whole note.
"""

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from ledger.keys import COSIGNATURE, SigningKey, VerifierKey, format_vkey, is_key_name, key_id, signed_time
from ledger.log_errors import BadSignature, MalformedNote, NotSigned
from ledger.spelling import read_base64, write_base64

__all__ = [
    "OpenNote",
    "Signature",
    "Verified",
    "add_signatures",
    "format_vkey",
    "key_id",
    "open_note",
    "parse_signatures",
    "sign_note",
    "signature_line",
    "split_note",
]

MAX_SIGNATURES = 100
MAX_NOTE_BYTES = 1_000_000
_ID_BYTES = 4
_NOT_IN_TEXT = re.compile(r"[\x00-\x09\x0b-\x1f\ud800-\udfff]")
_DASH = "\N{EM DASH} "


@dataclass(frozen=True, slots=True)
class Signature:
    """One signature line: who is said to have signed, and the bytes."""

    name: str
    key_id: bytes
    signature: bytes

    def line(self) -> str:
        return f"{_DASH}{self.name} {write_base64(self.key_id + self.signature)}\n"


@dataclass(frozen=True, slots=True)
class Verified:
    """A signature that fits. `time` is what a witness says it is, in seconds since 1970; a log says none."""

    key: VerifierKey
    time: int | None
    line: str


@dataclass(frozen=True, slots=True)
class OpenNote:
    """A note that somebody we know has signed; there is at least one signature."""

    text: str
    verified: tuple[Verified, ...]


def sign_note(text: str, *keys: SigningKey) -> bytes:
    """Return the note with each key's signature. Raises MalformedNote for a text that cannot be signed."""
    _require_text(text)
    if not 1 <= len(keys) <= MAX_SIGNATURES:
        raise MalformedNote(f"{len(keys)} signatures, want 1 to {MAX_SIGNATURES}")
    return "".join((text, "\n", *(signature_line(text, key) for key in keys))).encode()


def signature_line(text: str, key: SigningKey, time: int = 0) -> str:
    """Return the line of one signature; `time` is said by a witness, in seconds since 1970."""
    return Signature(key.name, key.public.id, key.sign(text.encode(), time)).line()


def add_signatures(note: bytes, lines: Iterable[str]) -> bytes:
    """Return the note with these lines after its own; one that it already has is not added again."""
    _, signatures = split_note(note)
    known = {signature.line() for signature in signatures}
    added = [line for line in dict.fromkeys(lines) if line not in known]
    result = note + "".join(added).encode()
    split_note(result)
    return result


def open_note(note: bytes, keys: Collection[VerifierKey]) -> OpenNote:
    """Return the text and the signatures of those among `keys` that have signed it.

    Raises:
        MalformedNote: these bytes are no note.
        BadSignature: one of the keys is named with a signature that does not fit.
        NotSigned: none of the keys has signed.
    """
    text, signatures = split_note(note)
    known = {(key.name, key.id): key for key in keys}
    verified = []
    for signature in signatures:
        key = known.get((signature.name, signature.key_id))
        if key is not None:
            verified.append(_verify(key, text, signature))
    if not verified:
        raise NotSigned(" or ".join(sorted({key.name for key in keys})) or "anybody")
    return OpenNote(text, tuple(verified))


def _verify(key: VerifierKey, text: str, signature: Signature) -> Verified:
    if not key.fits(text.encode(), signature.signature):
        raise BadSignature(key.name)
    time = signed_time(signature.signature) if key.kind == COSIGNATURE else None
    return Verified(key, time, signature.line())


def split_note(note: bytes) -> tuple[str, list[Signature]]:
    """Return text and signatures, none of them verified. Raises MalformedNote."""
    if len(note) > MAX_NOTE_BYTES:
        raise MalformedNote(f"{len(note)} bytes, at most {MAX_NOTE_BYTES}")
    try:
        whole = note.decode()
    except UnicodeDecodeError as error:
        raise MalformedNote(f"byte {error.start} is not UTF-8") from error
    text, blank, lines = whole.rpartition("\n\n")
    if not blank:
        raise MalformedNote("no blank line parts text and signatures")
    text += "\n"
    _require_text(text)
    signatures = list(parse_signatures(lines))
    if not signatures:
        raise MalformedNote("it has no signature")
    return text, signatures


def parse_signatures(lines: str) -> Iterator[Signature]:
    """Yield the signatures of lines that each end in LF. Raises MalformedNote; at most 100 are read."""
    *whole, rest = lines.split("\n")
    if rest:
        raise MalformedNote("the last line does not end")
    if len(whole) > MAX_SIGNATURES:
        raise MalformedNote(f"{len(whole)} signatures, at most {MAX_SIGNATURES}")
    for line in whole:
        name, _, encoded = line.removeprefix(_DASH).partition(" ")
        data = read_base64(encoded)
        if not line.startswith(_DASH) or not is_key_name(name) or data is None or len(data) <= _ID_BYTES:
            raise MalformedNote(f"{line[:80]!r} is no signature line")
        yield Signature(name, data[:_ID_BYTES], data[_ID_BYTES:])


def _require_text(text: str) -> None:
    if not text.endswith("\n"):
        raise MalformedNote("its text does not end in a line feed")
    if (bad := _NOT_IN_TEXT.search(text)) is not None:
        raise MalformedNote(f"its text holds {bad[0]!r}")
