"""What is recorded of elders, kin and helpers."""

import pytest

from timebank.catalogue.elders import ABILITY_LEVELS, ELDER_TAGS, LIVING_SITUATIONS
from timebank.catalogue.relations import RELATIONS, UnknownRelation, relation
from timebank.catalogue.volunteers import LANGUAGES, SKILLS


def test_ability_goes_from_0_intact_to_4_lost() -> None:
    assert [each.level for each in ABILITY_LEVELS] == [0, 1, 2, 3, 4]


def test_elders_in_special_difficulty_are_the_six_of_the_visiting_rule() -> None:
    due = [tag.name for tag in LIVING_SITUATIONS + ELDER_TAGS if tag.is_special_difficulty]

    assert due == ["独居", "空巢", "留守", "失能", "重残", "计生特殊家庭"]


def test_every_relation_can_be_read_from_the_other_side() -> None:
    for each in RELATIONS:
        other = relation(each.inverse)

        assert other.inverse == each.code
        assert other.is_direct_blood == each.is_direct_blood


def test_direct_blood_kin_are_up_and_down_the_line() -> None:
    assert {each.code for each in RELATIONS if each.is_direct_blood} == {
        "parent",
        "child",
        "grandparent",
        "grandchild",
    }


def test_an_unknown_relation_is_refused() -> None:
    with pytest.raises(UnknownRelation):
        relation("neighbour")


@pytest.mark.parametrize("choices", [LIVING_SITUATIONS + ELDER_TAGS, RELATIONS, LANGUAGES, SKILLS])
def test_codes_and_names_are_told_apart(choices: tuple[object, ...]) -> None:
    assert len({each.code for each in choices}) == len(choices)
    assert len({each.name for each in choices}) == len(choices)
