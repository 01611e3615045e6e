"""Settings: the environment first, then ``$TIMEBANK_HOME/settings.toml``, then the defaults written here."""

import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from urllib.parse import urlsplit

from ledger.http_client import HttpClient
from ledger.keys import COSIGNATURE, VerifierKey, parse_vkey
from ledger.log_errors import MalformedKey, NoSuchPlace
from ledger.log_name import folder_name


@dataclass(frozen=True, slots=True)
class WitnessAddress:
    """A witness that is asked to cosign the books' checkpoints: its key, and the prefix of its address."""

    key: VerifierKey
    url: str


@dataclass(frozen=True, slots=True)
class Gateway:
    """A server that takes messages to telephones: its address, "" where there is none, and what it asks for."""

    url: str = ""
    secret: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything an operator may set. The environment's names are in `ENVIRONMENT`; README lists them."""

    home: Path
    database_url: str
    origin: str = ""
    port: int = 8000
    workers: int = 1
    behind_proxy: bool = False
    queue_size: int = 1024
    metrics_token: str = ""
    witnesses: tuple[WitnessAddress, ...] = ()
    signing_secret: bytes = field(default=b"", repr=False)
    """What opens the files of the signing keys, 32 bytes; empty where they are plain."""
    messages: tuple[tuple[str, str], ...] = ()
    """By which way the messages of a book go out: a `deliveries.channels.Way`; a book not named sends none."""
    sms_url: str = ""
    sms_secret: str = field(default="", repr=False)
    wecom_url: str = ""
    wecom_secret: str = field(default="", repr=False)

    @property
    def sms(self) -> Gateway:
        """The gateway of short messages."""
        return Gateway(self.sms_url, self.sms_secret)

    @property
    def wecom(self) -> Gateway:
        """The gateway to WeCom."""
        return Gateway(self.wecom_url, self.wecom_secret)

    @property
    def outbox_folder(self) -> Path:
        """The folder of messages that go out into files."""
        return self.home / "outbox"

    @property
    def is_sqlite(self) -> bool:
        """Tell whether the embedded database is used."""
        return self.database_url.startswith("sqlite")

    @property
    def place(self) -> str:
        """What a person is told of where the data is: the folder, or the name of a server's database."""
        return str(self.home) if self.is_sqlite else f"the database {urlsplit(self.database_url).path[1:]}"

    @property
    def keys_folder(self) -> Path:
        """The folder of the master key and the signing keys; no backup holds it."""
        return self.home / "keys"

    @property
    def master_key_file(self) -> Path:
        """The file of the master key."""
        return self.keys_folder / "master.key"

    def signing_key_file(self, log: str) -> Path:
        """Return the file of the key that signs a log's checkpoints."""
        return self.keys_folder / f"{folder_name(log)}.signing.key"

    def next_signing_key_file(self, log: str) -> Path:
        """Return the file of the key that waits to come after it."""
        return self.keys_folder / f"{folder_name(log)}.signing.key.next"

    @property
    def database_file(self) -> Path:
        """The file of the embedded database."""
        assert self.is_sqlite, "a database server keeps its own files"
        return Path(self.database_url.removeprefix("sqlite:///"))

    @property
    def files_folder(self) -> Path:
        """The folder of encrypted photographs."""
        return self.home / "files"

    @property
    def log_folder(self) -> Path:
        """The folder of the books' published bytes."""
        return self.home / "log"

    @property
    def published_folder(self) -> Path:
        """The folder of what the books publish: checkpoints and tiles, all made anew from the database if lost."""
        return self.home / "published"

    @property
    def handovers_folder(self) -> Path:
        """The folder of the proofs that each signing key was handed over by the one before; backups hold it."""
        return self.home / "handovers"

    def high_water_file(self, log: str) -> Path:
        """Return the file of the last checkpoint signed for a log; no backup holds it."""
        return self.high_water_folder / folder_name(log)

    @property
    def high_water_folder(self) -> Path:
        """The folder of these files."""
        return self.home / "high-water"

    def entries_of(self, log: str) -> Path:
        """Return the folder of the append-only files of a log's entries."""
        return self.log_folder / folder_name(log)

    def published(self, log: str) -> Path:
        """Return the folder of what a log publishes."""
        return self.published_folder / folder_name(log)

    def handovers(self, log: str) -> Path:
        """Return the folder of the proofs of a log's changes of key."""
        return self.handovers_folder / folder_name(log)

    @property
    def scheduler_lock(self) -> Path:
        """The file whose holder runs the scheduled work."""
        return self.home / "scheduler.lock"


ENVIRONMENT = {
    "home": "TIMEBANK_HOME",
    "database_url": "DATABASE_URL",
    "origin": "TIMEBANK_ORIGIN",
    "port": "PORT",
    "workers": "TIMEBANK_WORKERS",
    "behind_proxy": "TIMEBANK_BEHIND_PROXY",
    "queue_size": "TIMEBANK_QUEUE_SIZE",
    "metrics_token": "TIMEBANK_METRICS_TOKEN",
    "witnesses": "TIMEBANK_WITNESSES",
    "signing_secret": "TIMEBANK_SIGNING_SECRET",
    "messages": "TIMEBANK_MESSAGES",
    "sms_url": "TIMEBANK_SMS_URL",
    "sms_secret": "TIMEBANK_SMS_SECRET",
    "wecom_url": "TIMEBANK_WECOM_URL",
    "wecom_secret": "TIMEBANK_WECOM_SECRET",
}

