"""The OpenAPI document: made from the schemas, complete, and shown by a page that asks no other host."""

import re
from typing import Any

from flask import Flask

from tests.api.caller import Caller


def operations(app: Flask) -> dict[tuple[str, str], dict[str, Any]]:
    """Return the operations of the document by method and path."""
    document = Caller(app).get("/openapi.json").json
    return {
        (method.upper(), path): operation
        for path, item in document["paths"].items()
        for method, operation in item.items()
        if method in ("get", "post", "delete")
    }


def test_it_says_3_1(stranger: Caller) -> None:
    assert stranger.get("/openapi.json").json["openapi"] == "3.1.0"


def test_it_describes_every_route_of_the_api(app: Flask) -> None:
    routes = {
        (method, re.sub(r"<(?:[^:<>]+:)?([^<>]+)>", r"{\1}", rule.rule))
        for rule in app.url_map.iter_rules()
        for method in rule.methods or ()
        if rule.rule.startswith("/api/v1/") and method not in ("HEAD", "OPTIONS")
    }
    own_pages = {("GET", "/api/v1/docs"), ("GET", "/api/v1/openapi.json")}

    assert set(operations(app)) == routes - own_pages


def test_every_post_but_the_login_and_the_batch_wants_a_key(app: Flask) -> None:
    unkeyed = {"/api/v1/tokens", "/api/v1/sync"}  # each item of a batch has a key of its own
    for (method, path), operation in operations(app).items():
        names = [parameter["name"] for parameter in operation.get("parameters", ())]
        assert ("Idempotency-Key" in names) == (method == "POST" and path not in unkeyed), path


def test_every_operation_says_what_it_does_and_answers(app: Flask) -> None:
    for where, operation in operations(app).items():
        assert operation["summary"], where
        assert any(status.startswith("2") for status in operation["responses"]), where
        assert "default" in operation["responses"], where


def test_a_moment_is_described_as_what_is_sent(app: Flask) -> None:
    document = Caller(app).get("/openapi.json").json

    line = document["components"]["schemas"]["StatementLine"]

    assert line["properties"]["recorded"]["format"] == "date-time"
    assert line["properties"]["service_day"]["type"] == ["string", "null"]
    assert set(line["required"]) == set(line["properties"])


def test_no_two_schemas_share_a_name(app: Flask) -> None:
    names = Caller(app).get("/openapi.json").json["components"]["schemas"]

    assert not [name for name in names if re.search(r"\d$", name)]


def test_the_page_loads_only_our_own_files(stranger: Caller) -> None:
    page = stranger.get("/docs").text

    assert not re.findall(r"(?:src|href)=\"(?!/)", page)
    assert "<script>" not in page
