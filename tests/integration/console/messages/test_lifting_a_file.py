"""The version of a wrongly named file is lifted on its page: by one person with a reason, and another who agrees."""

from __future__ import annotations

import re

from tests.integration.console.messages.conftest import Console
from tests.integration.files.conftest import file_of, hand_over, meter_file, row
from tests.integration.files.test_names_and_versions import apply_chunks, split


async def test_one_proposes_with_a_reason_and_another_agrees(console: Console) -> None:
    hub = console.served.hub
    message = (await hand_over(hub, meter_file(row(1)))).message_id

    await split(hub)
    await apply_chunks(hub, message, 1)
    at = f"/messages/{message}"
    bare = await console.post("ramil", f"{at}/lift", {"reason": ""})
    proposed = await console.post("ramil", f"{at}/lift", {"reason": "Faylın adındakı gün səhvdir"})
    own, second = await console.get("ramil", at), await console.get("kamran", at)
    listed = await console.get("kamran", "/second")
    viewer = await console.get("zaur", at)
    (agree,) = re.findall(r'action="/console(/messages/[^"]+/agree)"', second.text)
    refused = [(await console.post(who, agree)).status_code for who in ("ramil", "zaur")]
    agreed = await console.post("kamran", agree)

    assert (bare.status_code, proposed.status_code, agreed.status_code) == (422, 303, 303)
    assert "Say why the version is lifted." in bare.text
    assert "Faylın adındakı gün səhvdir" in second.text
    assert f"/console/messages/{message}#lift" in listed.text
    assert "/agree" not in own.text
    assert "/agree" not in viewer.text
    assert "Take back" in own.text
    assert refused == [403, 403]
    assert (await file_of(hub, message))["lifted_at"] is not None
    assert "Its version was lifted" in (await console.get("zaur", at)).text
