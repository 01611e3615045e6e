"""One line a request in the log: which route, how it ended, how long it took; never who, nor what was asked."""

import logging
import secrets
import time

import structlog
from flask import Flask, Response, g, request

log = structlog.get_logger()


def configure_logging() -> None:
    """Have this process log one JSON object a line, with its tracebacks but without the values in them."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        cache_logger_on_first_use=True,
    )


def register(app: Flask) -> None:
    """Number every request and log its end."""
    app.before_request(_begin)
    app.after_request(_end)


def _begin() -> None:
    g.request_id, g.began = secrets.token_hex(8), time.perf_counter()
    structlog.contextvars.clear_contextvars()
    structlog.contextvars.bind_contextvars(request_id=g.request_id)


def _end(response: Response) -> Response:
    response.headers["X-Request-Id"] = g.request_id
    milliseconds = round((time.perf_counter() - g.began) * 1000, 1)
    log.info("request", method=request.method, route=route(), status=response.status_code, ms=milliseconds)
    return response


def route() -> str:
    """Return the rule that the request fits; an address that fits none is never repeated."""
    return request.url_rule.rule if request.url_rule else "-"
