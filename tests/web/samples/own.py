"""Samples of a member's own page, and of the two that belong to no door."""

from markupsafe import Markup

from tests.web.samples.shell import ELDER, MONDAY, NINE, PAGED, ROOT, TEN, VOLUNTEER, Samples
from tests.web.samples.things import LINES, LOOKS, RECOVERY
from web.charts import bar_chart

OWN: Samples = {
    "my_page.html": [
        {
            **VOLUNTEER,
            "here": "/me",
            "me": [("姓名", "李秀英"), ("手机号", "138****0063"), ("住址", None)],
            "consents": [
                {"id": "c1", "name": "登记资料", "version": "2026-11-01", "at": NINE, "withdrawn_at": None},
                {"id": "c2", "name": "身体情况", "version": "2026-11-01", "at": NINE, "withdrawn_at": TEN},
            ],
            "sessions": [
                {"id": "d1", "device": "安卓手机，微信", "last_seen": TEN, "is_current": True},
                {"id": "d2", "device": "电脑，Edge", "last_seen": NINE, "is_current": False},
            ],
            "looks": LOOKS,
            "has_password": True,
            "has_card": True,
            "min_length": 8,
            "recoveries": [RECOVERY],
            "proxies": [{"id": "m7", "name": "韦晓梅", "until_day": MONDAY}],
            "export_url": "/me/export",
            "may_set_second_factor": True,
            "fresh_secret": "JBSW Y3DP EHPK 3PXP",
        }
    ],
    "messages.html": [
        {
            **ELDER,
            **PAGED,
            "here": "/me/messages",
            "messages": [
                {
                    "words": "服务 100016 记了 1小时30分，请您确认。",
                    "at": TEN,
                    "url": "/services/100016",
                    "is_unread": True,
                },
                {
                    "words": "给您办了卡。不是您要的，请马上联系协管员。",
                    "at": NINE,
                    "url": None,
                    "is_unread": False,
                },
            ],
            "newest": "m2",
            "way": "sms",
            "ways": [("none", "不外发，我自己来看"), ("sms", "短信")],
        },
        {
            **VOLUNTEER,
            "messages": [],
            "newest": "",
            "way": None,
            "ways": [],
            "next_url": None,
            "first_url": None,
        },
    ],
    "receipts.html": [
        {
            **VOLUNTEER,
            **PAGED,
            "here": "/receipts",
            "rows": [{**line, "url": "/receipts/18231", "state": "已签名"} for line in LINES],
        },
        {**VOLUNTEER, "rows": [], "next_url": None, "first_url": None},
    ],
    "sealed_line.html": [
        {
            **VOLUNTEER,
            "here": "/receipts/sealed",
            "at": TEN,
            "seq": 18240,
            "sealed": 18239,
            "root": ROOT,
            "balance": 135,
            "reserved": reserved,
            "coming": reserved,
            "total": 80_120,
            "file_url": file_url,
        }
        for reserved, file_url in ((60, "/receipts/sealed/file"), (0, None))
    ],
    "receipt_show.html": [
        {
            **VOLUNTEER,
            "number": "450125-18231",
            "at": NINE,
            "what": [("事项", "入账"), ("服务日期", "11月20日 周五"), ("收到", "45分")],
            "says": ["这一笔之后，您的余额是 2小时。", "另有 1小时 将会收到。"],
            "proves": ["这一笔是账本 demo.invalid/log/450125 的第 18231 条。"],
            "proves_not": ["它不证明您现在还有这些时间：后来可能又用掉了。"],
            "state": "已签名，有人见证",
            "leaf": ROOT,
            "short_url": "/r/450125-18231",
            "file_url": file_url,
            "codes": [Markup("<svg></svg>")] * 3,
            "address_code": Markup("<svg></svg>"),
            "address": "https://time.example.cn/r/450125-18231",
        }
        for file_url in ("/receipts/18231/file", None)
    ],
    "resume.html": [{**VOLUNTEER, "path": "/services", "inputs": [("kind", "medical"), ("minutes", "60")]}],
    "styleguide.html": [
        {
            **VOLUNTEER,
            "steps": [{"words": "已接单", "at": NINE, "who": "李秀英", "note": None}],
            "chart": bar_chart("入账时间", [("大丰镇", "280小时50分", 16850)]),
            "balance": {"available": 90, "reserved": 60, "coming": 45, "lifetime": 1290},
        }
    ],
    "api_docs.html": [{"spec_url": "/api/v1/openapi.json"}],
}
