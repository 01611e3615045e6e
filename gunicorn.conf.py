"""How the server runs: processes whose threads mostly wait for the writer, with the scheduled work in one of them."""

from typing import Any

from timebank.settings import load_settings

settings = load_settings()
bind = f"127.0.0.1:{settings.port}"
workers = settings.workers
worker_class = "gthread"
threads = 32
timeout = 60
graceful_timeout = 30
control_socket_disable = True
accesslog = None  # the application logs each request, without what it asks


def post_worker_init(worker: Any) -> None:
    """Begin the scheduled work, after the fork: neither threads nor an open database survive one."""
    from timebank.bootstrap import make_scheduler

    app = worker.wsgi
    scheduler = make_scheduler(app.extensions["bank"], app.extensions["settings"])
    app.extensions["scheduler"] = scheduler
    scheduler.start()


def worker_exit(server: Any, worker: Any) -> None:
    """Let running jobs and waiting commands end, then close the database."""
    app = getattr(worker, "wsgi", None)
    if app is None:  # it never came so far
        return
    app.extensions["scheduler"].stop()
    app.extensions["bank"].close()
