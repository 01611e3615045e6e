"""What is recorded of an elder's situation: ability level, living situation, tags.

Levels and tags are entered from an assessment or a paper; nothing here is worked out by the machine.
"""

from dataclasses import dataclass

from timebank.errors import N_


@dataclass(frozen=True, slots=True)
class AbilityLevel:
    """A level of GB/T 42195: 0 is intact, 4 is complete loss."""

    level: int
    name: str


ABILITY_LEVELS = (
    AbilityLevel(0, N_("能力完好")),
    AbilityLevel(1, N_("能力轻度受损")),
    AbilityLevel(2, N_("能力中度受损")),
    AbilityLevel(3, N_("能力重度受损")),
    AbilityLevel(4, N_("能力完全丧失")),
)


@dataclass(frozen=True, slots=True)
class ElderTag:
    """Something that holds of an elder; special difficulty puts the elder on the monthly visiting list."""

    code: str
    name: str
    is_special_difficulty: bool = False


LIVING_SITUATIONS = (
    ElderTag("alone", N_("独居"), is_special_difficulty=True),
    ElderTag("empty_nest", N_("空巢"), is_special_difficulty=True),
    ElderTag("left_behind", N_("留守"), is_special_difficulty=True),
    ElderTag("with_family", N_("与家人同住")),
    ElderTag("in_institution", N_("住在养老机构")),
)
"""How the elder lives; one of these."""

ELDER_TAGS = (
    ElderTag("disabled", N_("失能"), is_special_difficulty=True),
    ElderTag("severe_disability", N_("重残"), is_special_difficulty=True),
    ElderTag("lost_only_child", N_("计生特殊家庭"), is_special_difficulty=True),
    ElderTag("dementia", N_("失智")),
    ElderTag("destitute", N_("特困")),
    ElderTag("minimum_allowance", N_("低保")),
    ElderTag("entitled_group", N_("优抚")),
)
"""What else holds of the elder, any number of these; a region adds its own. Age is not a tag."""
