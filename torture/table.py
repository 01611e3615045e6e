"""The table that a run prints: a row a fault, how often it was made, and everything that went wrong."""

from collections.abc import Sequence
from dataclasses import dataclass

HEADINGS = ("fault", "on", "what was done and seen", "wrong", "seconds")
MOST_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Scale:
    """How much is done: all of it, or in a `quick` run as much as the tests do."""

    quick: bool = False

    def of(self, full: int, quick: int) -> int:
        """Return one of two numbers of repetitions."""
        return quick if self.quick else full


@dataclass(frozen=True, slots=True)
class Row:
    """One fault. `wrong` says in words each thing that must not have been; empty where all was as promised."""

    fault: str
    on: str
    figure: str
    wrong: tuple[str, ...]
    seconds: float = 0.0


def format_table(rows: Sequence[Row]) -> str:
    """Return the rows as a table of text, and under it what went wrong."""
    cells = [HEADINGS]
    cells += [(row.fault, row.on, row.figure, str(len(row.wrong)), f"{row.seconds:,.0f}") for row in rows]
    widths = [max(len(line[column]) for line in cells) for column in range(len(HEADINGS))]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)) for line in cells]
    lines.insert(1, "  ".join("-" * width for width in widths))
    for row in rows:
        lines += [f"{row.fault}, {row.on}: {said}" for said in row.wrong[:MOST_SHOWN]]
    return "\n".join(line.rstrip() for line in lines)
