"""Figures for Prometheus: requests by route and status, how long they took, how many commands wait."""

import hmac
import ipaddress
import time

from flask import Blueprint, Flask, Response, current_app, g, request
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from werkzeug.exceptions import NotFound

from api.context import bank, settings
from api.request_log import route

blueprint = Blueprint("metrics", __name__)
SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0)


class Figures:
    """The figures of one application; each has its own registry, so that two in one process do not mix."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        labels = ("method", "route", "status")
        self.requests = Counter("timebank_requests", "Requests answered", labels, registry=self.registry)
        self.seconds = Histogram(
            "timebank_request_seconds",
            "Time until the answer",
            ("route",),
            buckets=SECONDS,
            registry=self.registry,
        )
        self.waiting = Gauge(
            "timebank_commands_waiting", "Commands that wait for the writer", registry=self.registry
        )


def measure(app: Flask) -> None:
    """Count every answer of the application."""
    figures = Figures()
    app.extensions["metrics"] = figures

    @app.after_request
    def _count(response: Response) -> Response:
        figures.requests.labels(request.method, route(), response.status_code).inc()
        figures.seconds.labels(route()).observe(time.perf_counter() - g.began)
        return response


@blueprint.get("/metrics")
def show_metrics() -> Response:
    """Show the figures, to this machine and to whoever brings the token of the settings."""
    if not _is_local() and not _has_token():
        raise NotFound
    figures: Figures = current_app.extensions["metrics"]
    figures.waiting.set(bank().waiting())
    return Response(generate_latest(figures.registry), content_type=CONTENT_TYPE_LATEST)


def _is_local() -> bool:
    """Tell whether the request began on this machine; what a proxy hands on did not."""
    address = request.remote_addr or ""
    try:
        is_loopback = ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False
    return is_loopback and "X-Forwarded-For" not in request.headers


def _has_token() -> bool:
    wanted, scheme = settings().metrics_token, "Bearer "
    sent = request.headers.get("Authorization", "")
    return bool(wanted) and hmac.compare_digest(sent.encode(), (scheme + wanted).encode())
