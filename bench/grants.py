"""A month of grants: granted to every elder and lapsed again, the time per thousand elders at growing numbers of them.

Processor time is compared, so that what else the machine does blurs nothing; the time on the clock stands in the note.
The elders are copies of one person's rows, each with a key of its own, since every grant's account has a secret that
is sealed with it. `BENCH_ELDERS` adds a size of one's own, such as 100000.
"""

import os
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from time import perf_counter, process_time

from sqlalchemy import insert, select

from bench.ground import BOOK
from bench.measure import Options
from bench.table import Row
from bench.use_cases import settled_town
from tests.town import Town
from timebank.grants.commands import MakeProgramme
from timebank.grants.granting import grant_due
from timebank.grants.lapsing import lapse_due
from timebank.grants.programmes import make_programme
from timebank.ids import new_id, with_check_digit
from timebank.members.model import Member

SIZES = (1_000, 5_000, 20_000)
MINUTES = 120
COMMAND = "python -m bench --only grants"
FLAT = 2.0
"""A thousand elders among many may take so many times as long as a thousand alone: the handles of accounts are random,
so the ledger's own indexes, in which each insert finds its place, deepen with the book."""


def measure_grants(folder: Path, options: Options) -> Iterator[Row]:
    """Give a row for granting and one for lapsing at each size, beside the smallest."""
    more = [int(size) for size in os.environ.get("BENCH_ELDERS", "").split()]
    sizes = [*(options.scaled(size) for size in SIZES), *more]
    first: tuple[float, float] | None = None
    for size in sizes:
        began = perf_counter()
        figures = _month(folder / f"{size}.sqlite3", size)
        elapsed = perf_counter() - began
        first = first or figures
        for work, seconds, least in zip(("grant a month to", "lapse it of"), figures, first, strict=True):
            yield Row(
                work=f"{work} {size:,} elders",
                figure=f"{seconds * 1_000_000:,.0f} ms a thousand",
                beside=f"{least * 1_000_000:,.0f} ms a thousand of {sizes[0]:,}",
                ratio=seconds / least,
                goal=None if size == sizes[0] else FLAT,
                is_least=False,
                command=COMMAND,
                note=f"{elapsed:.1f} s on the clock with making the elders",
            )


def _month(path: Path, size: int) -> tuple[float, float]:
    """Return the processor's seconds an elder that granting and lapsing took."""
    town = settled_town(path)
    _fill(town, size)
    budget = 2 * (size + 2) * MINUTES
    town.bank.run(make_programme, MakeProgramme("高龄补助", MINUTES, budget, 90), town.chen)
    began = process_time()
    granted = grant_due(town.bank, BOOK)
    middle = process_time()
    town.clock.moment += timedelta(days=31)
    lapsed_from = process_time()
    lapsed = lapse_due(town.bank, BOOK)
    ended = process_time()
    assert granted == lapsed == size, (granted, lapsed, size)
    town.bank.close()
    return (middle - began) / size, (ended - lapsed_from) / size


def _fill(town: Town, size: int) -> None:
    """Add so many elders of 96 to the register."""
    with town.bank._writer_engine.begin() as connection:
        model = connection.execute(select(Member.__table__).where(Member.id == town.meng.member_id))
        row = dict(model.mappings().one())
        for number in range(size):
            own = {"id": new_id(town.clock.moment), "number": with_check_digit(900_000 + number)}
            born = row["birth_date"].replace(year=1930)
            connection.execute(insert(Member), {**row, **own, "birth_date": born})
            town.bank.vault.create_person(connection, BOOK, own["id"])
