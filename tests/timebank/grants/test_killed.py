"""A run killed between its pages, or in the middle of one, goes on where it stopped and grants nothing twice."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy.exc import OperationalError

from tests.timebank.grants.scheme import MONTHLY, Scheme
from tests.timebank.kernel import on_commit
from tests.town import BOOK
from timebank.actors import system
from timebank.errors import OutcomeUnknown
from timebank.grants import granting
from timebank.grants.commands import GrantPage
from timebank.grants.granting import grant_page
from timebank.grants.model import first_of_month

REPOSITORY = Path(__file__).parents[3]
ELDERS = 26
PAGE = 5


@pytest.fixture
def small_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a page be five members, so that a few make many pages."""
    monkeypatch.setattr(granting, "PAGE", PAGE)


def test_a_killed_process_leaves_whole_pages_and_the_next_goes_on(scheme: Scheme, tmp_path: Path) -> None:
    scheme.elders(ELDERS)
    made = scheme.programme(budget=100 * MONTHLY)
    arguments = [str(tmp_path / "town.sqlite3"), scheme.town.clock.moment.isoformat(), made.id]
    command = [sys.executable, "-m", "tests.timebank.grants.granting_process", *arguments]
    process = subprocess.Popen(command, cwd=REPOSITORY, stdout=subprocess.PIPE, text=True)
    assert process.stdout
    said = [int(process.stdout.readline()) for _ in range(2)]
    process.send_signal(signal.SIGKILL)
    process.wait()
    after_the_kill = scheme.view(made)
    scheme.runs()

    assert said == [5, 10]
    assert after_the_kill.runs[0].granted % PAGE == 0 or after_the_kill.runs[0].finished_at is not None
    assert after_the_kill.granted_minutes == after_the_kill.runs[0].granted * MONTHLY
    assert scheme.view(made).runs[0].granted == ELDERS + 1
    assert scheme.view(made).granted_minutes == (ELDERS + 1) * MONTHLY


@pytest.mark.usefixtures("small_pages")
def test_a_page_whose_commit_fails_is_granted_again_whole(scheme: Scheme) -> None:
    scheme.elders(ELDERS)
    made = scheme.programme(budget=100 * MONTHLY)
    page = GrantPage(made.id, first_of_month(scheme.town.clock.moment.date()))
    scheme.town.bank.run(grant_page, page, system(BOOK))

    def fail(_: object) -> None:
        raise OperationalError("commit", {}, OSError("disk full"))

    with on_commit(scheme.town.bank, fail), pytest.raises(OutcomeUnknown):
        scheme.town.bank.run(grant_page, page, system(BOOK))
    scheme.runs()

    assert scheme.view(made).granted_minutes == (ELDERS + 1) * MONTHLY


@pytest.mark.usefixtures("small_pages")
def test_each_page_says_how_far_it_came(scheme: Scheme) -> None:
    scheme.elders(ELDERS)
    made = scheme.programme(budget=100 * MONTHLY)
    page = GrantPage(made.id, first_of_month(scheme.town.clock.moment.date()))
    said = [scheme.town.bank.run(grant_page, page, system(BOOK)) for _ in range(7)]

    assert [progress.granted for progress in said] == [5, 10, 15, 20, 25, 27, 27]
    assert [progress.is_finished for progress in said] == [False] * 5 + [True] * 2
