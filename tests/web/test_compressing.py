"""What goes over the wire: text compressed where the browser takes it, files under their hash kept for good."""

import gzip
import re

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from tests.town import Town
from tests.web.conftest import Browse
from tests.web.pages import STATIC

SHEET = "/static/app.css"


def ask(app: Flask, path: str, encodings: str = "gzip, br", **headers: str) -> TestResponse:
    """Return what a browser that takes these encodings gets."""
    return app.test_client().get(path, headers={"Accept-Encoding": encodings, **headers})


def test_a_page_and_a_file_are_the_same_text_in_fewer_bytes(app: Flask) -> None:
    page, plain = ask(app, "/notices"), ask(app, "/notices", "")
    file = ask(app, SHEET)

    assert page.headers["Content-Encoding"] == file.headers["Content-Encoding"] == "gzip"
    assert b"<!doctype html>" in gzip.decompress(page.data)
    assert len(page.data) < len(plain.data) / 2
    assert gzip.decompress(file.data) == (STATIC / "app.css").read_bytes()


@pytest.mark.parametrize("path", ["/notices", SHEET])
def test_who_takes_no_compression_gets_the_text(app: Flask, path: str) -> None:
    answer = ask(app, path, "identity")

    assert "Content-Encoding" not in answer.headers
    assert "Accept-Encoding" in answer.headers["Vary"]
    assert int(answer.headers["Content-Length"]) == len(answer.data)


def test_the_reader_of_codes_is_half_as_heavy(app: Flask) -> None:
    reader = "vendor/zxing-wasm/zxing_reader.wasm"

    assert len(ask(app, f"/static/{reader}").data) < (STATIC / reader).stat().st_size / 2


@pytest.mark.parametrize(
    ("site", "is_compressed"),
    [("none", True), ("same-origin", True), ("same-site", False), ("cross-site", False)],
)
def test_a_page_that_another_site_leads_to_does_not_tell_its_content_by_its_length(
    app: Flask, site: str, is_compressed: bool
) -> None:
    page, file = (ask(app, path, **{"Sec-Fetch-Site": site}) for path in ("/notices", SHEET))

    assert ("Content-Encoding" in page.headers) is is_compressed
    assert "Content-Encoding" in file.headers


def test_a_short_answer_stays_as_it_is(app: Flask) -> None:
    assert "Content-Encoding" not in ask(app, "/healthz").headers


def test_a_file_under_its_hash_is_kept_for_good_and_under_another_it_is_not(app: Flask) -> None:
    addresses = re.findall(
        r'"(/static/[^"]+\?v=[0-9a-f]+)"', app.test_client().get("/").get_data(as_text=True)
    )
    assert len(addresses) >= 6

    for address in addresses:
        assert ask(app, address).headers["Cache-Control"] == "public, max-age=31536000, immutable"
    for other in (SHEET, f"{SHEET}?v=000000000000", "/static/../wsgi.py?v=1"):
        assert "immutable" not in ask(app, other).headers.get("Cache-Control", "")


def test_a_page_of_a_member_is_kept_by_nobody(browse: Browse, town: Town) -> None:
    answer = browse(town.wang).opens("/").answer

    assert answer is not None
    assert answer.headers["Cache-Control"] == "no-store"
