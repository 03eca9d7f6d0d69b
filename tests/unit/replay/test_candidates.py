"""A candidate is read in a process of its own: bounded, without network and without files to write."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Mapping

import pytest

from hub.errors import Refused
from hub.exchange.replay.candidate import MOST_BYTES, from_folder, from_zip, reading_with
from mappings.format import BUNDLED, Addition

CIVIL_ACT = BUNDLED / "justice_civil-act"
SAMPLE = (CIVIL_ACT / "samples" / "birth-with-fin.input.json").read_bytes()
PATTERN = (
    "format: test.slow.v1\nsyntax: json\nempty_is_absent: true\n"
    "business_id: {path: id, duplicates: declared}\n"
    "keys: [{kind: fin, field: fin}]\n"
    "read:\n  record: person\n  fields:\n    - {field: surname, path: a, as: pattern, pattern: '(x+x+)+y'}\n"
    "    - {field: fin, path: f, as: fin}\n  ignored: [id]\n"
)
SCHEMA = json.dumps({"type": "object"})


def packed(files: Mapping[str, bytes]) -> bytes:
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED) as target:
        for name, content in files.items():
            target.writestr(name, content)
    return raw.getvalue()


async def test_the_bundled_folder_reads_as_it_does_here() -> None:
    async with reading_with(from_folder(CIVIL_ACT), {}) as reader:
        read = await reader.read(SAMPLE)

    assert (reader.problems, reader.format) == ([], "justice.civil-act.v1")
    assert read.is_mapped
    assert read.fields is not None
    assert read.fields["0.subjects.0.person.sex"] == "female"


async def test_codes_that_were_agreed_on_are_read_by_the_candidate_too() -> None:
    sent = SAMPLE.replace(b'"gender": "F"', b'"gender": "X"')
    agreed = {"justice.civil-act.v1": [Addition("sex", "X", "female")]}

    async with (
        reading_with(from_folder(CIVIL_ACT), {}) as without,
        reading_with(from_folder(CIVIL_ACT), agreed) as knows,
    ):
        outcomes = [(await reader.read(sent)).outcome for reader in (without, knows)]

    assert outcomes == ["quarantined", "mapped"]


async def test_mistakes_of_a_candidate_are_all_told() -> None:
    files = from_folder(CIVIL_ACT)
    files["mapping.yaml"] = files["mapping.yaml"].replace("table: sex", "table: sax").replace("as: date", "as: dote")

    async with reading_with(files, {}) as reader:
        problems = reader.problems

    assert any("sax" in problem for problem in problems)


async def test_a_pattern_without_end_ends_the_replay_and_not_the_hub() -> None:
    async with reading_with({"mapping.yaml": PATTERN, "schema.json": SCHEMA}, {}) as reader:
        assert reader.problems == []
        with pytest.raises(Refused) as refused:
            await reader.read(json.dumps({"id": "1", "f": "94FMDDD", "a": "x" * 60}).encode())

    assert refused.value.code == "replay.candidate_broke"


def test_a_packed_folder_is_taken_at_the_top_or_in_one_folder_and_samples_are_left() -> None:
    files = {"f/mapping.yaml": b"format: x", "f/codes.yaml": b"a: {}", "f/samples/one.json": b"{}"}

    assert from_zip(packed(files)) == {"mapping.yaml": "format: x", "codes.yaml": "a: {}"}


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"no zip", "replay.no_folder"),
        (packed({"codes.yaml": b"a: {}"}), "replay.no_folder"),
        (packed({"mapping.yaml": b"a", "evil.py": b"b"}), "replay.unknown_file"),
        (packed({"a/b/c/mapping.yaml": b"a"}), "replay.unknown_file"),
        (packed({"mapping.yaml": b"\xff\xfe"}), "replay.no_folder"),
        (packed({"mapping.yaml": b"a" * (MOST_BYTES + 1)}), "replay.too_large"),
        (b"x" * (MOST_BYTES + 1), "replay.too_large"),
    ],
)
def test_what_is_no_folder_or_too_large_is_refused(raw: bytes, code: str) -> None:
    with pytest.raises(Refused) as refused:
        from_zip(raw)

    assert refused.value.code == code
