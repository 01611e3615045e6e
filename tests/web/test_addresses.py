"""Addresses that nobody types: a NUL, which one of the engines cannot even be asked for, is found nowhere."""

import pytest

from tests.town import Town
from tests.web.conftest import Browse
from tests.web.visitor import Visitor

pytestmark = pytest.mark.both_engines


@pytest.mark.parametrize(
    "path",
    ["/members/%00", "/points/rules?village=%00", "/shop?site=45012510020201%00", "/shop/orders?%00=1"],
)
def test_a_nul_is_found_nowhere(browse: Browse, town: Town, path: str) -> None:
    nong = browse(town.nong).opens(path)

    assert (nong.status, "没有找到这一页" in nong.words) == (404, True)


def test_nor_by_a_stranger(stranger: Visitor) -> None:
    assert stranger.opens("/notices?number=%00").status == 404


def test_the_interface_answers_in_its_own_way(stranger: Visitor) -> None:
    answer = stranger.client.get("/api/v1/notices?number=%00")

    assert (answer.status_code, answer.get_json()["code"]) == (404, "no_such_path")
