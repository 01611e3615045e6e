"""Words for the codes of the domain, one msgid each; templates and pages translate them when they are shown."""

from collections.abc import Mapping

from timebank.catalogue.elders import ABILITY_LEVELS, ELDER_TAGS, LIVING_SITUATIONS
from timebank.catalogue.kinds import KIND_BY_CODE
from timebank.catalogue.relations import RELATIONS
from timebank.catalogue.volunteers import LANGUAGES, SKILLS
from timebank.certificates.model import EndCause
from timebank.deliveries.channels import Way as WayOut
from timebank.deliveries.model import DeliveryState, Skip
from timebank.deliveries.slips import PURPOSE as SLIP_PURPOSE
from timebank.departures.model import DepartureKind
from timebank.entry_purposes import Purpose
from timebank.errors import N_
from timebank.gifts.kin import FRIEND
from timebank.members.commands import LookPurpose
from timebank.members.consents import ConsentKind
from timebank.members.kinship import ProxyScope
from timebank.members.model import CapChoice, Sex, VolunteerState
from timebank.message_facts import ROLE_NAMES, SECRET_NAMES
from timebank.needs.model import Payer
from timebank.needs.proposing import Reason
from timebank.pairing.model import PairState, WordBy
from timebank.receipts import ReceiptState
from timebank.recoveries.model import RecoveryKind
from timebank.recoveries.use_cases import PURPOSE as RECOVERY_PURPOSE
from timebank.services.model import CARD_SHOWN, Way
from timebank.services.review_sheet import Sign
from timebank.teams.model import TeamKind

KIND_WORDS: Mapping[str, str] = {code: kind.name for code, kind in KIND_BY_CODE.items()}
LANGUAGE_WORDS: Mapping[str, str] = {each.code: each.name for each in LANGUAGES}
SKILL_WORDS: Mapping[str, str] = {each.code: each.name for each in SKILLS}
LIVING_WORDS: Mapping[str, str] = {each.code: each.name for each in LIVING_SITUATIONS}
TAG_WORDS: Mapping[str, str] = {each.code: each.name for each in ELDER_TAGS}
ABILITY_WORDS: Mapping[int, str] = {each.level: each.name for each in ABILITY_LEVELS}

ROLE_WORDS = ROLE_NAMES
VOLUNTEER_WORDS: Mapping[str, str] = {
    VolunteerState.APPLIED: N_("志愿者（等审核）"),
    VolunteerState.APPROVED: N_("志愿者"),
    VolunteerState.SUSPENDED: N_("志愿者（暂停）"),
}
PROXY_SCOPE_WORDS: Mapping[ProxyScope, str] = {
    ProxyScope.ALL: N_("登记需求、确认服务、到积分超市换东西"),
    ProxyScope.NEEDS: N_("只登记需求"),
    ProxyScope.CONFIRM: N_("只确认服务"),
    ProxyScope.SHOP: N_("只到积分超市换东西"),
}
TEAM_WORDS: Mapping[str, str] = {
    TeamKind.MUTUAL_AID: N_("互助服务队"),
    TeamKind.ELDERS: N_("老年协会"),
    TeamKind.PARTY: N_("党员服务队"),
    TeamKind.WOMEN: N_("留守妇女互助队"),
    TeamKind.OTHER: N_("别的队"),
}
REASON_WORDS: Mapping[str, str] = {
    Reason.PAIRED: N_("和老人结对"),
    Reason.KNOWN: N_("以前帮过这位老人"),
    Reason.YOUNG_OLD: N_("低龄老人帮高龄老人"),
    Reason.LANGUAGE: N_("说一样的话"),
    Reason.COMES_THEN: N_("这个时候有空"),
    Reason.SAME_VILLAGE: N_("同村"),
}
PAIR_WORDS: Mapping[str, str] = {
    PairState.PROPOSED: N_("等答复"),
    PairState.IN_FORCE: N_("正在结对"),
    PairState.DECLINED: N_("没有结成"),
    PairState.ENDED: N_("已经停止"),
}
WORD_BY_WORDS: Mapping[str, str] = {
    WordBy.OWN: N_("本人同意"),
    WordBy.PROXY: N_("代办人同意"),
    WordBy.PAPER: N_("纸上签字同意，协管员代录"),
    "": N_("还没有答复"),
}
CAP_WORDS: Mapping[CapChoice, str] = {
    CapChoice.POOL: N_("归互助点的时间池，替再也挣不了时间的老人付"),
    CapChoice.HONOUR: N_("只记荣誉，谁也不能再用"),
}
SEX_WORDS: Mapping[str, str] = {Sex.FEMALE: N_("女"), Sex.MALE: N_("男")}

