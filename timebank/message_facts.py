"""What the codes among the facts of a message are called, and a message as one Chinese sentence for a telephone.

Pages translate; what is sent to a telephone is Chinese. A telephone may lie in anybody's hand, so there people are
named as they are on a public notice.
"""

from collections.abc import Mapping

from timebank.actors import Role
from timebank.errors import N_, Fact
from timebank.members.names import masked
from timebank.members.naming import name_of
from timebank.message_words import MESSAGE_WORDS
from timebank.recoveries.model import RecoveryKind
from timebank.units import hours_and_minutes
from timebank.work import Reading

ROLE_NAMES: Mapping[str, str] = {
    Role.ELDER: N_("老人"),
    Role.KIN: N_("亲属"),
    Role.VOLUNTEER: N_("志愿者"),
    Role.TEAM_LEAD: N_("队长"),
    Role.COORDINATOR: N_("养老协管员"),
    Role.SHOPKEEPER: N_("积分超市管理员"),
    Role.TOWNSHIP: N_("乡镇"),
    Role.COUNTY: N_("县级"),
    Role.AUDITOR: N_("审计"),
    Role.DONOR: N_("捐赠人"),
}
SECRET_NAMES: Mapping[str, str] = {
    RecoveryKind.CARD: N_("卡和数字密码"),
    RecoveryKind.PIN: N_("数字密码"),
    RecoveryKind.LOGIN: N_("登录密码"),
}
PEOPLE = ("elder", "first", "second")
"""The facts that are ids of members."""


def spoken(reading: Reading, kind: str, facts: Mapping[str, Fact]) -> str:
    """Return a message as it is sent to a telephone; whoever is named is named in part."""
    return MESSAGE_WORDS[kind] % {name: _spoken_fact(reading, name, fact) for name, fact in facts.items()}


def _spoken_fact(reading: Reading, name: str, fact: Fact) -> str:
    if name == "minutes":
        return _spoken_minutes(int(fact))
    if name == "role":
        return ROLE_NAMES[str(fact)]
    if name == "secret":
        return SECRET_NAMES[str(fact)]
    if name in PEOPLE:
        return masked(name_of(reading, str(fact)))
    return str(fact)


def _spoken_minutes(minutes: int) -> str:
    hours, rest = hours_and_minutes(minutes)
    return (f"{hours}小时" if hours else "") + (f"{rest}分" if rest or not hours else "")
