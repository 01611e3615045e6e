"""Who is shown in the samples, what stands around every page, and the moments at which things happen.

The cast is that of all tests: Wang (78) receives, Li (63) gives, Nong verifies, Chen runs the county.
"""

from datetime import UTC, date, datetime
from typing import Any

Context = dict[str, Any]
Samples = dict[str, list[Context]]

NINE = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
TEN = datetime(2026, 11, 23, 2, 20, tzinfo=UTC)
MONDAY = date(2026, 11, 23)
THURSDAY = date(2026, 11, 26)
ROOT = "9f2c4be07a16d83355a0c1be74f2906d13c8e5aa0b77f4d2169e3c5a8842f01b"

WANG = {"name": "王桂兰", "masked": False, "age": 78}
LI = {"name": "李秀英", "masked": False, "age": 63}
NAV_ELDER = [
    ("/", "首页", "home"),
    ("/needs/new", "我要帮助", "help"),
    ("/time", "我的时间", "clock"),
    ("/confirmations", "确认服务", "done"),
    ("/me", "我的", "person"),
]
NAV_VOLUNTEER = [
    ("/", "今天", "home"),
    ("/open-needs", "谁要帮忙", "help"),
    ("/hours", "我的时间", "clock"),
    ("/me", "我的", "person"),
]
NAV_COORDINATOR = [
    ("/", "待办", "list"),
    ("/needs", "需求", "help"),
    ("/members", "成员", "people"),
    ("/notices", "公示", "board"),
    ("/me", "我的", "person"),
]
NAV_COUNTY = [
    ("/", "全县", "tree"),
    ("/objections", "异议", "flag"),
    ("/sites", "互助点", "home"),
    ("/ledger", "账本", "book"),
    ("/audit", "审计", "shield"),
    ("/me", "我的", "person"),
]

SHELL: Context = {
    "lang": "zh-Hans-CN",
    "languages": [("zh-Hans-CN", "中文"), ("en", "English")],
    "mode": "standard",
    "asks_type": False,
    "demo": True,
    "county": "上林县",
    "here": "/",
    "nav": [],
    "doors": [],
    "actor": None,
    "unread": 0,
    "acting_for": None,
    "contact": {"name": "农建华", "phone": "0771-5550101", "site": "大丰村互助点"},
    "emergency": False,
    "standstill": None,
    "values": {},
    "errors": {},
}
DOORS = [
    {"url": "/doors/serving", "words": "我来服务", "icon": "hands", "is_current": True},
    {"url": "/doors/care", "words": "我要帮助", "icon": "help", "is_current": False},
]
ELDER: Context = {
    "nav": NAV_ELDER,
    "actor": {"name": "王桂兰", "roles": "老人"},
    "unread": 12,
    "emergency": True,
}
VOLUNTEER: Context = {"nav": NAV_VOLUNTEER, "doors": DOORS, "actor": {"name": "李秀英", "roles": "志愿者"}}
COORDINATOR: Context = {"nav": NAV_COORDINATOR, "actor": {"name": "农建华", "roles": "协管员"}}
COUNTY: Context = {"nav": NAV_COUNTY, "actor": {"name": "陈卫国", "roles": "县级"}}
PAGED: Context = {"next_url": "?after=20", "first_url": None}
