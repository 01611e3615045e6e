"""The table that a run prints, a row a measure, and the file it leaves behind."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

HEADINGS = ("work", "figure", "beside", "ratio", "goal", "repeat with")
RESULTS = Path(__file__).parent / "results"


@dataclass(frozen=True, slots=True)
class Row:
    """One measure. `ratio` is the figure over what stands beside it, None where that is not to be had here.

    `goal` is None where there is none.
    """

    work: str
    figure: str
    beside: str
    ratio: float | None
    goal: float | None
    is_least: bool  # the goal is the least ratio that will do, else the most
    command: str
    note: str = ""

    @property
    def is_met(self) -> bool | None:
        """Tell whether the goal is met; None without a goal."""
        if self.goal is None or self.ratio is None:
            return None
        return self.ratio >= self.goal if self.is_least else self.ratio <= self.goal


def format_table(rows: Sequence[Row]) -> str:
    """Return the rows as a table of text, each column as wide as it needs."""
    cells = [HEADINGS, *(_cells(row) for row in rows)]
    widths = [max(len(line[column]) for line in cells) for column in range(len(HEADINGS))]
    lines = [
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
        for line in cells
    ]
    lines.insert(1, "  ".join("-" * width for width in widths))
    return "\n".join(lines)


def write_results(rows: Iterable[Row], about: dict[str, str]) -> Path:
    """Write the rows of a run as JSON and return the path."""
    RESULTS.mkdir(exist_ok=True)
    now = datetime.now(UTC)
    path = RESULTS / f"{now:%Y-%m-%dT%H%M%SZ}.json"
    content = {"at": now.isoformat(), **about, "rows": [asdict(row) | {"is_met": row.is_met} for row in rows]}
    path.write_text(json.dumps(content, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    return path


def _cells(row: Row) -> tuple[str, ...]:
    sign = "≥" if row.is_least else "≤"
    missed = "" if row.is_met in (True, None) else " missed"
    goal = "" if row.goal is None else f"{sign} {row.goal:g}{missed}"
    ratio = "" if row.ratio is None else f"{row.ratio:,.2f}"
    return (row.work, row.figure, row.beside, ratio, goal, row.command)
