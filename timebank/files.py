"""Photographs of slips: made small and plain, sealed with a person's key, named by their hash.

A photograph is stored before the command that names it (a file cannot be rolled back); one that no row names is
swept away later. Re-encoding drops the place and the camera (EXIF), and whatever else hid in the file.
"""

import hashlib
import io
import os
import re
import secrets
from pathlib import Path

from PIL import Image, ImageFile, ImageOps, UnidentifiedImageError

from timebank.errors import N_, InvalidInput

LARGEST_UPLOAD_BYTES = 12_000_000
LARGEST_PIXELS = 50_000_000
LARGEST_STORED_BYTES = 300_000
NAME = re.compile(r"[0-9a-f]{64}")
LONG_EDGES = (1600, 1280, 1024, 800, 640)


class NotAPhotograph(InvalidInput):
    """The upload is not a picture we can read."""

    code = "not_a_photograph"
    message = N_("这个文件不是能读取的照片，请重新拍一张（JPG 或 PNG）。")


class PhotographTooLarge(InvalidInput):
    """The upload is larger than any phone's photograph."""

    code = "photograph_too_large"
    message = N_("照片太大了，请重新拍一张。")


def plain_photograph(data: bytes, field: str = "photo") -> bytes:
    """Return an upload as a JPEG of at most 300 kB without any metadata.

    Raises:
        NotAPhotograph, PhotographTooLarge: the upload cannot be used; the refusal names the field.
    """
    if len(data) > LARGEST_UPLOAD_BYTES:
        raise PhotographTooLarge(field=field)
    try:
        ImageFile.LOAD_TRUNCATED_IMAGES = False  # WeasyPrint lets the whole process read broken photographs
        with Image.open(io.BytesIO(data), formats=("JPEG", "PNG", "WEBP")) as picture:
            if picture.width * picture.height > LARGEST_PIXELS:
                raise PhotographTooLarge(field=field)
            picture.draft("RGB", (LONG_EDGES[0], LONG_EDGES[0]))  # spares the memory of a large JPEG
            upright = ImageOps.exif_transpose(picture).convert("RGB")
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise NotAPhotograph(field=field) from error
    for edge in LONG_EDGES:
        upright.thumbnail((edge, edge))
        stored = _as_jpeg(upright)
        if len(stored) <= LARGEST_STORED_BYTES:
            break
    return stored


def _as_jpeg(picture: Image.Image) -> bytes:
    bare = Image.new("RGB", picture.size)  # a new one, because a picture carries its remarks along
    bare.paste(picture)
    stream = io.BytesIO()
    bare.save(stream, "JPEG", quality=75, optimize=True)
    return stream.getvalue()


class FileStore:
    """A folder of sealed files, each named by the SHA-256 of its sealed bytes."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def put(self, sealed: bytes) -> str:
        """Store sealed bytes durably and return their name."""
        name = hashlib.sha256(sealed).hexdigest()
        path = self._path(name)
        if path.exists():
            return name
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        temporary = path.with_suffix(f".{secrets.token_hex(8)}.new")
        with temporary.open("wb") as file:
            file.write(sealed)
            file.flush()
            os.fsync(file.fileno())
        temporary.rename(path)
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
        return name

    def get(self, name: str) -> bytes:
        """Return the sealed bytes of a name.

        Raises:
            FileNotFoundError: there is no such file, or the text is no name of one.
        """
        if not NAME.fullmatch(name):
            raise FileNotFoundError(f"{name!r} is no name of a stored file")
        return self._path(name).read_bytes()

    def remove(self, name: str) -> None:
        """Take a file away; one that is gone already is no fault."""
        if NAME.fullmatch(name):
            self._path(name).unlink(missing_ok=True)

    def _path(self, name: str) -> Path:
        return self._folder / name[:2] / name
