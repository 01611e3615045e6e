"""The checklist 四助五有 for a mutual-aid site: four kinds of help given there, five things it must have.

The nine points are those of 赣州's plan for older people.
"""

from dataclasses import dataclass

from timebank.errors import N_


@dataclass(frozen=True, slots=True)
class ChecklistPoint:
    """One point a site meets or does not; `kind` names the service of the four that are services."""

    code: str
    name: str
    kind: str = ""


FOUR_HELPS = (
    ChecklistPoint("helps_meals", N_("助餐"), kind="meals"),
    ChecklistPoint("helps_safety", N_("助安"), kind="safety"),
    ChecklistPoint("helps_medical", N_("助医"), kind="medical"),
    ChecklistPoint("helps_leisure", N_("助娱"), kind="leisure"),
)
FIVE_HAVES = (
    ChecklistPoint("has_premises", N_("有场所")),
    ChecklistPoint("has_equipment", N_("有设备")),
    ChecklistPoint("has_funds", N_("有经费")),
    ChecklistPoint("has_team", N_("有队伍")),
    ChecklistPoint("has_rules", N_("有制度")),
)
SITE_CHECKLIST = FOUR_HELPS + FIVE_HAVES
