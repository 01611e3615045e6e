"""The words of states in sheets, the same as on the pages."""

from collections.abc import Mapping

from timebank.actors import Role
from timebank.certificates.model import CertificateState
from timebank.errors import N_
from timebank.gifts.model import GiftState
from timebank.members.model import MemberStatus, Sex
from timebank.needs.model import NeedState, Payer
from timebank.notices.model import ObjectionState
from timebank.places.model import SiteStatus
from timebank.points.model import EntryKind
from timebank.services.model import ServiceState
from timebank.shop.order_model import OrderState

SERVICE_STATES: Mapping[str, str] = {
    ServiceState.ACCEPTED: N_("已接单"),
    ServiceState.CHECKED_IN: N_("正在服务"),
    ServiceState.CHECKED_OUT: N_("等老人确认"),
    ServiceState.CONFIRMED: N_("等审核"),
    ServiceState.VERIFIED: N_("已审核"),
    ServiceState.ON_NOTICE: N_("公示中"),
    ServiceState.SETTLED: N_("已入账"),
    ServiceState.OBJECTED: N_("有异议，在核查"),
    ServiceState.RETURNED: N_("退回补充"),
    ServiceState.DECLINED: N_("审核未通过"),
    ServiceState.CANCELLED: N_("已取消"),
    ServiceState.NO_SHOW: N_("人没有来"),
    ServiceState.REVERSED: N_("已更正"),
}
NEED_STATES: Mapping[str, str] = {
    NeedState.OPEN: N_("等人接单"),
    NeedState.TAKEN: N_("已有人接单"),
    NeedState.DONE: N_("已完成"),
    NeedState.CANCELLED: N_("已取消"),
    NeedState.EXPIRED: N_("已过期"),
}
CERTIFICATE_STATES: Mapping[str, str] = {
    CertificateState.ASKED: N_("等办理"),
    CertificateState.ON_NOTICE: N_("公示中"),
    CertificateState.VALID: N_("有效"),
    CertificateState.DECLINED: N_("审核未通过"),
    CertificateState.WITHDRAWN: N_("已撤销"),
}
OBJECTION_STATES: Mapping[str, str] = {
    ObjectionState.OPEN: N_("等处理的"),
    ObjectionState.UPHELD: N_("异议成立"),
    ObjectionState.REFUSED: N_("异议不成立"),
}
GIFT_STATES: Mapping[str, str] = {
    GiftState.OFFERED: N_("等对方答复"),
    GiftState.ACCEPTED: N_("已收下"),
    GiftState.DECLINED: N_("没有收"),
    GiftState.TAKEN_BACK: N_("已收回"),
    GiftState.LAPSED: N_("到期退回"),
}
ORDER_STATES: Mapping[str, str] = {
    OrderState.RESERVED: N_("等来取"),
    OrderState.HANDED_OVER: N_("已取走"),
    OrderState.CANCELLED: N_("已取消"),
    OrderState.RELEASED: N_("过期退回"),
}
POINTS_KINDS: Mapping[str, str] = {
    EntryKind.SERVICE: N_("做服务得的"),
    EntryKind.AWARD: N_("做好事得的"),
    EntryKind.DEDUCTION: N_("按村规民约扣的"),
    EntryKind.TAKEN_BACK: N_("更正收回"),
    EntryKind.GIVEN_BACK: N_("退还扣分"),
    EntryKind.LOST: N_("县里补上"),
    EntryKind.RESERVED: N_("订了东西"),
    EntryKind.RELEASED: N_("订单取消"),
    EntryKind.SPENT: N_("换了东西"),
    EntryKind.CARRIED: N_("从上一本账转来"),
    EntryKind.RETURNED: N_("退了货"),
}
SITE_STATES: Mapping[str, str] = {SiteStatus.OPEN: N_("正常"), SiteStatus.CLOSED: N_("已停用")}
MEMBER_STATES: Mapping[str, str] = {MemberStatus.ACTIVE: N_("正常"), MemberStatus.CLOSED: N_("已停用")}
SEXES: Mapping[str, str] = {Sex.FEMALE: N_("女"), Sex.MALE: N_("男")}
PAYERS: Mapping[str, str] = {
    Payer.OWN: N_("老人自己存的时间"),
    Payer.GIFT: N_("亲属送的时间"),
    Payer.GRANT: N_("每月补助的时间"),
    Payer.POOL: N_("互助点时间池"),
    Payer.PUBLIC: N_("公益：由县里付"),
    "": N_("还没有定，协管员会找"),
}
ROLES: Mapping[str, str] = {
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
ENTRIES: Mapping[str, str] = {
    "transfer": N_("转入"),
    "reserve": N_("预留"),
    "settle": N_("入账"),
    "release": N_("退回预留"),
    "reverse": N_("收回"),
    "expire": N_("到期"),
    "export": N_("转出到外县"),
    "import": N_("从外县转入"),
}
