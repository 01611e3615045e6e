"""beancount: a text file of transfers, read, checked and summed up account by account."""

import sys
import time
from pathlib import Path

from beancount import loader
from beancount.core import realization
from conversation import converse

MEMBERS = 200
file = Path(sys.argv[1]) / "book.beancount"


def write(count: int) -> float:
    """Write a file of so many transfers."""
    with file.open("w") as book:
        book.write("2025-01-01 open Liabilities:Issue MIN\n")
        book.writelines(f"2025-01-01 open Assets:M{number} MIN\n" for number in range(MEMBERS))
        for number in range(count):
            book.write(
                f'2026-01-01 * "transfer {number}"\n'
                f"  Liabilities:Issue  -1 MIN\n  Assets:M{number % MEMBERS}  1 MIN\n"
            )
    return count


def read(_number: int) -> float:
    """Return the seconds it takes to read, check and sum up the file; past its own cache."""
    Path(f"{file.parent}/.{file.name}.picklecache").unlink(missing_ok=True)
    began = time.perf_counter()
    entries, faults, _ = loader.load_file(str(file))
    realization.compute_balance(realization.realize(entries))
    assert not faults, faults[:2]
    return time.perf_counter() - began


converse({"fill": write, "read": read})
