"""Site ids: the 12-digit code of a known village and two digits from 01, e.g. 45012510020201."""

from timebank.errors import N_, InvalidInput
from timebank.places.regions import Region, RegionLevel, UnknownRegion, region

COUNTY_DIGITS = 6
TOWNSHIP_DIGITS = 9
VILLAGE_DIGITS = 12
SITE_DIGITS = 14
LAST_NUMBER = 99


class MalformedSiteId(InvalidInput):
    """Not a village code followed by two digits from 01 to 99."""

    code = "malformed_site_id"
    message = N_("互助点编号应是 12 位村编号加 2 位序号（01 到 99），一共 14 位数字。")


def check_site_id(site_id: str) -> str:
    """Return the id as it came.

    Raises:
        MalformedSiteId: not 14 digits, or the last two are 00.
        UnknownRegion: no village on the list has the first 12.
    """
    village_of_site(site_id)
    return site_id


def village_of_site(site_id: str) -> Region:
    """Return the village a site lies in; raises as `check_site_id` does."""
    if not _is_site_number(site_id):
        raise MalformedSiteId(field="site")
    village = region(site_id[:VILLAGE_DIGITS])
    if village.level is not RegionLevel.VILLAGE:
        raise UnknownRegion(region=village.code, field="site")
    return village


def site_id(village: str, number: int) -> str:
    """Return the id of the village's n-th site, n from 1 to 99."""
    return check_site_id(f"{village}{number:02d}")


def _is_site_number(text: str) -> bool:
    return len(text) == SITE_DIGITS and text.isascii() and text.isdigit() and text[VILLAGE_DIGITS:] != "00"
