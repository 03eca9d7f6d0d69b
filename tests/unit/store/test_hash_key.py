"""Where the secret of the keyed hashes comes from."""

from __future__ import annotations

from pathlib import Path

import pytest

from hub.errors import HubError
from hub.settings import Settings
from hub.store.open import PUBLIC_HASH_KEY, hash_key


def test_the_embedded_default_makes_one_once_and_for_its_owner_alone(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path / "data")

    assert hash_key(settings) == hash_key(settings)
    assert (tmp_path / "data" / "hash.key").stat().st_mode & 0o077 == 0


def test_a_server_without_one_is_refused() -> None:
    with pytest.raises(HubError, match="HUB_HASH_KEY is not set"):
        hash_key(Settings(database_url="postgresql://localhost/hub"))


def test_the_well_known_one_is_for_the_sandbox_alone() -> None:
    assert hash_key(Settings(hash_key=PUBLIC_HASH_KEY, sandbox=True)) == PUBLIC_HASH_KEY.encode()
    with pytest.raises(HubError, match="well-known"):
        hash_key(Settings(hash_key=PUBLIC_HASH_KEY))


def test_compose_gives_the_sandbox_the_well_known_one() -> None:
    assert f"-{PUBLIC_HASH_KEY}}}" in (Path(__file__).parents[3] / "docker-compose.yml").read_text()
