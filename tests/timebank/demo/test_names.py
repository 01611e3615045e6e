"""Invented people: the same for a seed, old enough, and nobody's phone."""

import time
from collections import Counter
from datetime import date, timedelta
from random import Random

import pytest

from timebank.demo.names import (
    PHONE_PREFIX,
    age_on,
    birth_date_for,
    invent_hamlet,
    invent_people,
    invented_phone,
)
from timebank.identifiers import parse_phone

TODAY = date(2026, 11, 22)


def test_the_same_seed_invents_the_same_people() -> None:
    assert invent_people(50, seed=7, today=TODAY) == invent_people(50, seed=7, today=TODAY)
    assert invent_people(50, seed=7, today=TODAY) != invent_people(50, seed=8, today=TODAY)


def test_a_larger_crowd_begins_with_the_smaller_one() -> None:
    assert invent_people(50, seed=7, today=TODAY)[:20] == invent_people(20, seed=7, today=TODAY)


def test_two_thousand_people_take_no_time() -> None:
    start = time.perf_counter()
    invent_people(2000, seed=1, today=TODAY)

    assert time.perf_counter() - start < 0.5  # 0.03 s alone; a busy machine is slower


def test_there_are_young_helpers_young_old_old_and_old_old() -> None:
    ages = [age_on(TODAY, each.birth_date) for each in invent_people(2000, seed=1, today=TODAY)]

    bands = Counter("18" if age < 60 else "60" if age < 70 else "70" if age < 80 else "80" for age in ages)
    assert min(ages) >= 18
    assert all(bands[band] >= 200 for band in ("18", "60", "70", "80"))
    assert 101 in ages


def test_even_a_few_people_have_the_names_that_break_programs() -> None:
    names = [each.name for each in invent_people(4, seed=1, today=TODAY)]

    assert any("㙓" in name for name in names)
    assert any("䶮" in name for name in names)
    assert any("·" in name for name in names)


def test_names_are_a_surname_and_a_given_name_of_one_or_two_characters() -> None:
    names = [each.name for each in invent_people(2000, seed=1, today=TODAY)][4:]

    assert {len(name) for name in names} <= {2, 3}
    assert Counter(name[0] for name in names).most_common(1)[0][0] in "韦黄"


def test_phones_have_the_right_shape_belong_to_nobody_and_to_one_person_each() -> None:
    phones = [each.phone for each in invent_people(2000, seed=1, today=TODAY) if each.phone]

    assert all(parse_phone(phone) == phone and phone.startswith(PHONE_PREFIX) for phone in phones)
    assert len(set(phones)) == len(phones)
    assert invented_phone(9_999_999) == "17909999999"


def test_many_of_the_very_old_have_no_phone_and_the_young_all_do() -> None:
    people = invent_people(2000, seed=1, today=TODAY)
    phoneless = [age_on(TODAY, each.birth_date) for each in people if not each.phone]

    assert sum(age >= 80 for age in phoneless) > 100
    assert min(phoneless) >= 60


def test_hamlets_end_in_tun() -> None:
    assert all(invent_hamlet(Random(seed)).endswith("屯") for seed in range(20))


@pytest.mark.parametrize(
    "today", [TODAY, date(2028, 2, 29), date(2028, 3, 1), date(2027, 12, 31), date(2027, 1, 1)]
)
def test_a_birth_date_gives_the_age_asked_for(today: date) -> None:
    for age in (18, 59, 63, 78, 100, 101):
        for days in (0, 1, 120, 360):
            born = birth_date_for(age, days, today)

            assert age_on(today, born) == age
            assert age_on(born + timedelta(days=364), born) == 0
