"""How the modules of the checker become one script: nothing is lost, and what is not understood is refused."""

from pathlib import Path

import pytest

from web import verifier_script
from web.verifier_script import UnknownSyntax, checker_script


def test_the_script_holds_every_module_once_and_the_licences() -> None:
    script = checker_script()

    assert script.count("function checkInclusion(") == 1
    assert script.count("MIT License") >= 2
    assert "import " not in [line[:7] for line in script.splitlines()]


@pytest.mark.parametrize(
    "line",
    [
        'import "./other.js";',
        'import all from "./other.js";',
        "export default function () {}",
        "const x = '</script>';",
    ],
)
def test_another_way_of_writing_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, line: str
) -> None:
    (tmp_path / "odd.js").write_text(f"{line}\n")
    monkeypatch.setattr(verifier_script, "CHECKER", tmp_path)

    with pytest.raises(UnknownSyntax):
        checker_script.__wrapped__("odd.js")
