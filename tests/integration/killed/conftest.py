"""One process for all stories, which has read the code and is forked."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.integration.killed.lives import Lives


@pytest.fixture(scope="package")
def lives() -> Iterator[Lives]:
    with Lives() as started:
        yield started