ONLY_IN_ENVIRONMENT = ("home", "signing_secret", "sms_secret", "wecom_secret")
"""What the settings' file cannot hold: where it lies, what opens files that lie beside it, and others' secrets."""
WAYS = ("console", "file", "sms", "wecom")
BOOK_AND_WAY = re.compile(r"([0-9]{6})=([a-z]+)")
SECRET = re.compile(r"[0-9a-f]{64}")

LARGEST = {"port": 65_535, "workers": 64, "queue_size": 100_000}
DATABASES = ("sqlite:///", "postgresql://")


class BadSetting(ValueError):
    """A setting has a value that cannot be used; the text names it."""


def load_settings(environment: Mapping[str, str] | None = None) -> Settings:
    """Return the settings in force.

    Raises:
        BadSetting: a value is not of its kind, or the file names an unknown setting.
    """
    environment = os.environ if environment is None else environment
    home = Path(environment.get("TIMEBANK_HOME") or "var").resolve()
    values = _read_file(home / "settings.toml")
    values |= {
        name: environment[key] for name, key in ENVIRONMENT.items() if environment.get(key, "").strip()
    }
    values |= {"home": home}
    values.setdefault("database_url", f"sqlite:///{home / 'timebank.sqlite3'}")
    settings = Settings(**{name: _as_kind(name, value) for name, value in values.items()})  # type: ignore[arg-type]  # _as_kind looks the kind up by name
    if settings.is_sqlite and settings.workers > 1:
        raise BadSetting("workers must be 1 on SQLite, which one process serves best; PostgreSQL takes more")
    return settings


def _read_file(path: Path) -> dict[str, object]:
    if not path.exists():
        return {}
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:  # not TOML, or not UTF-8
        raise BadSetting(f"{path}: {error}") from error
    known = {field.name for field in fields(Settings)}.difference(ONLY_IN_ENVIRONMENT)
    for name in values:
        if name in ONLY_IN_ENVIRONMENT:
            raise BadSetting(f"{path}: {name} is taken from the environment alone, as {ENVIRONMENT[name]}")
        if name not in known:
            raise BadSetting(f"{path}: unknown setting {name!r}; known are {', '.join(sorted(known))}")
    return values


def _as_kind(name: str, value: object) -> object:
    if name in LARGEST:
        text = str(value).strip()
        if not (text.isascii() and text.isdigit() and 1 <= int(text) <= LARGEST[name]):
            raise BadSetting(f"{name} must be a whole number from 1 to {LARGEST[name]}, not {value!r}")
        return int(text)
    if name == "database_url" and not str(value).startswith(DATABASES):
        raise BadSetting(f"database_url must begin with {' or '.join(DATABASES)}")
    if name == "behind_proxy":
        if str(value).lower() not in ("1", "0", "true", "false"):
            raise BadSetting(f"{name} must be true or false, not {value!r}")
        return str(value).lower() in ("1", "true")
    if name == "witnesses":
        return _as_witnesses(value)
    if name == "messages":
        return _as_ways(value)
    if name in ("sms_url", "wecom_url"):
        return _as_gateway(name, str(value).strip())
    if name in ("sms_secret", "wecom_secret"):
        return _as_token(name, str(value).strip())
    if name == "signing_secret":
        if not SECRET.fullmatch(str(value).strip()):
            raise BadSetting(f"{ENVIRONMENT[name]} must be 64 hexadecimal digits in lower case")
        return bytes.fromhex(str(value).strip())
    return value


def _as_witnesses(value: object) -> tuple[WitnessAddress, ...]:
    """Return the witnesses of a list of `vkey url`, or of the same in one text."""
    words = " ".join(map(str, value)).split() if isinstance(value, list) else str(value).split()
    if len(words) % 2:
        raise BadSetting(f"witnesses wants a key and an address for each, separated by spaces, not {value!r}")
    witnesses = []
    for vkey, url in zip(words[::2], words[1::2], strict=True):
        try:
            key = parse_vkey(vkey)
            HttpClient(url)  # asks nobody yet
        except (MalformedKey, NoSuchPlace) as error:
            raise BadSetting(f"witnesses: {vkey}: {error}") from error
        if key.kind != COSIGNATURE:
            raise BadSetting(f"witnesses: {vkey} is the key of a log, not of a witness")
        witnesses.append(WitnessAddress(key, url))
    return tuple(witnesses)


def _as_ways(value: object) -> tuple[tuple[str, str], ...]:
    """Return the books and ways of a list of `450125=sms`, or of the same in one text."""
    words = " ".join(map(str, value)).split() if isinstance(value, list) else str(value).split()
    ways = {}
    for word in words:
        found = BOOK_AND_WAY.fullmatch(word)
        if found is None or found[2] not in WAYS:
            raise BadSetting(f"messages wants BOOK=WAY with one of {', '.join(WAYS)}, not {word!r}")
        ways[found[1]] = found[2]
    return tuple(ways.items())


def _as_gateway(name: str, url: str) -> str:
    try:
        HttpClient(url)
    except NoSuchPlace as error:
        raise BadSetting(f"{name} must be an address that begins with http:// or https://") from error
    return url


def _as_token(name: str, secret: str) -> str:
    if not (secret.isascii() and secret.isprintable() and " " not in secret):
        raise BadSetting(f"{ENVIRONMENT[name]} may hold printable ASCII characters without spaces only")
    return secret
