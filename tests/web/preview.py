"""Write every page with its samples as files, to be looked at in a browser.

    python -m tests.web.preview [FOLDER]          default: timebank-preview in the temporary folder

Each sample is written in the standard and in the elder mode. Nothing here runs in the application.
"""

import sys
import tempfile
from pathlib import Path

from tests.web.pages import STATIC, environment, render
from tests.web.samples import all_samples


def main() -> None:
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else Path(tempfile.gettempdir()) / "timebank-preview")
    folder.mkdir(parents=True, exist_ok=True)
    env = environment(static_url=STATIC.as_uri())
    for name, template, context in all_samples():
        for mode in ("standard", "elder"):
            page = render(template, {**context, "mode": mode}, env)
            (folder / f"{name}-{mode}.html").write_text(page, "utf-8")
    print(folder)


if __name__ == "__main__":
    main()
