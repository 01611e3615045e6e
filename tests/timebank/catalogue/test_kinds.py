"""The catalogue of kinds of service."""

import re
from fractions import Fraction

import pytest

from timebank.catalogue.kinds import KINDS, UnknownKind, kind


def named(flag: str) -> str:
    return " ".join(each.name for each in KINDS if getattr(each, flag))


def test_the_catalogue_lists_every_kind_in_order() -> None:
    assert " ".join(each.name for each in KINDS) == (
        "助餐 助浴 助洁 助急 助医 助行 助购 助聊 助安 助心 助娱 助学 代办 精神慰藉 探访 喘息 活动 培训"
    )


def test_the_ten_are_the_ten_of_the_plan() -> None:
    assert named("is_one_of_ten") == "助餐 助洁 助医 助行 助购 助聊 助安 助心 助娱 助学"


def test_kinds_that_tell_of_health_are_kept_from_public_lists() -> None:
    assert named("is_sensitive") == "助浴 助急 助医 助心 精神慰藉 探访 喘息"


def test_only_bathing_takes_two_helpers() -> None:
    assert named("needs_two_helpers") == "助浴"


def test_kinds_where_somebody_may_get_hurt_want_an_insured_helper() -> None:
    assert named("has_bodily_risk") == "助浴 助急 助行 喘息"


def test_a_minute_is_a_minute_in_every_kind() -> None:
    assert {each.rate for each in KINDS} == {Fraction(1)}


def test_codes_are_slugs_of_their_own_and_every_kind_says_what_it_is() -> None:
    assert len({each.code for each in KINDS}) == len({each.icon for each in KINDS}) == len(KINDS)
    for each in KINDS:
        assert re.fullmatch(r"[a-z]{3,12}", each.code)
        assert each.hint
        assert each.unit_minutes in (15, 30, 60)


def test_accompanying_is_never_treatment() -> None:
    assert "不打针不治疗" in kind("medical").hint


@pytest.mark.parametrize("code", ["", "surgery", "助餐", "MEALS"])
def test_an_unknown_kind_is_refused(code: str) -> None:
    with pytest.raises(UnknownKind):
        kind(code)
