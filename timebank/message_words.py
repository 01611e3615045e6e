"""What each kind of message says: one msgid a kind, with places for the facts it is told with.

`minutes` is an amount of time, `number` a service's or a need's number, `elder` a member's id, `role` a code; the face
that shows the message puts each in words. A kind is never taken away: messages of it stay where they were left.
"""

import re
from collections.abc import Mapping

from timebank.errors import N_

MESSAGE_WORDS: Mapping[str, str] = {
    "need_taken": N_("有志愿者来帮您了，约好 %(minutes)s，服务编号 %(number)s。"),
    "need_expired": N_(
        "需求 %(number)s 一直没有人接，时间已经过了。还要帮忙，请再提一次，或给协管员打电话。"
    ),
    "service_cancelled": N_("服务 %(number)s 取消了。"),
    "service_no_show": N_("服务 %(number)s 记为“人没有来”。如果不对，请联系协管员。"),
    "service_to_confirm": N_("服务 %(number)s 记了 %(minutes)s，请您确认。"),
    "service_returned": N_("服务 %(number)s 退回来了，请看看要补充什么。"),
    "service_declined": N_("服务 %(number)s 没有通过审核。不同意的话，可以请乡镇再看一次。"),
    "service_verified": N_("服务 %(number)s 审核通过，公示以后入账 %(minutes)s。"),
    "service_objected": N_("有人对服务 %(number)s 提出异议，县里在核查。"),
    "objection_upheld": N_("对服务 %(number)s 的异议成立，这笔时间不算了。"),
    "objection_refused": N_("对服务 %(number)s 的异议不成立，服务照常往下走。"),
    "service_settled": N_("服务 %(number)s 入账了，您收到 %(minutes)s。"),
    "service_paid": N_("服务 %(number)s 办完了，一共 %(minutes)s。"),
    "service_corrected": N_("服务 %(number)s 更正了，现在记 %(minutes)s。"),
    "certificate_asked": N_("有志愿者申请服务证明，编号 %(number)s，请办理。"),
    "certificate_on_notice": N_("您的服务证明 %(number)s 在公示，期满就生效。"),
    "certificate_issued": N_("您的服务证明 %(number)s 生效了，一共 %(minutes)s，可以下载打印。"),
    "certificate_declined": N_("您申请的服务证明 %(number)s 没有办成，原因在证明那一页。"),
    "certificate_withdrawn": N_("服务证明 %(number)s 撤销了，不能再用。要新的，请再申请一次。"),
    "star_reached": N_("您的服务攒到了 %(stars)s 颗星，谢谢您。"),
    "please_rest": N_("这一天您已经服务 %(minutes)s，辛苦了，请多歇歇。"),
    "volunteer_approved": N_("您可以接单了，谢谢您来帮忙。"),
    "volunteer_suspended": N_("您的志愿者资格暂停了，原因请问协管员。"),
    "proxy_appointed": N_("您现在可以代 %(elder)s 办理时间银行的事。"),
    "role_granted": N_("您有了新的身份：%(role)s。"),
    "role_revoked": N_("您不再是%(role)s。"),
    "code_issued": N_("给您办了一次性代码。不是您要的，请马上联系协管员。"),
    "password_changed": N_("您的密码换了。不是您换的，请马上联系协管员。"),
    "pin_changed": N_("您的数字密码换了。不是您换的，请马上联系协管员。"),
    "card_issued": N_("给您办了新卡，旧卡不能用了。"),
    "card_revoked": N_("您的卡停用了。"),
    "second_factor_set": N_("您设好了登录验证器。不是您设的，请马上联系协管员。"),
    "second_factor_dropped": N_("您的登录验证器取消了。不是您要的，请马上联系协管员。"),
}
_PLACE = re.compile(r"%\((\w+)\)s")


def facts_wanted(kind: str) -> frozenset[str]:
    """Return the facts without which a message of this kind cannot be put in words."""
    return frozenset(_PLACE.findall(MESSAGE_WORDS[kind]))
