"""What is kept on a phone: pages that are the same for everybody, by a worker that keeps nothing else."""

import json
import re

import pytest

from tests.town import Town
from tests.web.conftest import Browse
from tests.web.visitor import Visitor
from web.offline import SHELLS


def worker(visitor: Visitor) -> tuple[str, list[str]]:
    """Return the worker's version and what it keeps."""
    text = visitor.client.get("/offline/worker.js").get_data(as_text=True)
    version, shell = re.match(r"const VERSION = (.+);\nconst SHELL = (.+);\n", text).groups()  # type: ignore[union-attr]  # it begins so
    return json.loads(version), json.loads(shell)


@pytest.mark.parametrize("path", SHELLS)
def test_a_kept_page_is_the_same_for_everybody(
    stranger: Visitor, browse: Browse, town: Town, path: str
) -> None:
    page = stranger.opens(path).page

    assert stranger.status == 200
    for who in (town.nong, town.wang, town.chen):
        assert browse(who).opens(path).page == page
    assert "csrf" not in page
    assert "农美玲" not in page


def test_the_worker_keeps_the_pages_and_every_file_they_name(stranger: Visitor) -> None:
    _, shell = worker(stranger)

    assert set(SHELLS) <= set(shell)
    assert all(path in SHELLS or path.startswith("/static/") for path in shell)
    assert all(stranger.client.get(path).status_code == 200 for path in shell)
    for path in SHELLS:
        files = set(re.findall(r'(?:href|src)="(/static/[^"]+)"', stranger.opens(path).page))
        assert files <= set(shell)


def test_the_worker_may_stand_before_every_page(stranger: Visitor) -> None:
    answer = stranger.client.get("/offline/worker.js")

    assert answer.headers["Service-Worker-Allowed"] == "/"
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.mimetype == "text/javascript"


def test_another_language_or_type_is_another_version(stranger: Visitor) -> None:
    first, _ = worker(stranger)
    stranger.client.set_cookie("tb_language", "en")
    english, _ = worker(stranger)
    stranger.client.set_cookie("tb_mode", "elder")
    large, _ = worker(stranger)

    assert len({first, english, large}) == 3
    assert worker(stranger)[0] == large


def test_a_phone_learns_numbers_and_masked_names_and_no_more(browse: Browse, town: Town) -> None:
    answer = browse(town.nong).client.get("/offline/town.json")
    told = answer.get_json()

    assert told["member"] == town.nong.member_id
    assert {one["name"] for one in told["people"]} >= {"王*英", "李*兰"}
    for private in ("王秀英", "李桂兰", "17900000001", "村口第三家", "那怀屯"):
        assert private not in answer.get_data(as_text=True)
