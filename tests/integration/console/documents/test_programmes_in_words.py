"""What a programme says, in words: every one of them, wherever its facts come from."""

from __future__ import annotations

from document_flow.programmes import programmes
from tests.integration.console.documents.conftest import Console


async def test_every_programme_has_its_page(console: Console) -> None:
    answers = {
        name: (await console.answer("elcin", f"/console/programmes/{name}")).status_code for name in programmes()
    }

    assert answers == dict.fromkeys(programmes(), 200)
