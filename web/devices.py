"""What a browser calls itself, in words a person recognises: 安卓手机 · 微信."""

from timebank.errors import N_
from web.translate import _

MACHINES = (
    ("iPhone", N_("苹果手机")),
    ("iPad", N_("平板")),
    ("Harmony", N_("华为手机")),
    ("Android", N_("安卓手机")),
    ("Windows", N_("电脑")),
    ("Macintosh", N_("电脑")),
    ("Linux", N_("电脑")),
)
BROWSERS = (
    ("MicroMessenger", N_("微信")),
    ("QQBrowser", N_("QQ 浏览器")),
    ("Edg", N_("Edge 浏览器")),
    ("Firefox", N_("火狐浏览器")),
    ("Chrom", N_("谷歌浏览器")),
    ("Safari", N_("苹果浏览器")),
)
"""The first that fits counts: every browser also calls itself by the names of older ones."""


def device_words(user_agent: str) -> str:
    """Return machine and browser; what is neither known is called a program."""
    found = [
        next((_(words) for sign, words in table if sign in user_agent), None)
        for table in (MACHINES, BROWSERS)
    ]
    return " · ".join(filter(None, found)) or _("程序")
