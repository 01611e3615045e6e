"""The sites of the demo county."""

from timebank.demo.cast import CAST, COUNTY, PAIRED_SITE, SITE
from timebank.demo.sites import demo_sites
from timebank.places.commands import RegisterSiteSchema
from timebank.places.regions import children, is_within
from timebank.places.site_ids import check_site_id

SITES = {site.id: site for site in demo_sites()}


def test_every_township_has_a_station_at_its_seat_and_other_sites() -> None:
    for township in children(COUNTY):
        here = [site for site in SITES.values() if is_within(site.id, township.code)]

        assert len(here) >= 2
        assert [site.command.kind for site in here].count("service_station") == 1


def test_the_cast_lives_where_there_are_sites_and_scopes_are_real() -> None:
    assert {each.site for each in CAST} <= SITES.keys()
    assert {each.scope for each in CAST if len(each.scope) == 14} <= SITES.keys()
    assert SITES[SITE].command.name == "云城村幸福院"


def test_each_site_is_paired_with_another_of_its_township() -> None:
    for site in SITES.values():
        assert check_site_id(site.id) == site.command.region + "01"
        assert site.paired_site in SITES.keys() - {site.id}
        assert is_within(site.paired_site, site.id[:9])
    assert SITES[SITE].paired_site == PAIRED_SITE


def test_the_sites_pass_the_schema_and_have_phones_of_their_own() -> None:
    for site in SITES.values():
        said = site.command
        RegisterSiteSchema().load(
            {
                "region": said.region,
                "name": said.name,
                "kind": str(said.kind),
                "phone": said.phone,
                "opening_hours": said.opening_hours,
                "checklist": list(said.checklist),
            }
        )
    assert len({site.command.phone for site in SITES.values()}) == len(SITES)
