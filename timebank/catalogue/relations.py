"""Kin: the relations that bar a confirmation from standing alone, and those along which time may be given.

Kin are spouse, parents, children, siblings, grandparents, and their spouses, and whoever is so to me from the
other side. It goes no further: in a village of one clan that would bar everybody. A relation is stored once
and read from either side: Li's child is the one whose parent is Li.
"""

from dataclasses import dataclass

from timebank.errors import N_, NotFound


class UnknownRelation(NotFound):
    """No relation has this code."""

    code = "unknown_relation"
    message = N_("没有这种亲属关系。请从列表中选择。")


@dataclass(frozen=True, slots=True)
class Relation:
    """What the other person is to me; `inverse` is the code of what I am to the other."""

    code: str
    name: str
    inverse: str
    is_direct_blood: bool = False


RELATIONS = (
    Relation("spouse", N_("配偶"), "spouse"),
    Relation("parent", N_("父母"), "child", is_direct_blood=True),
    Relation("child", N_("子女"), "parent", is_direct_blood=True),
    Relation("sibling", N_("兄弟姐妹"), "sibling"),
    Relation("grandparent", N_("祖父母、外祖父母"), "grandchild", is_direct_blood=True),
    Relation("grandchild", N_("孙子女、外孙子女"), "grandparent", is_direct_blood=True),
    Relation("child_in_law", N_("儿媳、女婿"), "parent_in_law"),
    Relation("parent_in_law", N_("公婆、岳父母"), "child_in_law"),
    Relation("sibling_in_law", N_("兄弟姐妹的配偶、配偶的兄弟姐妹"), "sibling_in_law"),
    Relation("step_parent", N_("继父母"), "step_child"),
    Relation("step_child", N_("继子女"), "step_parent"),
)

RELATION_BY_CODE = {each.code: each for each in RELATIONS}


def relation(code: str) -> Relation:
    """Return the relation of this code; raises UnknownRelation."""
    found = RELATION_BY_CODE.get(code)
    if found is None:
        raise UnknownRelation(field="relation")
    return found
