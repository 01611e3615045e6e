"""Write docs/errors.md and docs/routes.md from the code they speak of.

Run after a refusal or a route was added or changed:  .venv/bin/python -m scripts.write_reference
A test compares the two pages with what would be written now.
"""

import importlib
import pkgutil
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

from flask import Flask

import api
import timebank
import web
from api.errors import DETAILS, STATUS_OF_FAMILY
from api.faults import Fault, LoginRefused
from timebank.bootstrap import open_bank
from timebank.errors import Refusal
from timebank.settings import load_settings
from wsgi import create_app

DOCS = Path(__file__).parent.parent / "docs"
ERRORS, ROUTES = DOCS / "errors.md", DOCS / "routes.md"
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")

ERRORS_BEGIN = """# Refusals

Every answer that is not a success is a problem document (RFC 9457) with one of these codes. The code stays what it
is; the sentence is in the reader's language and says what to do; `field` names the input at fault, where one is, and
`facts` holds the numbers and names of the sentence. `errors` lists the sentences by field where several are at fault.

| status | means | the same request again |
|---|---|---|
| 400, 415, 422 | the request, or a rule, says no | gets the same answer: change it, with a new key |
| 401 | log in | after logging in, with the same key |
| 403, 404 | not for you, or not there; of what you may not know of, you are told 404 | gets the same answer |
| 409 | it is no longer as you saw it | look again first, then a new key |
| 429 | too many tries or requests | after the seconds in `Retry-After`, with the same key |
| 500 | a fault of ours; `request_id` finds it in the log | with the same key: a fault uses up none |
| 503 | nothing was decided | after the seconds in `Retry-After`, with the same key |

Written by `scripts/write_reference.py`; do not edit.
"""

ROUTES_BEGIN = """# Addresses

All that the server answers. `/api/v1` takes and gives JSON, described by `/api/v1/openapi.json` and readable at
`/api/v1/docs`; everything else is pages. Who may call what is declared in `tests/rights.py` and beside it, and tested
for every role.

Written by `scripts/write_reference.py`; do not edit.
"""


def main() -> None:
    """Write both pages."""
    ERRORS.write_text(errors_page(), encoding="utf-8")
    with tempfile.TemporaryDirectory() as home:
        ROUTES.write_text(routes_page(app_in(Path(home))), encoding="utf-8")


def app_in(home: Path) -> Flask:
    """Return the application over a new, empty installation."""
    settings = load_settings({"TIMEBANK_HOME": str(home)})
    return create_app(open_bank(settings), settings)


def errors_page() -> str:
    """Return the page of all codes."""
    import_everything()
    rows = sorted({*_refusals(), *_faults()})
    head = "\n| code | status | when | what it says |\n|---|---|---|---|\n"
    return (
        ERRORS_BEGIN
        + head
        + "".join(f"| `{code}` | {status} | {when} | {says} |\n" for code, status, when, says in rows)
    )


def routes_page(app: Flask) -> str:
    """Return the page of all addresses."""
    rows = sorted(_routes(app))
    parts = {
        "The API": [row for row in rows if row[0].startswith("/api/")],
        "Pages, and what machines ask": [row for row in rows if not row[0].startswith("/api/")],
    }
    tables = (
        f"\n## {title}\n\n| address | method | what it does |\n|---|---|---|\n"
        + "".join(f"| `{path}` | {method} | {what} |\n" for path, _, method, what in some)
        for title, some in parts.items()
    )
    return ROUTES_BEGIN + "".join(tables)


def import_everything() -> None:
    """Import every module, so that every refusal is known."""
    for package in (timebank, api, web):
        for name in _modules(package):
            importlib.import_module(name)


def _modules(package: ModuleType) -> Iterator[str]:
    for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        if not module.name.endswith("__main__"):
            yield module.name


def _refusals() -> Iterator[tuple[str, int, str, str]]:
    for code, kind in Refusal.by_code.items():
        if kind.__module__.split(".")[0] in ("timebank", "api", "web"):
            status = next(number for family, number in STATUS_OF_FAMILY.items() if issubclass(kind, family))
            yield code, status, _first_line(kind.__doc__), _words(kind.message)


def _faults() -> Iterator[tuple[str, int, str, str]]:
    for kind in Fault.__subclasses__():
        if kind is not LoginRefused:  # it speaks with the code of the refusal it stands for
            yield kind.code, kind.status, _first_line(kind.__doc__), _words(kind.message)
    for status, (code, words) in DETAILS.items():
        yield code, status, "Refused before any route was asked.", _words(words)


def _routes(app: Flask) -> Iterator[tuple[str, int, str, str]]:
    for rule in app.url_map.iter_rules():
        what = _first_line(app.view_functions[rule.endpoint].__doc__) or "Files of the pages"
        path = re.sub(r"<(?:[^:<>]+:)?([^<>]+)>", r"{\1}", str(rule))
        for method in METHODS:
            if method in (rule.methods or ()):
                yield path, METHODS.index(method), method, what.rstrip(".")


def _first_line(text: str | None) -> str:
    return (text or "").strip().split("\n")[0]


def _words(message: str) -> str:
    return re.sub(r"%\((\w+)\)s", r"*\1*", message).replace("|", "\\|")


if __name__ == "__main__":
    main()
