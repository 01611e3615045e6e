"""The kinds of service: what one member may do for another, and what each kind asks for.

One list for all. Only credited minutes are multiplied by the rate, never recorded ones.
"""

from dataclasses import dataclass
from fractions import Fraction

from timebank.errors import N_, NotFound


class UnknownKind(NotFound):
    """No kind of service has this code."""

    code = "unknown_kind"
    message = N_("没有这种服务。请从列表中选择。")


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of service."""

    code: str
    name: str
    hint: str
    """One line for the elder: what happens when this is chosen."""
    icon: str
    unit_minutes: int
    """The step in which a need is asked for; what was worked is recorded to the minute all the same."""
    is_one_of_ten: bool = False
    """One of the 十助 as 赣州 defines them; 助浴 and 助急 are offered beside them."""
    needs_training: bool = False
    needs_two_helpers: bool = False
    """Two volunteers come together; the second is paid by the public."""
    is_allowed_at_night: bool = False
    is_sensitive: bool = False
    """Tells something of the elder's health or state of mind: public lists leave the kind out."""
    has_bodily_risk: bool = False
    """Somebody may get hurt: the helper must be insured on the day."""
    rate: Fraction = Fraction(1)
    """Minutes credited for a minute served."""

    def at_rate(self, minutes: int) -> int:
        """Return the minutes credited for so many, in whole ones."""
        return int(minutes * self.rate)


KINDS = (
    Kind("meals", N_("助餐"), N_("做饭、送饭，陪您吃饭"), "bowl", 30, is_one_of_ten=True),
    Kind(
        "bathing",
        N_("助浴"),
        N_("帮您洗澡、洗头、擦身"),
        "bath",
        60,
        needs_training=True,
        needs_two_helpers=True,
        is_sensitive=True,
        has_bodily_risk=True,
    ),
    Kind("cleaning", N_("助洁"), N_("打扫屋子，洗衣服、晒被子"), "broom", 30, is_one_of_ten=True),
    Kind(
        "urgent",
        N_("助急"),
        N_("家里有急事，马上来人看看；有危险请先打 120 或 110"),
        "bell",
        15,
        needs_training=True,
        is_allowed_at_night=True,
        is_sensitive=True,
        has_bodily_risk=True,
    ),
    # Going along and fetching medicine, never treatment.
    Kind(
        "medical",
        N_("助医"),
        N_("陪您去看病、取药，不打针不治疗"),
        "clinic",
        30,
        is_one_of_ten=True,
        is_sensitive=True,
    ),
    Kind(
        "walking",
        N_("助行"),
        N_("扶您出门走走，推轮椅、上下楼"),
        "walk",
        30,
        is_one_of_ten=True,
        has_bodily_risk=True,
    ),
    Kind("shopping", N_("助购"), N_("替您或陪您赶圩、买东西"), "basket", 30, is_one_of_ten=True),
    Kind("company", N_("助聊"), N_("上门陪您说说话"), "chat", 30, is_one_of_ten=True),
    Kind("safety", N_("助安"), N_("看看家里的电、煤气、水和门窗"), "shield", 15, is_one_of_ten=True),
    Kind(
        "heart",
        N_("助心"),
        N_("心里难受的时候，听您讲、陪您"),
        "heart",
        30,
        is_one_of_ten=True,
        needs_training=True,
        is_sensitive=True,
    ),
    Kind("leisure", N_("助娱"), N_("一起唱山歌、下棋、看戏"), "music", 30, is_one_of_ten=True),
    Kind("learning", N_("助学"), N_("教您用手机、认字、学新东西"), "book", 30, is_one_of_ten=True),
    Kind("errands", N_("代办"), N_("替您交费、取件、跑手续"), "form", 30),
    Kind(
        "comfort",
        N_("精神慰藉"),
        N_("长期陪伴和开导，由学过的人来做"),
        "hands",
        30,
        needs_training=True,
        is_sensitive=True,
    ),
    Kind("visit", N_("探访"), N_("定期上门看望，问问您缺什么"), "door", 15, is_sensitive=True),
    Kind(
        "respite",
        N_("喘息"),
        N_("替家里照顾您的人歇一歇"),
        "rest",
        60,
        needs_training=True,
        is_allowed_at_night=True,
        is_sensitive=True,
        has_bodily_risk=True,
    ),
    Kind("activity", N_("活动"), N_("互助点里大家一起参加的活动"), "people", 30),
    Kind("training", N_("培训"), N_("教志愿者怎样照顾人"), "board", 30),
)

KIND_BY_CODE = {each.code: each for each in KINDS}


def kind(code: str) -> Kind:
    """Return the kind of this code; raises UnknownKind."""
    found = KIND_BY_CODE.get(code)
    if found is None:
        raise UnknownKind(field="kind")
    return found
