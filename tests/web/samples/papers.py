"""Samples of the pages of certificates and honours."""

from tests.web.samples.shell import COORDINATOR, MONDAY, NINE, PAGED, THURSDAY, VOLUNTEER, Samples

SUMMARY = {
    "number": "4501252026100017",
    "state": "valid",
    "holder": "阿卜杜克热木江·买买提依明·吐尔逊古丽",
    "issuer": "上林县大丰镇云城社区第二邻里互助点",
    "minutes": 750,
    "asked_at": NINE,
    "until": THURSDAY,
    "issued_on": MONDAY,
    "ended_on": None,
}
WHOLE = {
    **SUMMARY,
    "code": "ABCD2345",
    "services": 12,
    "lists_services": True,
    "first_day": MONDAY,
    "last_day": THURSDAY,
    "head": "韦主任",
    "clerk": "农建华",
    "contact": "0771-5550101",
    "cause": None,
    "reason": None,
    "is_proposed": False,
}
ASKED = {**WHOLE, "state": "asked", "minutes": 0, "issued_on": None, "first_day": None, "last_day": None}
ENDED = {
    **WHOLE,
    "state": "withdrawn",
    "ended_on": THURSDAY,
    "cause": "里面有一次服务更正了，总时间变了",
    "reason": "名字写错",
}
FOUND = {
    "number": "4501252026100017",
    "state": "valid",
    "issuer": "上林县大丰镇云城村幸福院",
    "issued_on": MONDAY,
    "ended_on": None,
    "cause": None,
    "is_compared": True,
    "holder": "李*兰",
    "minutes": 750,
    "services": 12,
    "first_day": MONDAY,
    "last_day": THURSDAY,
}
WITHDRAWN = {
    **FOUND,
    "state": "withdrawn",
    "ended_on": THURSDAY,
    "cause": "已经换发了新的证明",
    "is_compared": False,
}

PAPERS: Samples = {
    "certificate_list.html": [
        {
            **COORDINATOR,
            **PAGED,
            "here": "/certificates",
            "certificates": [
                SUMMARY,
                {**SUMMARY, "state": "on_notice"},
                {**SUMMARY, "state": "withdrawn", "ended_on": THURSDAY},
                {**SUMMARY, "state": "asked", "minutes": 0},
            ],
            "is_office": True,
            "may_ask": False,
        },
        {
            **VOLUNTEER,
            "certificates": [],
            "is_office": False,
            "may_ask": True,
            "next_url": None,
            "first_url": None,
        },
    ],
    "certificate_new.html": [
        {
            **VOLUNTEER,
            "member": {"id": "m1", "name": "李秀英", "is_me": True},
            "minutes": 750,
            "issuers": [
                {"code": "45012510020201", "words": "上林县大丰镇云城村幸福院"},
                {"code": "450125", "words": "上林县"},
            ],
            "notice_days": 7,
        },
        {
            **VOLUNTEER,
            "member": {"id": "m1", "name": "李秀英", "is_me": True},
            "minutes": 0,
            "issuers": [],
            "notice_days": 0,
        },
    ],
    "certificate_show.html": [
        {**VOLUNTEER, "certificate": WHOLE, "actions": ["pdf", "renew"], "notice_days": 7},
        {**COORDINATOR, "certificate": ASKED, "actions": ["decide"], "notice_days": 7},
        {
            **COORDINATOR,
            "certificate": {**WHOLE, "state": "on_notice", "issued_on": None},
            "actions": ["stop"],
            "notice_days": 0,
        },
        {**COORDINATOR, "certificate": WHOLE, "actions": ["pdf", "propose"], "notice_days": 7},
        {
            **COORDINATOR,
            "certificate": {**WHOLE, "is_proposed": True},
            "actions": ["pdf", "second"],
            "notice_days": 7,
        },
        {
            **VOLUNTEER,
            "certificate": {**WHOLE, "is_proposed": True},
            "actions": ["pdf"],
            "notice_days": 7,
        },
        {**VOLUNTEER, "certificate": ENDED, "actions": ["renew"], "notice_days": 7},
    ],
    "certificate_check.html": [
        {"found": None, "refusal": None},
        {"found": FOUND, "refusal": None, "values": {"number": "4501252026100017", "code": "ABCD2345"}},
        {"found": {**WITHDRAWN, "state": "on_notice", "issued_on": None}, "refusal": None},
        {"found": WITHDRAWN, "refusal": None},
        {"found": None, "refusal": "没有找到这张证明。请对照纸上的编号和校验码再看一遍。"},
    ],
    "certificate_notices.html": [
        {
            **PAGED,
            "lines": [
                {
                    "number": "4501252026100017",
                    "volunteer": "阿*·买*",
                    "issuer": "上林县大丰镇云城社区第二邻里互助点",
                    "minutes": 750,
                    "services": 12,
                    "until": THURSDAY,
                }
            ],
        },
        {"lines": [], "next_url": None, "first_url": None},
    ],
    "honours.html": [
        {
            "month": "2026-11",
            "months": ["2026-11", "2026-10"],
            "people": [
                {"name": "阿卜杜克热木江·买买提依明", "site": "云城村幸福院", "minutes": 1230, "stars": 5},
                {"name": "李秀英", "site": "云城村幸福院", "minutes": 90, "stars": 0},
            ],
            "may_agree": True,
            "agreed": False,
        },
        {**VOLUNTEER, "month": "", "months": [], "people": [], "may_agree": False, "agreed": True},
    ],
    "honour_consent.html": [
        {
            **VOLUNTEER,
            "consent": {"version": "honour-1", "paragraphs": ["我同意把我的名字写在每个月的光荣榜上。"]},
            "errors": {"consent": ["请先勾选。"]},
        }
    ],
}
