"""Where the published proof vectors are."""

from __future__ import annotations

import os
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def vectors() -> Path:
    """The folder of RFC 6962 proof vectors."""
    root = Path(__file__).parents[3]
    material = Path(os.environ.get("HUB_TEST_MATERIAL", root.parent / "shared" / "material"))
    folder = material / "attack-corpora" / "ct-merkle"
    if not folder.is_dir():
        pytest.skip("the proof vectors are not here; HUB_TEST_MATERIAL names the folder that holds attack-corpora")
    return folder
