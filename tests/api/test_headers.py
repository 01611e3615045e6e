"""What every answer carries, and what the log says of a request: the route, never the person."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog
from flask import Flask
from structlog.testing import LogCapture

from tests.api.conftest import Call
from tests.town import Town
from timebank.settings import Settings
from wsgi import create_app

PATHS = ["/api/v1/kinds", "/api/v1/me", "/api/v1/nowhere", "/api/v1/docs", "/healthz", "/static/app.css"]


@pytest.fixture
def log() -> Iterator[LogCapture]:
    """What is logged."""
    captured, before = LogCapture(), structlog.get_config()
    structlog.configure(processors=[structlog.contextvars.merge_contextvars, captured])
    yield captured
    structlog.configure(**before)


@pytest.mark.parametrize("path", PATHS)
def test_every_answer_is_protected(app: Flask, path: str) -> None:
    headers = app.test_client().get(path).headers

    policy = headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy and "frame-ancestors 'none'" in policy
    assert "unsafe-inline" not in policy and "unsafe-eval" not in policy.replace("wasm-unsafe-eval", "")
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"


@pytest.mark.parametrize("path", [path for path in PATHS if not path.startswith("/static")])
def test_nothing_but_files_is_kept_by_the_browser(app: Flask, path: str) -> None:
    assert app.test_client().get(path).headers["Cache-Control"] == "no-store"


def test_files_are_kept_under_an_address_with_their_hash(app: Flask) -> None:
    with app.test_request_context():
        address = app.url_for("static", filename="app.css")

    answer = app.test_client().get(address)

    assert "?v=" in address
    assert "immutable" in answer.headers["Cache-Control"]


def test_https_is_asked_for_only_over_https(town: Town, tmp_path: Path) -> None:
    settings = Settings(home=tmp_path, database_url="sqlite://", behind_proxy=True)
    client = create_app(town.bank, settings).test_client()

    plain = client.get("/healthz")
    secure = client.get("/healthz", headers={"X-Forwarded-Proto": "https"})

    assert "Strict-Transport-Security" not in plain.headers
    assert "max-age=31536000" in secure.headers["Strict-Transport-Security"]


def test_a_header_of_a_proxy_is_believed_only_behind_one(app: Flask) -> None:
    answer = app.test_client().get("/healthz", headers={"X-Forwarded-Proto": "https"})

    assert "Strict-Transport-Security" not in answer.headers


def test_a_request_is_logged_by_its_route_and_number(app: Flask, log: LogCapture) -> None:
    answer = app.test_client().get("/api/v1/sites/45012510020201?book=450125")

    (line,) = [entry for entry in log.entries if entry["event"] == "request"]
    assert line["request_id"] == answer.headers["X-Request-Id"]
    assert (line["method"], line["route"], line["status"]) == ("GET", "/api/v1/sites/<site>", 200)


def test_the_log_holds_nothing_of_a_person(town: Town, caller: Call, log: LogCapture) -> None:
    nong = caller(town.nong)
    nong.get("/members", q="王秀英")
    nong.get("/members", q="17900000001")
    nong.get(f"/members/{town.wang.member_id}/record")
    nong.post(f"/members/{town.wang.member_id}/correction", {"name": "王秀兰", "reason": "写错"})

    words = json.dumps(log.entries, ensure_ascii=False, default=str)

    for secret in ("王秀", "17900000001", "那怀屯", nong.token, town.wang.member_id):
        assert secret not in words
