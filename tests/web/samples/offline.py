"""Samples of what works without a network, of the phones that do it, and of paper sheets."""

from markupsafe import Markup

from tests.web.samples.shell import COORDINATOR, COUNTY, NINE, PAGED, TEN, Samples
from tests.web.samples.things import CONSENT, KINDS
from web.offline import TABS, WORDS

SHELF = {
    "here": "/offline/",
    "tabs": TABS,
    "words": [*WORDS.items(), ("type_elder", "登记老人"), ("type_service", "纸上的服务")],
}
LIST_OF_KINDS = [(kind["code"], kind["words"]) for kind in KINDS]
DAYS = [("2026-11-23", "今天"), ("2026-11-22", "昨天")]
DEVICE = {
    "id": "d1",
    "owner": None,
    "name": "安卓手机 · 谷歌浏览器",
    "state": "enrolled",
    "fingerprint": "1234 5678 9012",
    "public_key": "BAAA",
    "asked_at": NINE,
    "may_enrol": False,
    "may_revoke": True,
}
ASIDE = {
    "id": "s1",
    "title": "登记老人",
    "who": "农建华",
    "at": NINE,
    "received_at": TEN,
    "words": "这一条是 40 天前记的，要有人看过才能办。",
    "is_waiting": True,
}

OFFLINE: Samples = {
    "offline_queue.html": [SHELF],
    "offline_elder.html": [{**SHELF, "here": "/offline/elder", "consent": CONSENT}],
    "offline_step.html": [{**SHELF, "here": "/offline/step"}],
    "offline_slip.html": [{**SHELF, "here": "/offline/slip", "kinds": LIST_OF_KINDS}],
    "offline_sheet.html": [
        {**SHELF, "here": "/offline/sheet", "kinds": LIST_OF_KINDS, "lines": range(1, 11)}
    ],
    "devices.html": [
        {
            **COORDINATOR,
            **PAGED,
            "devices": [
                DEVICE,
                {**DEVICE, "id": "d2", "public_key": "BBBB", "state": "revoked", "may_revoke": False},
            ],
            "this": {"book": "450125", "member": "m1", "key": "BCCC", "number": 1},
            "name": "安卓手机 · 谷歌浏览器",
        },
        {
            **COUNTY,
            **PAGED,
            "devices": [{**DEVICE, "owner": "农建华", "state": "asked", "may_enrol": True}],
            "this": None,
            "name": "电脑",
        },
        {**COUNTY, "devices": [], "this": None, "name": "电脑", "next_url": None, "first_url": None},
    ],
    "set_aside_list.html": [
        {**COORDINATOR, **PAGED, "items": [ASIDE, {**ASIDE, "id": "s2"}]},
        {**COORDINATOR, "items": [], "next_url": None, "first_url": None},
    ],
    "set_aside_show.html": [
        {
            **COORDINATOR,
            "item": ASIDE,
            "fields": [("姓名", "韦玉芬"), ("出生日期", "1949-02-03")],
            "errors": {"reason": ["请写明为什么不办，记的人会看到。"]},
            "values": {"decision": "drop"},
        },
        {
            **COORDINATOR,
            "item": {**ASIDE, "is_waiting": False, "words": "登记好了，成员号 10231。"},
            "fields": [],
        },
    ],
    "sheet_new.html": [
        {
            **COORDINATOR,
            "days": DAYS,
            "kinds": LIST_OF_KINDS,
            "lines": range(1, 11),
            "done": ["10415", "10423"],
            "values": {"volunteer_3": "10231", "elder_3": "10240", "minutes_3": "60"},
            "errors": {"volunteer_3": ["同一时间已有另一次服务（编号 10415），请核对时间。"]},
        }
    ],
    "sheet_print.html": [
        {
            "back_url": "/sheets/new",
            "site": {"name": "大丰村互助点", "id": "45012510020101"},
            "number": "123456782",
            "code": Markup('<svg width="132" height="132"><title>扫这里录入这张表</title></svg>'),
            "lines": range(1, 11),
        }
    ],
    "activity_new.html": [
        {
            **COORDINATOR,
            "volunteers": [("10231", "李秀英 · 10231"), ("10258", "韦建国 · 10258")],
            "days": DAYS,
            "kinds": KINDS,
            "teams": [("10006", "大丰互助服务队 · 10006")],
            "done": [],
            "values": {"volunteers": ["10231"], "kind": "activity"},
        },
        {**COORDINATOR, "volunteers": [], "days": DAYS, "kinds": KINDS, "teams": [], "done": []},
    ],
}
