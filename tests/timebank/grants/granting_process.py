"""A process that grants until it is killed: run by test_killed.

python -m tests.timebank.grants.granting_process DATABASE MOMENT PROGRAMME     a line a page of five
"""

import sys
from datetime import datetime
from pathlib import Path

from tests.conftest import open_at
from tests.town import BOOK
from timebank.actors import system
from timebank.clock import SetClock
from timebank.grants import granting
from timebank.grants.commands import GrantPage
from timebank.grants.granting import grant_page
from timebank.grants.model import first_of_month


def main(database: Path, moment: datetime, programme_id: str) -> None:
    """Grant page after page, saying so after each, until there is none left."""
    granting.PAGE = 5
    bank = open_at(database, SetClock(moment))
    month = first_of_month(moment.date())
    is_finished = False
    while not is_finished:
        progress = bank.run(grant_page, GrantPage(programme_id, month), system(BOOK))
        is_finished = progress.is_finished
        print(progress.granted, flush=True)
    bank.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]), datetime.fromisoformat(sys.argv[2]), sys.argv[3])
