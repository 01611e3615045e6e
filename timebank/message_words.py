"""What each kind of message says: one msgid a kind, with places for the facts it is told with.

`minutes` is an amount of time, `number` a service's or a need's number, `elder`, `first` and `second` the ids of
members who are named, `role` and `secret` codes; the face that shows the message puts each in words. A kind is never
taken away: messages of it stay where they were left.
"""

import re
from collections.abc import Mapping

from timebank.errors import N_

MESSAGE_WORDS: Mapping[str, str] = {
    "need_taken": N_("有志愿者来帮您了，约好 %(minutes)s，服务编号 %(number)s。"),
    "task_given": N_(
        "照您答应的，协管员替您接了一单，%(minutes)s，服务编号 %(number)s。没有答应过，请马上联系协管员。"
    ),
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
    "cap_near": N_(
        "您存的时间快到上限了，还可以再存 %(minutes)s。多出来的会归互助点的时间池；想改，到“我的时间”里选。"
    ),
    "cap_near_honour": N_(
        "您存的时间快到上限了，还可以再存 %(minutes)s。多出来的照您选的只记荣誉，不能再用；要改，到“我的时间”里选。"
    ),
    "cap_reached_honour": N_(
        "您存的时间到了上限，服务 %(number)s 有 %(minutes)s 照您选的只记荣誉；服务记录照样全部算您的。"
    ),
    "team_hours_given": N_(
        "服务 %(number)s 是为队里做的，%(minutes)s 归了互助点的时间池；服务记录照样全部算您的。"
    ),
    "pair_proposed": N_("有人想请您结对帮扶。愿不愿意，请到“结对帮扶”里答复。"),
    "pair_in_force": N_("您和 %(elder)s 结对了。"),
    "pair_ended": N_("您和 %(elder)s 的结对停止了。"),
    "team_asked": N_("请您加入“%(team)s”。愿不愿意，请到“我的队伍”里答复。"),
    "team_joined": N_("%(elder)s 加入了“%(team)s”。"),
    "team_left": N_("您不在“%(team)s”里了。"),
    "team_lead_named": N_("请您当“%(team)s”的队长。"),
    "cap_reached": N_(
        "您存的时间到了上限，服务 %(number)s 有 %(minutes)s 归了互助点的时间池；服务记录照样全部算您的。"
    ),
    "correction_waits": N_("服务 %(number)s 有一件更正等您审批：要两个人才能办。"),
    "objection_for_township": N_("对服务 %(number)s 的异议请乡镇来定：县里的人都参与过这次服务。"),
    "withdrawal_waits": N_(
        "编号 %(number)s 的登记同意有人在办撤回，要第二个人再办一次才算。不是本人要的，请马上联系乡镇。"
    ),
    "points_awarded": N_("您家得了 %(points)s 积分，编号 %(number)s。"),
    "points_deducted": N_("按村规民约，您家扣了 %(points)s 积分，编号 %(number)s。"),
    "deduction_proposed": N_(
        "有人提出按村规民约扣您家 %(points)s 积分（编号 %(number)s）。只有您家看得到；不同意可以提出异议。"
    ),
    "award_objected": N_("有人对积分 %(number)s 提出异议，县里在核查。"),
    "award_upheld": N_("对积分 %(number)s 的异议成立，这条积分不算了。县里的答复在“加分和扣分”里。"),
    "award_stands": N_("对积分 %(number)s 的异议不成立，照常算。县里的答复在“加分和扣分”里。"),
    "household_ordered": N_(
        "您家在积分超市订了东西，%(points)s 积分，订单 %(number)s。不是您家订的，请马上联系协管员。"
    ),
    "proxy_ordered": N_(
        "%(elder)s 代您家在积分超市订了东西，%(points)s 积分，订单 %(number)s。不是您家要的，请马上联系协管员。"
    ),
    "household_spent": N_("您家在积分超市花了 %(points)s 积分，订单 %(number)s。"),
    "order_released": N_("订单 %(number)s 过期没有取，退回 %(points)s 积分。"),
    "order_cancelled": N_("订单 %(number)s 取消了，退回 %(points)s 积分。"),
    "order_returned": N_("订单 %(number)s 退了货，退回 %(points)s 积分。"),
    "stock_low": N_("积分超市的%(item)s只剩 %(left)s，请补货。"),
    "goods_received": N_("您捐的物品收到了：%(item)s %(quantity)s，编号 %(number)s。"),
    "red_list_proposed": N_("想请您家上红榜，请您看看同意不同意。"),
    "gift_offered": N_("%(elder)s 要送您 %(minutes)s，请看看要不要收下。"),
    "gift_accepted": N_("您送的 %(minutes)s 对方收下了。"),
    "gift_declined": N_("您送的 %(minutes)s 对方没有收，已经退回给您。"),
    "gift_taken_back": N_("送您的 %(minutes)s 被送的人收回了。"),
    "gift_lapsed": N_("您送的 %(minutes)s 一直没有答复，已经退回给您。"),
    "time_promised": N_("%(elder)s 同意以后替您付时间，每月最多 %(minutes)s。"),
    "promise_ended": N_("亲属替人付时间的长期同意停止了。"),
    "time_inherited": N_("亲属留下的 %(minutes)s 转给您了。"),
    "certificate_asked": N_("有志愿者申请服务证明，编号 %(number)s，请办理。"),
    "certificate_on_notice": N_("您的服务证明 %(number)s 在公示，期满就生效。"),
    "certificate_issued": N_("您的服务证明 %(number)s 生效了，一共 %(minutes)s，可以下载打印。"),
    "certificate_declined": N_("您申请的服务证明 %(number)s 没有办成，原因在证明那一页。"),
    "certificate_withdrawn": N_("服务证明 %(number)s 撤销了，不能再用。要新的，请再申请一次。"),
    "star_reached": N_("您的服务攒到了 %(stars)s 颗星，谢谢您。"),
    "please_rest": N_("这一天您已经服务 %(minutes)s，辛苦了，请多歇歇。"),
    "volunteer_approved": N_("您可以接单了，谢谢您来帮忙。"),
    "volunteer_suspended": N_("您的志愿者资格暂停了，原因请问协管员。"),
    "applicant_alike": N_("志愿者申请 %(number)s 和登记册上的 %(other)s 很像，审核前请核对是不是同一个人。"),
    "proxy_appointed": N_("您现在可以代 %(elder)s 办理时间银行的事。"),
    "role_granted": N_("您有了新的身份：%(role)s。"),
    "role_revoked": N_("您不再是%(role)s。"),
    "code_issued": N_("给您办了一次性代码。不是您要的，请马上联系协管员。"),
    "password_changed": N_("您的密码换了。不是您换的，请马上联系协管员。"),
    "pin_changed": N_("您的数字密码换了。不是您换的，请马上联系协管员。"),
    "card_issued": N_("给您办了卡。不是您要的，请马上联系协管员。"),
    "card_revoked": N_("您的卡停用了。"),
    "recovery_asked": N_("%(first)s 替您提出重新办理%(secret)s。不是您要的，请马上联系县里。"),
    "recovery_agreed": N_(
        "%(first)s 和 %(second)s 停掉了您原来的%(secret)s，等着给您新的。不是您要的，请马上联系县里。"
    ),
    "recovery_handed_over": N_(
        "新的%(secret)s由 %(first)s 交给您了，原来的不能再用。没有收到，请马上联系县里。"
    ),
    "recovery_taken_back": N_("重新办理%(secret)s的事取消了。"),
    "device_enrolled": N_("县里同意了您的手机（钥匙 %(device)s），没有网络时也能录入。"),
    "device_revoked": N_("您的手机（钥匙 %(device)s）停用了，不能再离线录入。不是您要的，请马上联系县里。"),
    "second_factor_set": N_("您设好了登录验证器。不是您设的，请马上联系协管员。"),
    "second_factor_dropped": N_("您的登录验证器取消了。不是您要的，请马上联系协管员。"),
}
_PLACE = re.compile(r"%\((\w+)\)s")


def facts_wanted(kind: str) -> frozenset[str]:
    """Return the facts without which a message of this kind cannot be put in words."""
    return frozenset(_PLACE.findall(MESSAGE_WORDS[kind]))
