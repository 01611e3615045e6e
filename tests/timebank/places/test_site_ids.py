"""Site ids: village code and two digits."""

import pytest

from timebank.places.regions import UnknownRegion
from timebank.places.site_ids import MalformedSiteId, check_site_id, site_id, village_of_site


def test_a_site_id_names_its_village() -> None:
    assert check_site_id("45012510020201") == "45012510020201"
    assert village_of_site("45012510020299").name == "云城村委会"


def test_a_site_id_is_made_from_village_and_number() -> None:
    assert site_id("450125100202", 7) == "45012510020207"


@pytest.mark.parametrize(
    ("text", "refusal"),
    [
        ("", MalformedSiteId),
        ("450125100202", MalformedSiteId),
        ("450125100202001", MalformedSiteId),
        ("45012510020200", MalformedSiteId),
        ("4501251002020a", MalformedSiteId),
        ("４5012510020201", MalformedSiteId),
        ("4501251002020²", MalformedSiteId),
        (" 5012510020201", MalformedSiteId),
        ("45012510099901", UnknownRegion),
        ("99999999999901", UnknownRegion),
    ],
)
def test_anything_else_is_no_site_id(text: str, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        check_site_id(text)


@pytest.mark.parametrize("number", [0, 100, -1])
def test_a_village_has_sites_1_to_99(number: int) -> None:
    with pytest.raises(MalformedSiteId):
        site_id("450125100202", number)
