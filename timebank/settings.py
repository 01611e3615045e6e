"""Settings: the environment first, then ``$TIMEBANK_HOME/settings.toml``, then the defaults written here."""

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything an operator may set. The environment's names are in `ENVIRONMENT`; README lists them."""

    home: Path
    database_url: str
    origin: str = ""
    port: int = 8000
    behind_proxy: bool = False
    queue_size: int = 1024

    @property
    def is_sqlite(self) -> bool:
        """Tell whether the embedded database is used."""
        return self.database_url.startswith("sqlite")

    @property
    def keys_folder(self) -> Path:
        """The folder of the master key and the signing keys; no backup holds it."""
        return self.home / "keys"

    @property
    def files_folder(self) -> Path:
        """The folder of encrypted photographs."""
        return self.home / "files"

    @property
    def log_folder(self) -> Path:
        """The folder of the books' published bytes."""
        return self.home / "log"


ENVIRONMENT = {
    "home": "TIMEBANK_HOME",
    "database_url": "DATABASE_URL",
    "origin": "TIMEBANK_ORIGIN",
    "port": "PORT",
    "behind_proxy": "TIMEBANK_BEHIND_PROXY",
    "queue_size": "TIMEBANK_QUEUE_SIZE",
}


class BadSetting(ValueError):
    """A setting has a value that cannot be used; the text names it."""


def load_settings(environment: Mapping[str, str] | None = None) -> Settings:
    """Return the settings in force.

    Raises:
        BadSetting: a value is not of its kind, or the file names an unknown setting.
    """
    environment = os.environ if environment is None else environment
    home = Path(environment.get("TIMEBANK_HOME", "var")).resolve()
    values = _read_file(home / "settings.toml")
    values |= {name: environment[key] for name, key in ENVIRONMENT.items() if key in environment}
    values |= {"home": home}
    values.setdefault("database_url", f"sqlite:///{home / 'timebank.sqlite3'}")
    return Settings(**{name: _as_kind(name, value) for name, value in values.items()})  # type: ignore[arg-type]  # _as_kind looks the kind up by name


def _read_file(path: Path) -> dict[str, object]:
    if not path.exists():
        return {}
    values = tomllib.loads(path.read_text(encoding="utf-8"))
    known = {field.name for field in fields(Settings)} - {"home"}
    for name in values:
        if name not in known:
            raise BadSetting(f"{path}: unknown setting {name!r}; known are {', '.join(sorted(known))}")
    return values


def _as_kind(name: str, value: object) -> object:
    if name in ("port", "queue_size"):
        try:
            return int(str(value))
        except ValueError as error:
            raise BadSetting(f"{name} must be a whole number, not {value!r}") from error
    if name == "behind_proxy":
        if str(value).lower() not in ("1", "0", "true", "false"):
            raise BadSetting(f"{name} must be true or false, not {value!r}")
        return str(value).lower() in ("1", "true")
    return value
