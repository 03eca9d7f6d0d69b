"""Bodies in the content store lie there sealed, and are read as they were from any place on."""

from __future__ import annotations

import hashlib
import io
import tempfile
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.store.content import ContentStore
from hub.store.sealed_file import ContentDamaged, SealedWriter, open_sealed
from hub.store.sealing import KeyedHash
from tests.identity_sealer import IdentitySealer

FRAME = 16


class TurningSealer:
    """Turns every bit and adds a tag of place, row and bytes: enough to see what is sealed for which place."""

    def seal(self, place: str, row: str, plain: bytes, version: int = 0) -> bytes:
        return self._tag(place, row, plain) + bytes(byte ^ 0xFF for byte in plain)

    def unseal(self, place: str, row: str, sealed: bytes, version: int = 0) -> bytes:
        plain = bytes(byte ^ 0xFF for byte in sealed[8:])
        if sealed[:8] != self._tag(place, row, plain):
            raise ContentDamaged(row)
        return plain

    @staticmethod
    def _tag(place: str, row: str, plain: bytes) -> bytes:
        return hashlib.sha256(f"{place} {row} ".encode() + plain).digest()[:8]


class UnevenSealer(IdentitySealer):
    """Makes each frame longer than the one before."""

    def __init__(self) -> None:
        self._more = 0

    def seal(self, place: str, row: str, plain: bytes, version: int = 0) -> bytes:
        self._more += 1
        return super().seal(place, row, plain, version) + b"x" * self._more


SEALER = TurningSealer()


def written(folder: Path, plain: bytes, *, parts: int = 7) -> Path:
    path = folder / "sealed"
    with path.open("wb") as target:
        writer = SealedWriter(target, SEALER, FRAME)
        for begin in range(0, len(plain), parts):
            writer.write(plain[begin : begin + parts])
        writer.finish()
    return path


@given(
    st.binary(max_size=5 * FRAME),
    st.integers(1, 40),
    st.lists(st.tuples(st.integers(0, 6 * FRAME), st.integers(0, 40))),
)
def test_any_part_is_read_as_it_was_written(plain: bytes, parts: int, reads: list[tuple[int, int]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = written(Path(folder), plain, parts=parts)
        with open_sealed(path, SEALER, FRAME) as source:
            assert source.read() == plain
            for begin, count in reads:
                assert source.seek(begin) == source.tell() == begin
                assert source.read(count) == plain[begin : begin + count]


def test_nothing_of_the_plain_bytes_lies_in_the_file_and_equal_bytes_are_sealed_apart(tmp_path: Path) -> None:
    plain = b"94FMDDD;" * 40
    first = written(tmp_path, plain).read_bytes()

    assert b"94FMDDD" not in first
    assert written(tmp_path, plain).read_bytes() != first


@given(st.integers(0, 4 * FRAME), st.data())
def test_a_file_that_was_cut_is_never_read_as_whole(size: int, data: st.DataObject) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = written(Path(folder), bytes(size))
        whole = path.read_bytes()
        path.write_bytes(whole[: data.draw(st.integers(0, len(whole) - 1))])

        with pytest.raises(ContentDamaged), open_sealed(path, SEALER, FRAME) as source:
            source.read()


def test_frames_that_changed_places_do_not_open(tmp_path: Path) -> None:
    path = written(tmp_path, b"a" * FRAME + b"b" * FRAME + b"c")
    raw, frame = path.read_bytes(), 4 + 8 + FRAME
    path.write_bytes(raw[:20] + raw[20 + frame : 20 + 2 * frame] + raw[20 : 20 + frame] + raw[20 + 2 * frame :])

    with pytest.raises(ContentDamaged), open_sealed(path, SEALER, FRAME) as source:
        source.read()


def test_a_sealer_of_uneven_lengths_is_refused_while_writing() -> None:
    with pytest.raises(ValueError, match="equal lengths"):
        SealedWriter(io.BytesIO(), UnevenSealer(), FRAME).write(bytes(2 * FRAME))


@pytest.mark.parametrize("size", [0, 1, FRAME - 1, FRAME, FRAME + 1, 5 * FRAME])
def test_the_end_is_where_the_plain_bytes_end(tmp_path: Path, size: int) -> None:
    with open_sealed(written(tmp_path, b"x" * size), SEALER, FRAME) as source:
        assert source.seek(0, io.SEEK_END) == size


async def test_a_body_is_kept_sealed_under_a_name_that_tells_nothing_of_it(tmp_path: Path) -> None:
    keyed, raw = KeyedHash(b"a root of a test" * 2), b"94FMDDD;" * 20_000
    store = ContentStore(tmp_path / "content", SEALER, keyed)

    async def parts() -> AsyncIterator[bytes]:
        for begin in range(0, len(raw), 1000):
            yield raw[begin : begin + 1000]

    stored = await store.keep_stream(parts(), len(raw))

    assert (stored.sha256, stored.size) == (hashlib.sha256(raw).hexdigest(), len(raw))
    assert await store.read(stored.sha256) == raw
    (file,) = [path for path in (tmp_path / "content").rglob("*") if path.is_file()]
    assert file.name == keyed.digest_sealed(stored.sha256)
    assert stored.sha256 not in str(file)
    assert b"94FMDDD" not in file.read_bytes()
