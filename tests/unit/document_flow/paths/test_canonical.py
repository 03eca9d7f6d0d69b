"""A version of a path is its bytes: the same for the same meaning, and refused when they are altered."""

from __future__ import annotations

import pytest

from document_flow.paths.authoring.authoring import load_path
from document_flow.paths.canonical import canonical, from_canonical, version_id
from tests.unit.document_flow.paths.building import FILES

SOUND = (FILES / "sound.yaml").read_text("utf-8")


def test_a_path_survives_its_bytes() -> None:
    path = load_path(SOUND)

    assert from_canonical(canonical(path)) == path


def test_layout_and_what_is_said_in_vain_change_no_version() -> None:
    other = SOUND.replace("    order: sequential\n", "").replace(
        "    act: visa\n", "    order: sequential\n    act: visa\n"
    )
    said = SOUND.replace(
        "    act: agreement\n", "    act: agreement\n    rule: all\n    order: parallel\n    bulk: true\n"
    )

    assert version_id(load_path(other)) == version_id(load_path(SOUND)) == version_id(load_path(said))


def test_another_meaning_is_another_version() -> None:
    assert version_id(load_path(SOUND)) != version_id(load_path(SOUND.replace("count: 2", "count: 3")))


def test_the_bytes_are_readable_azerbaijani() -> None:
    assert "Əmək nazirliyi".encode() in canonical(load_path(SOUND))


@pytest.mark.parametrize("altered", [b" ", b'{"id":"sound"}', b"{}", b"nonsense"])
def test_bytes_that_nobody_wrote_are_refused(altered: bytes) -> None:
    raw = canonical(load_path(SOUND))

    with pytest.raises(ValueError, match=r"canonical|validation"):
        from_canonical(raw + altered if altered == b" " else altered)
