"""Golden files: `golden` compares with what is kept, or renews it where that was asked for."""

from __future__ import annotations

import pytest

from tests.golden.folder import RENEW, Golden
from tests.servers.wanting import in_ci


@pytest.fixture(scope="session")
def golden(pytestconfig: pytest.Config) -> Golden:
    renews = bool(pytestconfig.getoption("renew_golden"))
    assert not (renews and in_ci()), f"{RENEW} is for a person who looks at the difference, not for CI"
    return Golden(renews)