OWN_TIME, PUBLIC_TIME, NO_PAYER_YET = N_("老人自己存的时间"), N_("公益：由县里付"), N_("还没有定，协管员会找")
PAYER_WORDS: Mapping[str, str] = {
    Payer.OWN: OWN_TIME,
    Payer.GIFT: N_("亲属送的时间"),
    Payer.GRANT: N_("每月补助的时间"),
    Payer.POOL: N_("互助点时间池"),
    Payer.PUBLIC: PUBLIC_TIME,
    "": NO_PAYER_YET,
}
RELATION_WORDS: Mapping[str, str] = {each.code: each.name for each in RELATIONS} | {FRIEND: N_("朋友")}
DEPARTURE_WORDS: Mapping[str, str] = {
    DepartureKind.DIED: N_("离世"),
    DepartureKind.LEFT: N_("本人退出"),
    DepartureKind.MOVED: N_("迁出"),
}
RECOVERY_KIND_WORDS: Mapping[str, str] = {
    RecoveryKind.CARD: N_("卡丢了或坏了"),
    RecoveryKind.PIN: N_("忘了数字密码"),
    RecoveryKind.LOGIN: N_("换手机或忘了登录密码"),
}
RECOVERY_KIND_HINTS: Mapping[str, str] = {
    RecoveryKind.CARD: N_("给一张新卡，数字密码也重新设"),
    RecoveryKind.PIN: N_("卡不变，数字密码重新设"),
    RecoveryKind.LOGIN: N_("给一次性代码，原来登录的手机、电脑和录入手机都停掉"),
}
RECOVERY_SECRET_WORDS = SECRET_NAMES
WAY_OUT_WORDS: Mapping[str, str] = {
    "": N_("不外发"),
    WayOut.CONSOLE: N_("控制台"),
    WayOut.FILE: N_("文件"),
    WayOut.SMS: N_("短信"),
    WayOut.WECOM: N_("企业微信"),
}
DELIVERY_WORDS: Mapping[DeliveryState, str] = {
    DeliveryState.WAITING: N_("等着发"),
    DeliveryState.SENT: N_("发出了"),
    DeliveryState.GIVEN_UP: N_("没有发成"),
    DeliveryState.SKIPPED: N_("不发"),
}
SKIP_WORDS: Mapping[str, str] = {
    Skip.NO_ADDRESS: N_("没有手机号或账号，可以打印给本人"),
    Skip.NOT_WANTED: N_("本人不要外发，可以打印给本人"),
    Skip.NOT_SET_UP: N_("这里没有开通这种方式"),
    Skip.DEPARTED: N_("登记了离世或离开，不发"),
}
PURPOSE_OF_ENTRY_WORDS: Mapping[str, str] = {
    Purpose.GIFT: N_("亲属间送时间"),
    Purpose.DONATION: N_("捐给时间池"),
    Purpose.ESTATE: N_("亲属留下的时间"),
    Purpose.CARRIED: N_("从上一本账转来"),
}
WAY_WORDS: Mapping[str, str] = {
    Way.OWN_DEVICE: N_("老人自己的手机"),
    Way.CARD_PIN: N_("老人的卡和数字密码"),
    Way.PROXY: N_("代办人"),
    Way.CALL_BACK: N_("协管员电话回访"),
    Way.SLIP_SIGNATURE: N_("纸质服务单，老人签名"),
    Way.SLIP_THUMB: N_("纸质服务单，老人按手印"),
    Way.SLIP_WITNESS: N_("纸质服务单，有人见证"),
    CARD_SHOWN: N_("老人的卡在场"),
}
NEED_WAY_WORDS: Mapping[str, str] = {
    "self": N_("本人"),
    "kin": N_("家人代办"),
    "visit": N_("协管员当面代办"),
    "telephone": N_("打电话来，协管员登记"),
}
ACT_WORDS: Mapping[str, str] = {
    "accepted": N_("接单"),
    "logged": N_("事后补记"),
    "checked_in": N_("签到"),
    "checked_out": N_("签退"),
    "amended": N_("更正时间"),
    "confirmed": N_("老人一方确认"),
    "review_approve": N_("审核通过"),
    "review_return": N_("退回补充"),
    "review_decline": N_("审核不通过"),
    "appealed": N_("请乡镇再看一次"),
    "settled": N_("入账"),
    "objected": N_("有人提出异议"),
    "objection_upheld": N_("异议成立"),
    "objection_refused": N_("异议不成立"),
    "corrected": N_("更正"),
    "correction_proposed": N_("提出更正，等第二个人审批"),
    "correction_refused": N_("不同意更正"),
    "referred": N_("转给别的地方审核"),
    "cancelled": N_("取消"),
    "no_show": N_("人没有来"),
    "brought_back": N_("数据库放回旧备份以后，照账本补上"),
}
SIGN_WORDS: Mapping[str, str] = {
    Sign.LONGER: N_("比约好的时间长。"),
    Sign.CAPPED: N_("超过了一次或一天的上限，多出的只记录、不入账。"),
    Sign.TYPED: N_("时间是事后填的，不是当场签到签退的。"),
    Sign.NO_PLACE: N_("签到时没有位置，也没有老人的卡。"),
    Sign.LATE: N_("补记得晚，要由别的互助点审核。"),
    Sign.CALL_BACK: N_("老人是在电话里确认的。"),
    Sign.APPEALED: N_("本点没有通过，志愿者请乡镇再看。"),
}
ENTRY_WORDS: Mapping[str, str] = {
    "genesis": N_("开立账本"),
    "account": N_("设立账户"),
    "policy": N_("规则生效"),
    "transfer": N_("转入"),
    "reserve": N_("预留"),
    "settle": N_("入账"),
    "release": N_("退回预留"),
    "reverse": N_("收回"),
    "seal": N_("封账"),
    "key": N_("更换密钥"),
    "export": N_("转出到外县"),
    "import": N_("从外县转入"),
    "refuse": N_("拒绝转入"),
    "erase": N_("注销资料"),
    "expire": N_("到期"),
    "remark": N_("附记"),
}
RECEIPT_WORDS: Mapping[str, str] = {
    ReceiptState.RECORDED: N_("已记下，等签名"),
    ReceiptState.SIGNED: N_("已签名"),
    ReceiptState.WITNESSED: N_("已签名，有人见证"),
}
PURPOSE_WORDS: Mapping[str, str] = {
    LookPurpose.CARE: N_("安排服务"),
    LookPurpose.REGISTER: N_("登记、核对资料"),
    LookPurpose.COMPLAINT: N_("处理异议"),
    LookPurpose.AUDIT: N_("审计"),
    LookPurpose.REPORT: N_("汇总、上报"),
    SLIP_PURPOSE: N_("打印消息单"),
    RECOVERY_PURPOSE: N_("重新办卡、密码、登录"),
}
CONSENT_WORDS: Mapping[str, str] = {
    ConsentKind.BASIC: N_("登记资料"),
    ConsentKind.SENSITIVE: N_("身体情况和困难"),
    ConsentKind.HONOUR: N_("光荣榜上写名字"),
}
CERTIFICATE_END_WORDS: Mapping[str, str] = {
    EndCause.DECLINED: N_("没有同意出具"),
    EndCause.CORRECTION: N_("里面有一次服务更正了，总时间变了"),
    EndCause.REPLACED: N_("已经换发了新的证明"),
    EndCause.BY_HAND: N_("出具单位两个人核实后撤销"),
}
HOLDER_WORDS: Mapping[str, str] = {
    "issue": N_("县公益发放"),
    "loss": N_("县损失"),
    "expired": N_("到期"),
    "pool": N_("互助点时间池"),
    "programme": N_("补助项目"),
}
PLACE_HOME, PLACE_SITE = N_("家里"), N_("互助点")
