"""Where the keys that wrap data keys come from, and what is said when they do not come."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from hub.errors import HubError
from hub.settings import Settings
from hub.store.key_file import key_file, new_key, write_key_file


def test_a_sandbox_makes_one_once_for_its_owner_alone_whoever_starts_first(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path / "data", sandbox=True)

    with ThreadPoolExecutor(8) as many:
        made = list(many.map(lambda _: dict(key_file(settings)), range(8)))

    assert all(each == made[0] for each in made)
    assert [path.name for path in (tmp_path / "data").iterdir()] == ["data.key"]
    assert (tmp_path / "data" / "data.key").stat().st_mode & 0o077 == 0


def test_outside_a_sandbox_a_start_without_one_is_refused_in_words(tmp_path: Path) -> None:
    with pytest.raises(HubError) as refused:
        key_file(Settings(data=tmp_path))

    assert "hub keys new FILE" in refused.value.words.en
    assert "açarsız saxlanmır" in refused.value.words.az
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("text", ["", "secret\n", "AB" * 32, "0" * 63, f"{'0' * 64}\n1"])
def test_what_is_no_key_file_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "keys"
    path.write_text(text)

    with pytest.raises(HubError, match="is no key file"):
        key_file(Settings(data=tmp_path, data_key_file=path))


def test_a_lost_file_is_told_from_a_wrong_one(tmp_path: Path) -> None:
    with pytest.raises(HubError, match="bring back its copy"):
        key_file(Settings(data=tmp_path, data_key_file=tmp_path / "lost"))


def test_the_first_line_wraps_and_no_name_tells_of_its_key(tmp_path: Path) -> None:
    lines = (new_key(), new_key())
    write_key_file(tmp_path / "keys", lines)

    keys = key_file(Settings(data=tmp_path, data_key_file=tmp_path / "keys"))

    assert [key.hex() for key in keys.values()] == list(lines)
    assert not any(name in line for name in keys for line in lines)
