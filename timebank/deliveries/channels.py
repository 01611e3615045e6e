"""The ways out of the house: one interface, and the two that need nobody else, the console and a file.

console   standard output
file      $TIMEBANK_HOME/outbox/<book>.jsonl
sms, wecom   over HTTP, in `http_channels`
"""

import json
import os
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path
from typing import Protocol


class Way(StrEnum):
    """By what a message goes out."""

    CONSOLE = "console"
    FILE = "file"
    SMS = "sms"
    WECOM = "wecom"


@dataclass(frozen=True, slots=True)
class Parcel:
    """A message ready to go: `key` stays the same however often it is tried; `to` is a phone or a WeCom user."""

    key: str
    book: str
    to: str
    text: str


class NotTaken(Exception):
    """The way does not work now; the same parcel is tried again later."""


class Unwanted(Exception):
    """The other side will never take this parcel, for the reason given."""


class Channel(Protocol):
    """A way out. One thread at a time uses it."""

    def send(self, parcel: Parcel) -> None:
        """Hand a parcel over; on return the other side has it for good.

        It may be handed over twice where the first answer was lost: the other side knows it by its key.

        Raises:
            NotTaken: it could not be handed over now.
            Unwanted: it is refused for good.
        """
        ...


class ConsoleChannel:
    """Prints messages, for whoever tries things out; nothing is sent to anybody."""

    def send(self, parcel: Parcel) -> None:
        """Print one line. Output ends up in logs, so of the address only the end is told."""
        print(f"message {parcel.key} to …{parcel.to[-4:]}: {parcel.text}", flush=True)


class FileChannel:
    """Appends messages to a file a book, a line of JSON each, for a program that takes them from there."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def send(self, parcel: Parcel) -> None:
        """Append one line, on the disk on return; raises NotTaken where the disk does not take it."""
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            with (self._folder / f"{parcel.book}.jsonl").open("a", encoding="utf-8") as file:
                file.write(json.dumps(asdict(parcel), ensure_ascii=False) + "\n")
                file.flush()
                os.fsync(file.fileno())
        except OSError as error:
            raise NotTaken(str(error)) from error
