"""Where a log is read from: a folder, or an address on the web. Both hold the same files."""

from pathlib import Path
from typing import Protocol

from ledger.http_client import PATIENCE_SECONDS, HttpClient
from ledger.log_errors import NoAnswer, NoSuchPlace, NotPublished


class LogSource(Protocol):
    """The files of a log by their path below its prefix. What they hold is not to be trusted.

    `is_near`: reading again costs nothing, so that nobody needs a copy.
    """

    place: str
    is_near: bool

    def read(self, path: str, limit: int) -> bytes:
        """Return a file of at most `limit` bytes. Raises NotPublished or NoAnswer."""


class FolderSource:
    """A log's files in a folder, as `TileFolder` writes them or a web server serves them."""

    is_near = True

    def __init__(self, folder: Path) -> None:
        self.place = str(folder)
        self._folder = folder

    def read(self, path: str, limit: int) -> bytes:
        try:
            with (self._folder / path).open("rb") as file:
                data = file.read(limit + 1)
        except (FileNotFoundError, NotADirectoryError) as error:
            raise NotPublished(self.place, path, "no such file") from error
        except OSError as error:
            raise NoAnswer(self.place, str(error)) from error
        if len(data) > limit:
            raise NoAnswer(self.place, f"more than {limit} bytes at {path}")
        return data


class HttpSource:
    """A log behind an address. The token opens the entries where they are not for everybody."""

    is_near = False

    def __init__(self, url: str, token: str | None = None, patience: float = PATIENCE_SECONDS) -> None:
        self._client = HttpClient(url, token, patience)
        self.place = self._client.url

    def read(self, path: str, limit: int) -> bytes:
        answer = self._client.get(path, limit)
        if answer.status in (401, 403, 404, 410):
            raise NotPublished(self.place, path, f"HTTP {answer.status}")
        if answer.status != 200:
            raise NoAnswer(self.place, f"HTTP {answer.status} for {path}")
        return answer.body


def source_at(place: str, token: str | None = None) -> LogSource:
    """Return the log at an address or in a folder. Raises NoSuchPlace."""
    if "://" in place:
        return HttpSource(place, token)
    folder = Path(place)
    if not place or not folder.is_dir():
        raise NoSuchPlace(place)
    return FolderSource(folder)
