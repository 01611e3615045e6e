"""The sites of the demo county: a service station at each township's seat, a 幸福院 in some villages.

Each is the first site of its village, so its id is the village's code and 01. Within a township each site is
paired with the next, the last with the first.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from timebank.demo.cast import CAST, COUNTY
from timebank.demo.names import invented_phone
from timebank.places.commands import RegisterSite
from timebank.places.equipment import FIVE_HAVES, FOUR_HELPS
from timebank.places.model import SITE_KIND_NAMES, SiteKind
from timebank.places.regions import Region, children
from timebank.places.site_ids import site_id

EVERY = 4
"""Of the villages of a township, every fourth has a site; the seat and the homes of the cast do besides."""

FIRST_SITE_PHONE = 9_000_000


@dataclass(frozen=True, slots=True)
class DemoSite:
    """A site to register, the id it will get, and the site it is paired with."""

    id: str
    command: RegisterSite
    paired_site: str


def demo_sites() -> tuple[DemoSite, ...]:
    """Return the sites of all townships of the demo county, by id."""
    return tuple(site for township in children(COUNTY) for site in _sites_of(township))


def _sites_of(township: Region) -> Iterable[DemoSite]:
    villages = children(township.code)
    homes = {each.village for each in CAST}
    chosen = [village for n, village in enumerate(villages) if n % EVERY == 0 or village.code in homes]
    ids = [site_id(village.code, 1) for village in chosen]
    for village, own_id, next_id in zip(chosen, ids, [*ids[1:], ids[0]], strict=True):
        yield DemoSite(own_id, _register(village, is_seat=village == villages[0]), next_id)


def _register(village: Region, *, is_seat: bool) -> RegisterSite:
    kind = SiteKind.SERVICE_STATION if is_seat else SiteKind.HAPPINESS_HOME
    points = FOUR_HELPS + FIVE_HAVES if is_seat else FOUR_HELPS[:2] + FIVE_HAVES[:3]
    return RegisterSite(
        region=village.code,
        name=village.spoken_name + SITE_KIND_NAMES[kind],
        kind=kind,
        phone=invented_phone(FIRST_SITE_PHONE + int(village.code[6:])),
        opening_hours="每天 8:00–17:30" if is_seat else "周一至周六 8:30–17:00",
        checklist=tuple(point.code for point in points),
    )
