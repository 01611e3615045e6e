"""Who decides an objection to points: the county, past the site; never who had a part in what is objected to.

Where everybody of the county had a part, the township decides, so that an objection can always be closed.
"""

from timebank.actors import Actor, Role
from timebank.members.queries import family_of
from timebank.members.roles import county_officers_of
from timebank.points.households import members_of
from timebank.points.model import Award
from timebank.work import Reading


def may_decide(reading: Reading, award: Award, objector: str, actor: Actor) -> bool:
    """Tell whether the actor decides an objection to the award; `objector` is a member's id, or ""."""
    if _had_part(reading, award, objector, actor.member_id):
        return False
    if actor.may_act_at(award.site, (Role.COUNTY,)):
        return True
    return actor.may_act_at(award.site, (Role.TOWNSHIP,)) and all(
        _had_part(reading, award, objector, one) for one in county_officers_of(reading)
    )


def _had_part(reading: Reading, award: Award, objector: str, member_id: str) -> bool:
    """Tell whether a member proposed, decided or objected, or is of the household or its family."""
    near = {member_id, *family_of(reading, member_id)}
    return member_id in (award.proposed_by, award.decided_by, objector) or not near.isdisjoint(
        members_of(reading, award.household_id)
    )
