"""Samples of a member's own page, and of the two that belong to no door."""

from tests.web.samples.shell import NINE, TEN, VOLUNTEER, Samples
from tests.web.samples.things import LOOKS

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
            "export_url": "/me/export",
            "may_set_second_factor": True,
            "fresh_secret": "JBSW Y3DP EHPK 3PXP",
        }
    ],
    "resume.html": [{**VOLUNTEER, "path": "/services", "inputs": [("kind", "medical"), ("minutes", "60")]}],
    "api_docs.html": [{"spec_url": "/api/v1/openapi.json"}],
}
