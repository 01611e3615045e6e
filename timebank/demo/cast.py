"""The named people of the demo county, one for each role: whoever tries the time bank plays one of them.

Wang receives, Li gives, Nong verifies, Qin keeps the paired site, Zhao lives elsewhere and must see nothing
of theirs, Chen runs the county. Passwords and PINs are not here; they are made when the demo is.
"""

from dataclasses import dataclass
from datetime import date

from timebank.actors import Role
from timebank.demo.names import birth_date_for, invented_phone

COUNTY = "450125"
TOWNSHIP = "450125100"
VILLAGE = "450125100202"
SITE = "45012510020201"
PAIRED_SITE = "45012510020301"
DISTANT_VILLAGE = "450125103201"
DISTANT_SITE = "45012510320101"


@dataclass(frozen=True, slots=True)
class CastMember:
    """One of the cast; the role holds within `scope`, "" for one's own person. Serial 0 means no phone."""

    key: str
    name: str
    role: Role
    age: int
    is_female: bool
    site: str
    hamlet: str
    languages: tuple[str, ...]
    phone_serial: int
    scope: str = ""
    days_since_birthday: int = 120

    @property
    def phone(self) -> str:
        """The invented phone number, or ""."""
        return invented_phone(self.phone_serial) if self.phone_serial else ""

    @property
    def village(self) -> str:
        """The code of the village the person lives in."""
        return self.site[:12]

    def birth_date(self, today: date) -> date:
        """Return the birth date that makes the person as old today as the story says."""
        return birth_date_for(self.age, self.days_since_birthday, today)


ZHUANG = ("zhuang", "guiliu")
BOTH = ("zhuang", "guiliu", "putonghua")
OFFICE = ("guiliu", "putonghua")

CAST = (
    CastMember("wang", "王秀英", Role.ELDER, 78, True, SITE, "那怀屯", ZHUANG, 1),
    CastMember("li", "李桂兰", Role.VOLUNTEER, 63, True, SITE, "那怀屯", BOTH, 2),
    CastMember("nong", "农美玲", Role.COORDINATOR, 41, True, SITE, "板乐屯", BOTH, 3, scope=SITE),
    CastMember(
        "qin", "覃建华", Role.COORDINATOR, 38, False, PAIRED_SITE, "弄朗屯", BOTH, 4, scope=PAIRED_SITE
    ),
    CastMember("zhao", "赵永福", Role.VOLUNTEER, 66, False, DISTANT_SITE, "塘排屯", BOTH, 5),
    CastMember("chen", "陈志远", Role.COUNTY, 45, False, SITE, "", OFFICE, 6, scope=COUNTY),
    CastMember("wei", "韦晓梅", Role.KIN, 52, True, SITE, "那怀屯", BOTH, 7),
    CastMember("mo", "莫凤仙", Role.TEAM_LEAD, 58, True, SITE, "板乐屯", BOTH, 8, scope=SITE),
    CastMember("lu", "卢彩霞", Role.SHOPKEEPER, 47, True, SITE, "上兰屯", BOTH, 9, scope=SITE),
    CastMember("pan", "潘国栋", Role.TOWNSHIP, 44, False, SITE, "", OFFICE, 10, scope=TOWNSHIP),
    CastMember("huang", "黄文静", Role.AUDITOR, 50, True, SITE, "", OFFICE, 11, scope=COUNTY),
    CastMember("meng", "蒙玉莲", Role.ELDER, 84, True, SITE, "岜敢屯", ("zhuang",), 0),
)
"""Meng has neither phone nor a stored minute: her needs come through the coordinator."""

KIN = (("wei", "child", "wang"),)
"""(key, relation, key): Wei is Wang's child."""
