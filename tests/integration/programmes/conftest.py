"""Agencies for the stories of a module: one process, which every test finds healthy and with empty ledgers."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.sandbox import RunningSandbox


@pytest.fixture(scope="module")
def agencies(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningSandbox]:
    with RunningSandbox.start(tmp_path_factory.mktemp("sandbox")) as running:
        yield running


@pytest.fixture
def sandbox(agencies: RunningSandbox) -> RunningSandbox:
    agencies.refresh()
    return agencies
