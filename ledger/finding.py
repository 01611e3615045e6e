"""What an audit answers: findings, each about one entry, and the figures of the whole."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong, and the entry it is about; seq and id are None where it is about none."""

    kind: str
    seq: int | None
    id: str | None
    says: str


@dataclass(frozen=True, slots=True)
class Report:
    """The outcome of an audit. States are opened where secrets were given; without its secret one is erased."""

    entries: int
    states_opened: int
    states_erased: int
    findings: tuple[Finding, ...]
