"""The scheduler: APScheduler in the one process that holds the leader's lock.

Several server processes may be asked to schedule; a lock file lets one of them, and when it dies the next takes
over within a second. Even two leaders would do no harm: each period of a job is claimed by a row (`jobs`).
"""

import threading
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

import structlog
from apscheduler.schedulers.background import BackgroundScheduler

from timebank.errors import Unavailable
from timebank.jobs import Job, run_job
from timebank.locks import take_lock
from timebank.writer import Bank

log = structlog.get_logger()

RETRY_SECONDS = 1.0
LOOK_EVERY = timedelta(minutes=1)
"""A job with a long period is looked at more often, so that a restart does not put it off."""


class Scheduler:
    """Runs the jobs in the background as long as this process is the leader."""

    def __init__(self, bank: Bank, jobs: Sequence[Job], lock_file: Path) -> None:
        self._bank, self._jobs, self._lock_file = bank, jobs, lock_file
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._lead, name="scheduler-leader", daemon=True)
        self.is_leader = False

    def start(self) -> None:
        """Begin to ask for the lock, and to run the jobs once it is held."""
        self._thread.start()

    def stop(self) -> None:
        """Let the running jobs end, then give the lock back."""
        self._stopping.set()
        self._thread.join()

    def _lead(self) -> None:
        with self._lock_file.open("ab") as file:
            while not take_lock(file):
                if self._stopping.wait(RETRY_SECONDS):
                    return
            self.is_leader = True
            scheduler = BackgroundScheduler(timezone="UTC")
            for job in self._jobs:
                scheduler.add_job(
                    self._run,
                    "interval",
                    seconds=min(job.every, LOOK_EVERY).total_seconds(),
                    args=[job],
                    id=job.name,
                    coalesce=True,
                    max_instances=1,
                    misfire_grace_time=None,
                )
            scheduler.start()
            self._stopping.wait()
            scheduler.shutdown(wait=True)
            self.is_leader = False

    def _run(self, job: Job) -> None:
        try:
            run_job(self._bank, job)
        except* Unavailable as busy:
            log.warning("job_put_off", job=job.name, reason="; ".join(map(str, busy.exceptions)))
        except* Exception:
            log.exception("job_failed", job=job.name)
