"""Photographs become small and plain; what is no photograph is refused in words, whatever it is."""

import io
import os
import random
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from PIL import Image, ImageFile

from timebank.files import (
    LARGEST_STORED_BYTES,
    LARGEST_UPLOAD_BYTES,
    FileStore,
    NotAPhotograph,
    PhotographTooLarge,
    plain_photograph,
)

ORIENTATION, MAKE, GPS = 0x0112, 0x010F, 0x8825


def picture(
    form: str = "JPEG", size: tuple[int, int] = (800, 600), mode: str = "RGB", **how: object
) -> bytes:
    stream = io.BytesIO()
    Image.new(mode, size, 0).save(stream, form, **how)
    return stream.getvalue()


def noise(size: tuple[int, int]) -> bytes:
    """Return a picture that no compression makes small."""
    stream = io.BytesIO()
    Image.frombytes("RGB", size, random.Random(1).randbytes(size[0] * size[1] * 3)).save(stream, "PNG")
    return stream.getvalue()


def photographed_slip() -> bytes:
    """Return a phone's photograph: turned, with make and place, one corner white."""
    image = Image.new("RGB", (1000, 500), "black")
    image.paste("white", (0, 0, 500, 250))
    exif = Image.Exif()
    exif[ORIENTATION] = 6  # to be shown turned right by 90 degrees
    exif[MAKE] = "PhoneMaker"
    exif.get_ifd(GPS)[2] = (23.0, 26.0, 5.0)
    stream = io.BytesIO()
    image.save(stream, "JPEG", exif=exif, comment=b"secret comment")
    return stream.getvalue()


def test_half_a_photograph_is_none_whatever_else_this_process_has_loaded(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", True)  # as WeasyPrint leaves it

    with pytest.raises(NotAPhotograph):
        plain_photograph(photographed_slip()[:-400])


def test_the_place_the_camera_and_every_other_remark_are_gone() -> None:
    data = plain_photograph(photographed_slip())

    stored = Image.open(io.BytesIO(data))
    assert not stored.getexif()
    assert not {"exif", "comment", "icc_profile", "xmp"} & stored.info.keys()
    assert b"PhoneMaker" not in data
    assert b"secret comment" not in data


def test_it_stands_upright_without_the_remark_that_turned_it() -> None:
    stored = Image.open(io.BytesIO(plain_photograph(photographed_slip())))

    assert stored.size == (500, 1000)
    assert [stored.getpixel(place)[0] > 128 for place in ((400, 100), (100, 100), (400, 900))] == [
        True,
        False,
        False,
    ]


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_three_forms_are_taken_and_stored_as_jpeg(form: str) -> None:
    stored = Image.open(io.BytesIO(plain_photograph(picture(form))))

    assert (stored.format, stored.mode) == ("JPEG", "RGB")


@pytest.mark.parametrize("mode", ["L", "RGBA", "P", "CMYK", "1"])
def test_every_mode_of_colour_is_taken(mode: str) -> None:
    form = "JPEG" if mode == "CMYK" else "PNG"

    assert Image.open(io.BytesIO(plain_photograph(picture(form, mode=mode)))).mode == "RGB"


@pytest.mark.parametrize("size", [(4000, 3000), (640, 640), (3, 5), (5000, 2), (2, 5000)])
def test_what_is_stored_is_never_larger_than_the_limit(size: tuple[int, int]) -> None:
    data = plain_photograph(noise(size)) if max(size) < 4000 else plain_photograph(picture(size=size))

    assert len(data) <= LARGEST_STORED_BYTES


def test_a_picture_of_noise_gets_smaller_until_it_fits() -> None:
    data = plain_photograph(noise((1600, 1600)))

    assert len(data) <= LARGEST_STORED_BYTES


def test_a_large_photograph_keeps_its_small_writing() -> None:
    stored = Image.open(io.BytesIO(plain_photograph(picture(size=(4000, 3000)))))

    assert stored.size == (1600, 1200)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"not a picture",
        b"%PDF-1.7\n",
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        b"GIF89a\x01\x00\x01\x00\x80\x00\x00\x00\x00\x00\xff\xff\xff!\xf9\x04",
        picture("GIF"),
        picture("BMP"),
        picture("TIFF"),
        picture()[:200],
        picture("PNG")[:60],
        b"\xff\xd8\xff" + bytes(500),
    ],
)
def test_what_is_no_photograph_is_refused_by_field(data: bytes) -> None:
    with pytest.raises(NotAPhotograph) as refusal:
        plain_photograph(data, field="slip")

    assert refusal.value.field == "slip"


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    bomb = picture("PNG", size=(10_000, 6_000), mode="1")
    assert len(bomb) < 10_000

    with pytest.raises(PhotographTooLarge):
        plain_photograph(bomb)


def test_an_upload_beyond_any_phones_photograph_is_refused() -> None:
    with pytest.raises(PhotographTooLarge):
        plain_photograph(bytes(LARGEST_UPLOAD_BYTES + 1))


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_damaged_pictures_are_taken_or_refused_and_never_a_fault(form: str) -> None:
    chance = random.Random(2026)
    whole = picture(form, size=(64, 64))

    for _ in range(300):
        damaged = bytearray(whole)
        for _ in range(chance.randrange(1, 6)):
            damaged[chance.randrange(len(damaged))] = chance.randrange(256)
        try:
            plain_photograph(bytes(damaged[: chance.randrange(len(damaged)) or None]))
        except (NotAPhotograph, PhotographTooLarge):
            continue


def test_a_stored_file_is_read_back_by_its_hash(tmp_path: Path) -> None:
    store = FileStore(tmp_path / "files")

    name = store.put(b"sealed")

    assert store.get(name) == b"sealed"
    assert store.put(b"sealed") == name
    assert len([path for path in tmp_path.rglob("*") if path.is_file()]) == 1


def test_the_same_file_stored_by_many_at_once_is_stored_once(tmp_path: Path) -> None:
    store = FileStore(tmp_path / "files")

    for _ in range(20):
        data = os.urandom(20_000)
        with ThreadPoolExecutor(8) as pool:
            names = set(pool.map(store.put, [data] * 8))
        assert len(names) == 1
        assert store.get(names.pop()) == data


@pytest.mark.parametrize("name", ["", "../../settings.toml", "a" * 63, "/etc/passwd", "A" * 64])
def test_a_name_that_is_no_hash_is_no_file(tmp_path: Path, name: str) -> None:
    with pytest.raises(FileNotFoundError):
        FileStore(tmp_path / "files").get(name)
