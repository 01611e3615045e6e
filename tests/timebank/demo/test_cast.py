"""The named cast of the demo county."""

from datetime import date

from timebank.actors import Role
from timebank.catalogue.relations import relation
from timebank.catalogue.volunteers import LANGUAGES
from timebank.demo.cast import CAST, COUNTY, DISTANT_VILLAGE, KIN, PAIRED_SITE, SITE, TOWNSHIP, VILLAGE
from timebank.demo.names import FIRST_PHONE, age_on, invented_phone
from timebank.places.regions import is_within, region
from timebank.places.site_ids import check_site_id, village_of_site

TODAY = date(2026, 11, 22)
BY_KEY = {each.key: each for each in CAST}


def test_every_role_but_donor_is_played() -> None:
    assert {each.role for each in CAST} == set(Role) - {Role.DONOR}


def test_two_coordinators_keep_different_sites_of_one_township() -> None:
    scopes = [each.scope for each in CAST if each.role is Role.COORDINATOR]

    assert scopes == [SITE, PAIRED_SITE]
    assert all(is_within(scope, TOWNSHIP) for scope in scopes)


def test_the_cast_is_as_old_as_the_story_says() -> None:
    assert {each.key: age_on(TODAY, each.birth_date(TODAY)) for each in CAST} == {
        each.key: each.age for each in CAST
    }
    assert (BY_KEY["wang"].age, BY_KEY["li"].age) == (78, 63)


def test_the_cast_lives_in_real_villages_of_the_county() -> None:
    for each in CAST:
        assert region(each.village) == village_of_site(check_site_id(each.site))
        assert is_within(each.village, COUNTY)
    assert region(VILLAGE).spoken_name == "云城村"


def test_zhao_lives_in_another_township() -> None:
    assert BY_KEY["zhao"].village == DISTANT_VILLAGE
    assert not is_within(DISTANT_VILLAGE, TOWNSHIP)


def test_meng_has_no_phone_and_the_others_have_one_of_their_own() -> None:
    phones = [each.phone for each in CAST if each.key != "meng"]

    assert BY_KEY["meng"].phone == ""
    assert len(set(phones)) == len(CAST) - 1
    assert max(phones) < invented_phone(FIRST_PHONE)


def test_languages_and_kin_are_those_of_the_catalogue() -> None:
    assert {code for each in CAST for code in each.languages} <= {each.code for each in LANGUAGES}
    for one, code, other in KIN:
        assert relation(code).inverse == "parent"
        assert {one, other} <= BY_KEY.keys()
