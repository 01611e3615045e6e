"""The pages that open without a network: shells that hold nothing of anybody, kept on the phone by a service worker.

The worker's version is the hash of the pages themselves, which name their files with hashes; so whatever changes,
language and size of type included, is fetched anew as a whole.
"""

import hashlib
import json
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from flask import Blueprint, Response, current_app, g, jsonify, render_template, request

from timebank.catalogue.kinds import KINDS
from timebank.devices.kinds import TYPE_WORDS
from timebank.devices.town import known_town
from timebank.errors import N_
from timebank.members.consents import ConsentKind
from web import times
from web.current import current_actor, current_book, reading, want_login
from web.members import consent_shown
from web.translate import _

pages = Blueprint("offline_pages", __name__, url_prefix="/offline")

TABS = (
    ("/offline/", N_("手机里的"), "list"),
    ("/offline/elder", N_("登记"), "plus"),
    ("/offline/step", N_("签到"), "play"),
    ("/offline/slip", N_("服务单"), "camera"),
    ("/offline/sheet", N_("登记表"), "form"),
)
LINES = 10
FILES = re.compile(r'(?:href|src)="(/static/[^"]+)"')
WORDS: Mapping[str, str] = {
    "saved": N_("存好了 %(count)s 条。有网络时自动发出。"),
    "not_saved": N_("没有存进手机：%(why)s。请先写在纸上。"),
    "in_phone": N_("还在手机里。有网络时自动发出，不用再录。"),
    "some_wait": N_("还有 %(count)s 条等着发送。"),
    "none_waits": N_("没有等着发送的。"),
    "no_network": N_("现在发不出去，等有网络时自动再发。"),
    "clear": N_("清除以后，这部手机要重新登记才能离线录入。确定清除吗？"),
    "clear_with_items": N_("还有 %(count)s 条没有发出，清除以后就没有了！确定清除吗？"),
    "wanted": N_("请填写这一项。"),
    "wrong_number": N_("这个号码不对，请对照纸上再看一遍。"),
    "wrong_time": N_("请写几点几分，比如 09:00。"),
    "wrong_minutes": N_("请写分钟数，1 到 999。"),
    "wrong_day": N_("没有这一天，请核对年月日。"),
    "wrong_phone": N_("手机号是 11 个数字，请核对。"),
    "wrong_photo": N_("这个文件不是能读取的照片，请重新拍一张（JPG 或 PNG）。"),
    "photo_wanted": N_("请拍下这张纸的照片。"),
    "consent_wanted": N_("还没有本人同意，不能登记。请先读给本人听，同意后再办。"),
}


@pages.get("/")
def queue() -> str:
    """Show the phone's own queue."""
    return _shell("offline_queue.html")


@pages.get("/elder")
def elder() -> str:
    """Show the form that registers an elder."""
    return _shell("offline_elder.html", consent=consent_shown(ConsentKind.BASIC))


@pages.get("/step")
def step() -> str:
    """Show the form of a check-in or check-out."""
    return _shell("offline_step.html")


@pages.get("/slip")
def slip() -> str:
    """Show the form of a paper slip."""
    return _shell("offline_slip.html", kinds=_kinds())


@pages.get("/sheet")
def sheet() -> str:
    """Show the form of a paper sheet."""
    return _shell("offline_sheet.html", kinds=_kinds(), lines=range(1, LINES + 1))


SHELLS: Mapping[str, Callable[[], str]] = dict(
    zip((url for url, _words, _icon in TABS), (queue, elder, step, slip, sheet), strict=True)
)


@pages.get("/worker.js")
def worker() -> Response:
    """Show the service worker, which keeps the pages and their files."""
    shells = {path: _as_opened(path, show) for path, show in SHELLS.items()}
    files = {file for shell in shells.values() for file in FILES.findall(shell)}
    version = hashlib.sha256("".join(shells.values()).encode()).hexdigest()[:16]
    assert current_app.static_folder is not None
    text = (Path(current_app.static_folder) / "offline/worker.js").read_text(encoding="utf-8")
    head = f"const VERSION = {json.dumps(version)};\nconst SHELL = {json.dumps([*shells, *sorted(files)])};\n"
    answer = Response(head + text, content_type="text/javascript; charset=utf-8")
    answer.headers["Service-Worker-Allowed"] = "/"
    return answer


@pages.get("/town.json")
def town() -> Response:
    """Show what a coordinator's phone may know of its place."""
    want_login()
    known = known_town(reading(), current_actor())
    return jsonify(
        {
            "member": known.member,
            "site": {"id": known.site, "name": known.site_name},
            "people": [{"number": one.number, "name": one.name} for one in known.people],
            "services": [
                {
                    "number": one.number,
                    "at": f"{times.local(one.at):%Y-%m-%dT%H:%M}",
                    "volunteer": one.volunteer,
                    "elder": one.elder,
                }
                for one in known.services
            ],
        }
    )


def _shell(template: str, **more: Any) -> str:
    """Return a page that is the same for everybody, logged in or not."""
    book = current_book()
    g.is_bare = True
    types = {f"type_{name}": words for name, words in TYPE_WORDS.items()}
    return render_template(
        template,
        demo=book.is_demo,
        county=book.name,
        here=g.get("shell_path", request.path),
        tabs=[(url, _(words), icon) for url, words, icon in TABS],
        words=[(name, _(words)) for name, words in {**WORDS, **types}.items()],
        **more,
    )


def _as_opened(path: str, show: Callable[[], str]) -> str:
    g.shell_path = path
    return show()


def _kinds() -> list[tuple[str, str]]:
    return [(kind.code, _(kind.name)) for kind in KINDS]
