"""Samples of the pages that anyone may see."""

from tests.web.samples.shell import COORDINATOR, MONDAY, PAGED, THURSDAY, Samples
from tests.web.samples.things import CONSENT, NOTICE_LINES

OBJECTION_MADE = {"number": "Y-000012", "service_number": "450125-26-001234", "answer_by": THURSDAY}

VKEY = "demo.invalid/log/450125+21eaa16c+AT1sYqYLdGKBqYh3DJV+/QMEf0NJYw1vqAHgtcJjQ4lt"
CHECKER = {
    "books": [
        {
            "vkey": VKEY,
            "path": "/log/450125",
            "first_size": 0,
            "last_size": 812,
            "revoked_from": None,
        },
        {
            "vkey": VKEY,
            "path": "/log/450125",
            "first_size": 813,
            "last_size": None,
            "revoked_from": None,
        },
        {
            "vkey": VKEY,
            "path": "/log/450125",
            "first_size": 0,
            "last_size": 812,
            "revoked_from": 700,
        },
    ],
    "worker": "/verify/worker.js",
    "reader": {"script": "/static/vendor/reader.js", "code": "/static/vendor/reader.wasm"},
    "number": "",
}

PUBLIC: Samples = {
    "front.html": [{"verify_url": "/verify", "asks_type": True}, {"verify_url": None, "mode": "elder"}],
    "login.html": [
        {"way": "card", "next": "", "needs_code": False, "resume": ""},
        {
            "way": "phone",
            "next": "/",
            "needs_code": True,
            "resume": "c2VhbGVk",
            "values": {"phone": "13800000063"},
            "errors": {"password": ["手机号或密码不对。再试一次，或者请协管员帮您换密码。"]},
        },
    ],
    "card_scanned.html": [
        {
            **COORDINATOR,
            "member": {"id": "01a202c6-694e-77c3-bf40-b018743fc6e3", "name": "王秀英"},
            "card": "1340513508",
            "may_enter": True,
        }
    ],
    "resume.html": [{"path": "/needs", "inputs": [("note", "带轮椅")]}],
    "error.html": [
        {"status": status, "message": message, "code": code, "retry": retry}
        for status, message, code, retry in (
            (400, None, None, None),
            (404, None, None, None),
            (413, None, None, None),
            (422, "可用时间不够：还差 20分。", "not_enough_time", "/needs/new"),
            (503, None, "busy", "/"),
        )
    ],
    "receipt_number.html": [
        {
            "number": "450125-18231",
            "own_url": "/receipts/18231",
            "state": "已签名",
            "signed_size": 18300,
            "origin": "demo.invalid/log/450125",
            "vkey": "demo.invalid/log/450125+33d7b496+AeHTu4Q3hEIMHNqc6fASMsq3rKNx280NI+oO5xCFkkSx",
        }
    ],
    "notices.html": [
        {"number": "", "lines": NOTICE_LINES, **PAGED},
        {"number": "450125-26-009999", "lines": [], "next_url": None, "first_url": None},
    ],
    "notices_print.html": [
        {
            "back_url": "/notices",
            "place": "大丰镇 大丰村",
            "printed": MONDAY,
            "telephone": "0771-5550100",
            "lines": NOTICE_LINES * 4,
            "names_sites": names_sites,
        }
        for names_sites in (False, True)
    ],
    "join.html": [
        {
            "sites": [("45012510020101", "大丰村互助点 · 上林县大丰镇大丰村")],
            "spoken": [("putonghua", "普通话"), ("zhuang", "壮语")],
            "skills": [("cooking", "做饭"), ("first_aid", "急救")],
            "consent": CONSENT,
            "min_length": 8,
            "redeem_age": 60,
            "values": {"name": "陆阿妹", "skills": "cooking"},
            "errors": {"phone": ["手机号应是 11 个数字。"], "consent": ["还没有本人同意。"]},
        }
    ],
    "join_done.html": [{"number": "25600", "site": "大丰村互助点"}],
    "objection_new.html": [
        {
            "service": NOTICE_LINES[0],
            "days": 10,
            "may_enter_for_others": False,
            "values": {"number": "450125-26-001234"},
            "errors": {"reason": ["请写一句哪里不对，县里才好核查。"]},
        }
    ],
    "objection_done.html": [
        {"objection": {**OBJECTION_MADE, "is_settled": False}},
        {"objection": {**OBJECTION_MADE, "is_settled": True}},
    ],
    "one_time_code.html": [{"min_length": 8}],
    "verify.html": [
        CHECKER | {"checker": "/static/print.js", "alone": "/verify/alone.html"},
        CHECKER | {"checker": "/static/print.js", "alone": "/verify/alone.html", "number": "450125-4"},
    ],
}
