"""What several pages show: a service, a need, a balance, the lists one chooses from."""

from tests.web.samples.shell import LI, MONDAY, NINE, TEN, THURSDAY, WANG

NOTICE_LINES = [
    {
        "number": f"450125-26-{number:06}",
        "volunteer": masked,
        "site": site,
        "day": MONDAY,
        "minutes": worked,
        "until": THURSDAY,
    }
    for number, masked, site, worked in (
        (1234, "李*英", "大丰村互助点", 80),
        (1235, "韦*", "云城村幸福院", 120),
        (1236, "蓝**", "东春社区邻里互助点", 45),
    )
]
STEPS = [
    {"words": "接单，预留1小时", "at": NINE, "who": "李秀英", "note": None},
    {"words": "签到", "at": NINE, "who": "李秀英", "note": None},
    {"words": "签退", "at": TEN, "who": "李秀英", "note": "比约好的多20分"},
    {"words": "老人确认", "at": TEN, "who": "王桂兰", "note": "用卡和数字密码"},
    {"words": "审核", "at": None, "who": None, "note": None},
    {"words": "公示 3 个工作日", "at": None, "who": None, "note": None},
    {"words": "入账", "at": None, "who": None, "note": None},
]
SERVICE = {
    "id": "s1",
    "number": "450125-26-001234",
    "kind": "助医",
    "state": "confirmed",
    "volunteer": LI,
    "elder": WANG,
    "planned_at": NINE,
    "planned_minutes": 60,
    "started_at": NINE,
    "ended_at": TEN,
    "worked_minutes": 80,
    "credited_minutes": None,
    "payer": "老人自己存的时间",
    "team": "大丰互助服务队",
    "to_pool": 80,
    "to_honour": 0,
    "place": "大丰村那马屯，祠堂后面第二家",
    "phone": "13800000078",
    "note": "腿脚不便，请带上轮椅",
    "way": "老人的卡和数字密码，在志愿者的手机上",
    "recorded_by": None,
    "notice_begins": None,
    "notice_ends": None,
    "is_logged_afterwards": False,
}
CONSENT = {
    "version": "basic-1",
    "paragraphs": [
        "我们登记您的姓名、出生日期、住址和电话，只用来安排互助服务、记您的时间。",
        "身体情况另外存放，加密保存；谁看过都有记录，您可以来问。",
    ],
}
NEED = {
    "id": "n1",
    "kind": "助医",
    "starts_at": NINE,
    "minutes": 60,
    "state": "open",
    "payer": None,
    "note": "腿脚不便，请带上轮椅",
    "hamlet": "那马屯",
    "elder": {"name": "王奶奶", "masked": True, "age": 78},
    "place": None,
    "phone": None,
    "entered_by": "农建华 代办",
    "helpers": 2,
}
BALANCE = {"available": 540, "reserved": 60, "coming": 80, "lifetime": 1260}
LINES = [
    {
        "at": TEN,
        "words": "助医，李秀英来帮忙",
        "minutes": -80,
        "note": "退回预留 10分",
        "balance": 540,
        "url": "/services/s1",
    },
    {
        "at": NINE,
        "words": "预留",
        "minutes": 0,
        "note": "预留 1小时30分",
        "balance": 620,
        "url": "/services/s1",
    },
    {
        "at": NINE,
        "words": "助餐，帮韦大爷",
        "minutes": 620,
        "note": "",
        "balance": 620,
        "url": "/services/s0",
    },
]
KINDS = [
    {"code": "meals", "words": "助餐", "hint": "做饭、送饭，陪您吃饭", "icon": "bowl"},
    {"code": "bathing", "words": "助浴", "hint": "帮您洗澡、洗头、擦身", "icon": "bath"},
    {"code": "cleaning", "words": "助洁", "hint": "打扫屋子，洗衣服、晒被子", "icon": "broom"},
    {"code": "medical", "words": "助医", "hint": "陪您去看病、取药，不打针不治疗", "icon": "clinic"},
    {"code": "walking", "words": "助行", "hint": "扶您出门走走，推轮椅、上下楼", "icon": "walk"},
    {"code": "shopping", "words": "助购", "hint": "替您或陪您赶圩、买东西", "icon": "basket"},
    {"code": "company", "words": "助聊", "hint": "上门陪您说说话", "icon": "chat"},
    {"code": "safety", "words": "助安", "hint": "看看家里的电、煤气、水和门窗", "icon": "shield"},
    {"code": "comfort", "words": "精神慰藉", "hint": "长期陪伴和开导，由学过的人来做", "icon": "hands"},
    {"code": "errands", "words": "代办", "hint": "替您交费、取件、跑手续", "icon": "form"},
    {"code": "visit", "words": "探访", "hint": "定期上门看望，问问您缺什么", "icon": "door"},
    {"code": "respite", "words": "喘息", "hint": "替家里照顾您的人歇一歇", "icon": "rest"},
]
KIND_CARDS = [{**kind, "posts": None, "url": f"/needs/new?kind={kind['code']}"} for kind in KINDS]
DAYS = [
    {"code": "2026-11-22", "words": "今天", "hint": "11月22日", "icon": None},
    {"code": "2026-11-23", "words": "明天", "hint": "11月23日", "icon": None},
    {"code": "2026-11-24", "words": "后天", "hint": "11月24日", "icon": None},
]
LENGTHS = [
    {"code": code, "words": words, "hint": None, "icon": None}
    for code, words in ((30, "半小时"), (60, "1小时"), (90, "1小时30分"), (120, "2小时"))
]
TIMES = [(f"{hour:02}:00", f"{hour}点") for hour in range(7, 20)]
TIME_CARDS = [
    {"url": f"/needs/new?starts_time={code}", "words": words, "hint": None, "icon": None, "posts": None}
    for code, words in TIMES
]
PLACES = [
    {"code": "home", "words": "家里", "hint": None, "icon": "home"},
    {"code": "site", "words": "互助点", "hint": None, "icon": "people"},
]
PAYERS = [
    {"code": "own", "words": "老人自己存的时间", "hint": "可用 9小时", "icon": "wallet"},
    {"code": "public", "words": "公益：由县里付", "hint": "在全县公开的额度之内", "icon": "people"},
]
CHOSEN = [
    {"term": term, "words": words, "change_url": "/needs/new"}
    for term, words in (
        ("帮什么忙", "助医"),
        ("哪一天", "明天 11月23日"),
        ("几点", "9点"),
        ("多久", "1小时"),
        ("在哪里", "家里"),
        ("谁来付", "我自己存的时间"),
    )
]
TASK = {
    "id": "s1",
    "kind": "助医",
    "at": NINE,
    "minutes": 60,
    "elder": "王桂兰",
    "place": "大丰村那马屯，祠堂后面第二家",
    "phone": "13800000078",
    "state": "accepted",
    "next": "check_in",
}
QUEUE_ITEM = {
    "url": "/services/s1/verification",
    "title": "助医 · 李秀英 → 王桂兰",
    "words": "11月23日 周一 09:00 · 1小时20分",
    "state": "confirmed",
}
SLIP_SERVICE = {
    "id": "s2",
    "number": "450125-26-001240",
    "kind": "助洁",
    "volunteer": "李秀英",
    "elder": "韦大爷",
    "at": NINE,
    "minutes": 60,
}
MEMBER = {
    "id": "m1",
    "number": "450125-000078",
    "name": "王桂兰",
    "age": 78,
    "sex": "女",
    "roles": "老人、志愿者",
    "place": "大丰村 那马屯",
    "site": "大丰村互助点",
    "languages": "壮语、普通话",
    "since": MONDAY,
}
SENSITIVE = {
    "phone": "13800000078",
    "address": "那马屯，祠堂后面第二家",
    "id_number": None,
    "living": "独居",
    "ability_level": "2 能力中度受损",
    "tags": "高龄",
    "birth_date": "1948年3月5日",
    "health": "腿脚不便",
    "note": None,
}
VOLUNTEERING = {
    "state": "applied",
    "steps": ["site"],
    "skills": "做饭",
    "trainings": "",
    "insured_until": THURSDAY,
    "fit_until": None,
}
SERVICE_LINE = {**SLIP_SERVICE, "icon": "broom", "state": "settled", "site": "大丰村互助点"}
LOOKS = [{"at": NINE, "who": "农建华", "why": "陪去医院要带的资料"}]
OBJECTION = {
    "id": "o1",
    "number": "Y-000012",
    "reason": "那天下午志愿者在圩上，没有来。",
    "contact": None,
    "received": NINE,
    "answer_by": THURSDAY,
    "state": "open",
    "decided": None,
}
FIGURES = [
    ("成员", 2014, "count"),
    ("互助点", 18, "count"),
    ("服务", 1512, "count"),
    ("时间", 98740, "minutes"),
]
CELLS = [
    {"value": value, "unit": unit, "url": f"/members?region=450125&f={value}"} for _, value, unit in FIGURES
]
ENTRY_TEXT = (
    "tb1\nbook 450125\nseq 1041\nkind settle\nrecorded 2026-11-26T16:00:02Z\nposting a7k… min -80 v5\n"
)
RECOVERY = {
    "id": "r1",
    "member_id": "m1",
    "name": "王桂兰",
    "kind": "卡丢了或坏了",
    "what": "卡和数字密码",
    "state": "asked",
    "steps": [
        {"words": "提出", "at": NINE, "who": "农建华", "note": None},
        {"words": "同意，原来的停用", "at": None, "who": None, "note": None},
    ],
}
