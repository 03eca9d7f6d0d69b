"""What is kept beside an error must not become another error."""

from __future__ import annotations

import io
from types import SimpleNamespace
from typing import Any

import pytest
from starlette.datastructures import FormData, UploadFile

from hub.console.viewer import Form, keep_refused
from hub.errors import Forbidden, StoreUnavailable, Words
from hub.store.store import CommitUnknown, TryAgain


@pytest.mark.parametrize("trouble", [StoreUnavailable("x"), TryAgain("x"), CommitUnknown("x")])
async def test_files_that_cannot_be_kept_now_leave_the_refusal_as_it_is(trouble: Exception) -> None:
    def write() -> Any:
        raise trouble

    form = Form(FormData([("scan", UploadFile(io.BytesIO(b"%PDF"), filename="a.pdf"))]))
    request: Any = SimpleNamespace(state=SimpleNamespace(form=form))
    hub: Any = SimpleNamespace(store=SimpleNamespace(write=write))

    await keep_refused(request, hub, "zaur", Forbidden("x", Words("x", "x")))

    assert [file.filename for file in form.files("scan")] == ["a.pdf"]
