"""Write the page that checks receipts as one file, to be carried on a stick and opened without any network.

.venv/bin/python -m scripts.build_verifier verify.html --vkey KEY [--language en]
"""

import argparse
import tempfile
from pathlib import Path

from ledger.keys import parse_vkey
from scripts.write_reference import app_in
from web.verifying_receipts import checker_alone


def main() -> None:
    """Write the file."""
    parser = argparse.ArgumentParser(prog="build_verifier", description=__doc__.splitlines()[0])
    parser.add_argument("file", type=Path)
    parser.add_argument("--vkey", action="append", default=[], help="a key it trusts; others can be typed in")
    parser.add_argument("--language", default="zh-CN", help="zh-CN or en")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as home:
        headers = {"Accept-Language": options.language}
        with app_in(Path(home)).test_request_context(headers=headers):
            options.file.write_text(checker_alone([parse_vkey(text) for text in options.vkey]), "utf-8")


if __name__ == "__main__":
    main()
