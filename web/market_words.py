"""Words for the codes of points and of the shop, one msgid each."""

from collections.abc import Mapping

from timebank.errors import N_
from timebank.points.model import AwardKind, EntryKind
from timebank.shop.order_model import OrderState
from timebank.shop.supply_model import CountState

POINTS_WORDS: Mapping[str, str] = {
    EntryKind.SERVICE: N_("做服务得的"),
    EntryKind.AWARD: N_("做好事得的"),
    EntryKind.DEDUCTION: N_("按村规民约扣的"),
    EntryKind.TAKEN_BACK: N_("更正收回"),
    EntryKind.GIVEN_BACK: N_("退还扣分"),
    EntryKind.LOST: N_("县里补上"),
    EntryKind.RESERVED: N_("订了东西"),
    EntryKind.RELEASED: N_("订单取消"),
    EntryKind.SPENT: N_("换了东西"),
    EntryKind.RETURNED: N_("退了货"),
    EntryKind.CARRIED: N_("从上一本账转来"),
}
AWARD_KIND_WORDS: Mapping[str, str] = {AwardKind.AWARD: N_("加分"), AwardKind.DEDUCTION: N_("扣分")}
ORDER_WORDS: Mapping[str, str] = {
    OrderState.RESERVED: N_("等来取"),
    OrderState.HANDED_OVER: N_("已取走"),
    OrderState.CANCELLED: N_("已取消"),
    OrderState.RELEASED: N_("过期退回"),
}
COUNT_WORDS: Mapping[str, str] = {
    CountState.RIGHT: N_("数目对"),
    CountState.WAITING: N_("等第二个人确认"),
    CountState.CONFIRMED: N_("已记差额"),
    CountState.REJECTED: N_("作废"),
}
