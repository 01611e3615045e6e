"""The checker of receipts as one script: its small modules, and the ones they stand on, put together into one file.

So the page loads one file under one address, which cannot mix two versions, and the same file can be put into a page
of its own that is carried on a stick. Nothing is rewritten but `import` and `export`: each module becomes a function
that returns what it exports, after those it imports. Another way of writing these two is refused.
"""

import re
from functools import cache
from pathlib import Path

STATIC = Path(__file__).parent / "static"
CHECKER = STATIC / "verify"
PACKAGES = {"@noble/hashes/crypto": STATIC / "vendor/hashes/crypto.js"}
"""Modules that are imported by the name of their package."""

_COMMENT = re.compile(r"^/\*.*?\*/\n?|^//# sourceMappingURL=.*$", re.MULTILINE | re.DOTALL)
_IMPORT = re.compile(r"^import\s+(\* as \w+|\{[^}]*\})\s+from\s+[\"']([^\"']+)[\"'];\n", re.MULTILINE)
_EXPORTED = re.compile(r"^export ((?:async )?function\*?|class|const) (\w+)", re.MULTILINE)
_EXPORT_LIST = re.compile(r"^export \{([^}]*)\};\n?", re.MULTILINE)
_EXPORT_DEFAULT = re.compile(r"^export default \w+;\n?", re.MULTILINE)
_LEFT_OVER = re.compile(r"^(?:import|export)\b.*|</script|<!--", re.MULTILINE | re.IGNORECASE)


class UnknownSyntax(Exception):
    """A module imports or exports in a way that is not known here."""


@cache
def checker_script(entry: str = "page.js") -> str:
    """Return a module of the checker with all that it imports, as one script that names its exports `checker`."""
    order: list[Path] = []
    _collect((CHECKER / entry).resolve(), order)
    modules = [_wrapped(path, order) for path in order]
    licences = [
        _licence(folder) for folder in dict.fromkeys(path.parent for path in order) if folder != CHECKER
    ]
    return "\n".join(
        (
            *licences,
            '"use strict";',
            "const checker = (() => {",
            *modules,
            f"return m{len(order) - 1};",
            "})();",
            "",
        )
    )


def _collect(path: Path, order: list[Path]) -> None:
    """Add a module after those it imports."""
    if path in order:
        return
    for _, source in _IMPORT.findall(_source(path)):
        _collect(_target(path, source), order)
    order.append(path)


def _wrapped(path: Path, order: list[Path]) -> str:
    """Return a module as a function called at once, which gives its exports."""
    code = _source(path)
    exported = [name for _, name in _EXPORTED.findall(code)]
    for names in _EXPORT_LIST.findall(code):
        exported += [_as(name, "{1}: {0}") for name in _names(names)]

    def imported(match: re.Match[str]) -> str:
        number = order.index(_target(path, match[2]))
        if match[1].startswith("*"):
            return f"const {match[1].removeprefix('* as ')} = m{number};\n"
        names = ", ".join(_as(name, "{0}: {1}") for name in _names(match[1].strip("{}")))
        return f"const {{ {names} }} = m{number};\n"

    code = _IMPORT.sub(imported, code)
    code = _EXPORT_DEFAULT.sub("", _EXPORT_LIST.sub("", _EXPORTED.sub(r"\1 \2", code)))
    if (left := _LEFT_OVER.search(code)) is not None:
        raise UnknownSyntax(f"{path.name}: {left[0].strip()}")
    return f"const m{order.index(path)} = (() => {{\n{code.strip()}\nreturn {{ {', '.join(exported)} }};\n}})();\n"


def _source(path: Path) -> str:
    return _COMMENT.sub("", path.read_text("utf-8"))


def _target(path: Path, source: str) -> Path:
    return PACKAGES[source].resolve() if source in PACKAGES else (path.parent / source).resolve()


def _names(listed: str) -> list[str]:
    return [name.strip() for name in listed.split(",") if name.strip()]


def _as(name: str, renamed: str) -> str:
    """Return `a` as it is and `a as b` in the other writing."""
    before, separator, after = name.partition(" as ")
    return renamed.format(before, after) if separator else name


def _licence(folder: Path) -> str:
    return f"/*! {folder.name}\n\n{(folder / 'LICENSE').read_text('utf-8').strip()}\n*/"
