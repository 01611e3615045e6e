"""Why a step of a service may be refused, each fact by its name."""

from timebank.errors import N_, Conflict, InvalidInput, NotAllowed, NotFound, Refused


class ServiceNotFound(NotFound):
    """No such service, or not for this actor."""

    code = "service_not_found"
    message = N_("没有找到这次服务。请核对编号，或向协管员询问。")


class WrongState(Conflict):
    """The step does not fit where the service stands."""

    code = "wrong_state"
    message = N_("这次服务现在的状态不能办这一步，请刷新页面再看。")


class NotTheVolunteer(NotAllowed):
    """Only the one who serves may do this."""

    code = "not_the_volunteer"
    message = N_("只有服务者本人或本点协管员可以办这一步。")


class NotAVolunteer(NotAllowed):
    """The member is not an approved volunteer."""

    code = "not_a_volunteer"
    message = N_("还不是已通过审核的志愿者。请向协管员申请。")


class PaidWorkNeverEarns(NotAllowed):
    """A paid coordinator's work earns no minutes."""

    code = "paid_work_never_earns"
    message = N_("协管员是有报酬的岗位，在岗服务不记时间。")


class WithOneself(NotAllowed):
    """Nobody serves oneself."""

    code = "with_oneself"
    message = N_("不能给自己记服务。")


class OwnFamily(NotAllowed):
    """Care of one's own family does not earn."""

    code = "own_family"
    message = N_("照顾自己的家人不记时间。")


class TrainingWanted(NotAllowed):
    """The kind of service asks for a training."""

    code = "training_wanted"
    message = N_("这种服务要先参加培训。请向协管员报名。")


class InsuranceWanted(NotAllowed):
    """The kind of service asks for insurance on the day."""

    code = "insurance_wanted"
    message = N_("这种服务要先办好当天有效的保险。请联系协管员。")


class FitnessWanted(NotAllowed):
    """The kind of service asks for a helper found fit on the day."""

    code = "fitness_wanted"
    message = N_("这种服务要先有当天有效的体检或健康确认。请联系协管员。")


class NotEnoughTime(Refused):
    """The payer's stored time does not cover it."""

    code = "not_enough_time"
    message = N_(
        "存的时间不够：可用 %(available)s 分钟，需要 %(wanted)s 分钟。已转给协管员另找付时间的办法。"
    )


class BudgetUsedUp(Refused):
    """The county's budget of minutes does not cover it."""

    code = "budget_used_up"
    message = N_("县里今年的公益时间额度不够了，请联系县民政局。")


class PayerShort(Refused):
    """More was worked than the payer can cover; the reviewer chooses."""

    code = "payer_short"
    message = N_("老人存的时间还差 %(missing)s 分钟。请选择：由公益时间支付，或多出的部分不计。")


class LongerThanPromised(Refused):
    """More was worked than the public promised to pay; the reviewer chooses."""

    code = "longer_than_promised"
    message = N_("比原来约定的多 %(missing)s 分钟。请选择：由公益时间支付，或多出的部分不计。")


class OverlappingService(Conflict):
    """The volunteer serves somebody else in that time."""

    code = "overlapping_service"
    message = N_("同一时间已有另一次服务（编号 %(number)s），请核对时间。")


class InTheFuture(InvalidInput):
    """What has not happened yet cannot be recorded."""

    code = "in_the_future"
    message = N_("这个时间还没有到，不能提前记录。")


class EndsBeforeItBegins(InvalidInput):
    """A service takes at least a minute."""

    code = "ends_before_it_begins"
    message = N_("服务至少要有 1 分钟。请核对开始和结束时间。")


class ImpossiblyLong(InvalidInput):
    """Nobody works so long in one go."""

    code = "impossibly_long"
    message = N_("一次服务不可能超过 %(most)s 小时，请核对时间。")


class NotYetRegistered(InvalidInput):
    """The member was not on the register on that day."""

    code = "not_yet_registered"
    message = N_("那一天还没有登记加入，不能记服务。")


class HadAPart(NotAllowed):
    """Who served, was served, confirmed or recorded it, and their families, never verify it."""

    code = "had_a_part"
    message = N_(
        "您参与了这次服务（服务、被服务、确认、录入，刚替老人办过卡或数字密码，或与当事人是一家人），"
        "要由没有参与的人审核。已经自动转过去，您不用再办。"
    )


class MayNotReview(NotAllowed):
    """The service is reviewed elsewhere."""

    code = "may_not_review"
    message = N_("这次服务由另一个互助点或上级核实。")


class MayNotConfirm(NotAllowed):
    """Only the elder's side may confirm."""

    code = "may_not_confirm"
    message = N_("只能由老人本人、代办人确认，或由协管员凭纸条、电话回访录入。")


class CardOfSomebodyElse(Refused):
    """The card held out at a check-in is not the elder's, or has ended."""

    code = "card_of_somebody_else"
    message = N_("这张卡不是这位老人的，或者已经停用。请核对卡上的数字；没有卡也可以签到。")


class KinOfVolunteer(NotAllowed):
    """Kin of the volunteer may not be the only confirmer."""

    code = "kin_of_volunteer"
    message = N_("确认人是志愿者的亲属，请换一位确认人，或请老人本人确认。")


class PhotographWanted(InvalidInput):
    """A paper slip is kept as a photograph."""

    code = "photograph_wanted"
    message = N_("请拍下纸条的照片。")


class WitnessWanted(InvalidInput):
    """A slip confirmed by a witness names the witness."""

    code = "witness_wanted"
    message = N_("请填写见证人的姓名。")


class TimesWanted(InvalidInput):
    """The slip or call must say when it was, since nobody checked in and out."""

    code = "times_wanted"
    message = N_("请填写开始时间和服务分钟数。")


class ReasonWanted(InvalidInput):
    """Asking back, declining and correcting take a reason."""

    code = "reason_wanted"
    message = N_("请写明原因，对方会看到。")


class MoreThanWorked(InvalidInput):
    """No more can be credited than was worked, and no more than the caps allow."""

    code = "more_than_worked"
    message = N_("记入的分钟不能多于 %(most)s 分钟（实际服务和每日上限）。")


class AlreadyAppealed(Conflict):
    """A declined service goes to the township once."""

    code = "already_appealed"
    message = N_("已经向乡镇申请过一次，不能再次申请。")


class UpheldIsFinal(Conflict):
    """The county has decided on an objection; no township undoes it."""

    code = "upheld_is_final"
    message = N_("县里已经核实异议成立，不能再向乡镇申请。可以向县民政局书面反映。")


class WindowClosed(Refused):
    """Objections to settled services have a window."""

    code = "window_closed"
    message = N_("已超过 %(days)s 天的异议期限。可向县民政局书面反映。")


class OpenObjection(Conflict):
    """The same service already has an objection that is not decided."""

    code = "open_objection"
    message = N_("这次服务已有一件异议正在办理（受理号 %(number)s）。")


class NothingToTakeBack(Refused):
    """The volunteer has spent the minutes; the county decides whether the loss is carried."""

    code = "nothing_to_take_back"
    message = N_("志愿者账户只剩 %(available)s 分钟，差额 %(missing)s 分钟。请选择是否由县损失账户承担。")
