"""The committed browser files are the ones the lock names, byte for byte. Needs no network."""

import hashlib
import json
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
VENDOR = ROOT / "web" / "static" / "vendor"
WANTED = json.loads((ROOT / "vendor.json").read_text("utf-8"))
LOCK = json.loads((ROOT / "vendor.lock.json").read_text("utf-8"))


def locked_files() -> dict[str, str]:
    return {path: digest for package in LOCK.values() for path, digest in package["files"].items()}


def test_every_committed_file_has_the_digest_of_the_lock() -> None:
    found = {
        path.relative_to(VENDOR).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in VENDOR.rglob("*")
        if path.is_file()
    }

    assert found == locked_files()


def test_the_lock_holds_exactly_what_is_wanted() -> None:
    locked = {name: {path.split("/")[1] for path in package["files"]} for name, package in LOCK.items()}

    assert locked == {name: set(files.values()) for name, files in WANTED.items()}


def test_every_package_brings_its_licence() -> None:
    assert all("LICENSE" in files.values() for files in WANTED.values())


def test_every_package_is_pinned_with_the_integrity_of_its_registry() -> None:
    assert all(package["integrity"].startswith("sha512-") for package in LOCK.values())
