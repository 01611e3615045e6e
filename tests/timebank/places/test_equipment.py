"""The checklist of a site."""

from timebank.catalogue.kinds import kind
from timebank.places.equipment import FIVE_HAVES, FOUR_HELPS, SITE_CHECKLIST


def test_the_checklist_is_four_helps_and_five_haves() -> None:
    assert "".join(point.name for point in FOUR_HELPS) == "助餐助安助医助娱"
    assert "".join(point.name for point in FIVE_HAVES) == "有场所有设备有经费有队伍有制度"
    assert len({point.code for point in SITE_CHECKLIST}) == 9


def test_each_help_is_a_kind_of_the_catalogue() -> None:
    assert [kind(point.kind).name for point in FOUR_HELPS] == [point.name for point in FOUR_HELPS]
