"""Files sealed chunk by chunk: every length comes back, and no change goes unseen."""

import io

import pytest

from timebank.sealed_stream import (
    CHUNK_BYTES,
    MAGIC,
    SALT_BYTES,
    TAG_BYTES,
    Altered,
    DoesNotOpen,
    NotASealedFile,
    OpeningReader,
    SealingWriter,
)

KEY = bytes(range(32))
HEADER = len(MAGIC) + SALT_BYTES
SEALED_CHUNK = CHUNK_BYTES + TAG_BYTES


def seal(data: bytes, tmp_path, piece: int = 10_000) -> bytes:
    path = tmp_path / "sealed"
    with path.open("wb") as file:
        writer = SealingWriter(file, KEY)
        for at in range(0, len(data), piece):
            writer.write(data[at : at + piece])
        writer.finish()
    return path.read_bytes()


def opened(sealed: bytes, key: bytes = KEY) -> bytes:
    reader = OpeningReader(io.BytesIO(sealed), key)
    return b"".join(iter(lambda: reader.read(7_919), b""))


@pytest.mark.parametrize("size", [0, 1, CHUNK_BYTES - 1, CHUNK_BYTES, CHUNK_BYTES + 1, 3 * CHUNK_BYTES])
def test_what_is_sealed_comes_back(size: int, tmp_path) -> None:
    data = bytes(n % 251 for n in range(size))

    assert opened(seal(data, tmp_path)) == data


def test_the_same_data_is_sealed_differently_each_time(tmp_path) -> None:
    assert seal(b"time", tmp_path) != seal(b"time", tmp_path)


def test_another_key_does_not_open_it(tmp_path) -> None:
    with pytest.raises(DoesNotOpen):
        opened(seal(b"time", tmp_path), bytes(32))


def test_a_file_of_another_kind_is_told_apart() -> None:
    with pytest.raises(NotASealedFile):
        opened(b"PK\x03\x04 some other file")


@pytest.mark.parametrize(
    "kept", [HEADER + SEALED_CHUNK, HEADER + 2 * SEALED_CHUNK, HEADER + SEALED_CHUNK + 100]
)
def test_a_file_cut_short_is_found_out_also_at_the_end_of_a_chunk(kept: int, tmp_path) -> None:
    sealed = seal(bytes(3 * CHUNK_BYTES), tmp_path)

    with pytest.raises((Altered, DoesNotOpen)):
        opened(sealed[:kept])


def test_every_changed_byte_is_found_out(tmp_path) -> None:
    sealed = seal(bytes(CHUNK_BYTES + 50), tmp_path)
    places = [*range(0, HEADER + 20), HEADER + CHUNK_BYTES, HEADER + SEALED_CHUNK + 5, len(sealed) - 1]

    for place in places:
        altered = bytearray(sealed)
        altered[place] ^= 1
        with pytest.raises((Altered, DoesNotOpen, NotASealedFile)):
            opened(bytes(altered))


def test_chunks_in_another_order_are_found_out(tmp_path) -> None:
    sealed = seal(bytes(3 * CHUNK_BYTES), tmp_path)
    first, second = HEADER + SEALED_CHUNK, HEADER + 2 * SEALED_CHUNK
    swapped = sealed[:HEADER] + sealed[first:second] + sealed[HEADER:first] + sealed[second:]

    with pytest.raises((Altered, DoesNotOpen)):
        opened(swapped)


def test_something_after_the_last_chunk_is_found_out(tmp_path) -> None:
    with pytest.raises((Altered, DoesNotOpen)):
        opened(seal(bytes(CHUNK_BYTES * 2), tmp_path) + b"more")
