"""From HTML to PDF by WeasyPrint, which draws letters with libraries of the operating system.

On Debian they are libpango-1.0-0, libpangoft2-1.0-0, libharfbuzz-subset0 and fonts-noto-cjk. Nothing else of the time
bank needs them: where they are missing, printing is refused in a sentence that names them, and /readyz says so.
Importing WeasyPrint takes two seconds, so that the first PDF does and the start of the server does not.
"""

import ctypes.util
import shutil
import subprocess
import threading
from functools import cache

from timebank.errors import N_, Unavailable

PANGO, SUBSET, FONTS = "libpango-1.0-0 libpangoft2-1.0-0", "libharfbuzz-subset0", "fonts-noto-cjk"
NEEDED = (PANGO, FONTS)
"""What nothing can be printed without; the subset library only makes it sixteen times as fast."""
PANGO_LIBRARIES = ("pango-1.0", "pangoft2-1.0", "harfbuzz")
FONT_LIST_SECONDS = 20

_one_at_a_time = threading.Lock()


class CannotPrint(Unavailable):
    """Libraries or fonts that make PDFs are not installed on this machine."""

    code = "cannot_print"
    message = N_("这台机器还不能做 PDF，缺少 %(missing)s。请管理员装好后再下载，证明本身不受影响。")


@cache
def missing_packages() -> tuple[str, ...]:
    """Return the Debian packages that printing lacks here; looked for once a process."""
    missing = []
    if not all(ctypes.util.find_library(name) for name in PANGO_LIBRARIES):
        missing.append(PANGO)
    if not ctypes.util.find_library("harfbuzz-subset"):
        missing.append(SUBSET)
    if not _has_chinese_font():
        missing.append(FONTS)
    return tuple(missing)


def html_to_pdf(html: str) -> bytes:
    """Return the PDF of a page that holds all it needs: styles and pictures stand in it, nothing is fetched.

    Raises:
        CannotPrint: the libraries or a Chinese font are not there.
    """
    lacking = [packages for packages in missing_packages() if packages in NEEDED]
    if lacking:
        raise CannotPrint(missing=" ".join(lacking))
    try:
        from weasyprint import HTML
        from weasyprint.urls import URLFetcher
    except OSError as error:  # a library that is there and does not load
        raise CannotPrint(missing=PANGO) from error
    # One page is drawn at a time: it keeps a core busy, and the server has other things to do.
    with _one_at_a_time:
        pdf: bytes = HTML(string=html, url_fetcher=URLFetcher(allowed_protocols=["data"])).write_pdf()
    return pdf


def _has_chinese_font() -> bool:
    program = shutil.which("fc-list")
    if program is None:  # comes with libpango
        return False
    listed = subprocess.run(  # noqa: S603 - a fixed command
        [program, ":lang=zh-cn", "family"],
        capture_output=True,
        timeout=FONT_LIST_SECONDS,
        check=False,
    )
    return bool(listed.stdout.strip())
