"""Copy the browser files named in vendor.json out of their npm packages into web/static/vendor/.

Run it after a change of vendor.json, from the top of the repository, and commit what changed:

    python scripts/vendor.py

vendor.json says which file of which exact package goes where; vendor.lock.json says what came: the sha512
of the package as the registry names it (``integrity``) and the sha256 of every file copied. A package that
is already in the lock must arrive with the same integrity, else nothing of it is copied.
"""

import base64
import hashlib
import json
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
WANTED = ROOT / "vendor.json"
LOCK = ROOT / "vendor.lock.json"
TARGET = ROOT / "web" / "static" / "vendor"


class UnexpectedPackage(Exception):
    """A package whose bytes are not those of the lock."""


def main() -> None:
    """Fetch every package of vendor.json and write the lock anew."""
    wanted: dict[str, dict[str, str]] = json.loads(WANTED.read_text("utf-8"))
    known = json.loads(LOCK.read_text("utf-8")) if LOCK.exists() else {}

    lock = {}
    for package, files in wanted.items():
        print(f"{package} …", flush=True)
        expected = known.get(package, {}).get("integrity")
        lock[package] = vendor(package, files, expected)
    LOCK.write_text(json.dumps(lock, indent=2, sort_keys=True) + "\n", "utf-8")


def vendor(package: str, files: dict[str, str], expected: str | None) -> dict[str, object]:
    """Copy the files of one package and return its part of the lock.

    Raises `UnexpectedPackage` when its sha512 differs from the one expected; None accepts a new package.
    """
    with tempfile.TemporaryDirectory() as folder:
        archive = pack(package, Path(folder))
        integrity = "sha512-" + base64.b64encode(hashlib.sha512(archive.read_bytes()).digest()).decode()
        if expected not in (None, integrity):
            raise UnexpectedPackage(f"{package}: want {expected}, got {integrity}")
        return {"integrity": integrity, "files": copy(archive, files, TARGET / folder_name(package))}


def pack(package: str, folder: Path) -> Path:
    """Download the package's tarball into the folder, running none of its scripts."""
    command = ["npm", "pack", "--json", "--ignore-scripts", package]
    answer = subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True)
    name: str = json.loads(answer.stdout)[0]["filename"]
    return folder / name


def copy(archive: Path, files: dict[str, str], target: Path) -> dict[str, str]:
    """Write the named members into the target folder; return path under vendor/ → sha256."""
    target.mkdir(parents=True, exist_ok=True)
    digests = {}
    with tarfile.open(archive) as tarball:
        for member, name in files.items():
            source = tarball.extractfile(f"package/{member}")
            if source is None:
                raise FileNotFoundError(f"{archive.name} holds no file {member}")
            content = source.read()
            (target / name).write_bytes(content)
            digests[f"{target.name}/{name}"] = hashlib.sha256(content).hexdigest()
    return digests


def folder_name(package: str) -> str:
    """``@picocss/pico@2.1.1`` → ``pico``: the name without scope and version."""
    return package.rpartition("@")[0].rpartition("/")[2]


if __name__ == "__main__":
    try:
        main()
    except UnexpectedPackage as error:
        sys.exit(f"vendor: {error}")
