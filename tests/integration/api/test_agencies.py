"""Operations over HTTP: how they stand, paused and resumed by those who operate."""

from __future__ import annotations

from tests.integration.api.served import Served

OPERATION = "azeriqaz.subscriber.update"


async def test_an_operation_is_paused_and_resumed_with_its_reason(api: Served) -> None:
    paused = await api.post(
        f"/v1/agencies/{OPERATION}/pause",
        {"reason": "they asked"},
        key="sandbox-committee",
        content_type="application/json",
    )
    again = await api.post(
        f"/v1/agencies/{OPERATION}/pause", {"reason": "twice"}, key="sandbox-committee", content_type="application/json"
    )

    assert (paused.status_code, paused.json()["state"], paused.json()["reason"]) == (200, "paused", "they asked")
    assert again.json()["reason"] == "they asked"
    resumed = await api.post(
        f"/v1/agencies/{OPERATION}/resume", b"", key="sandbox-committee", content_type="application/json"
    )
    assert (resumed.status_code, resumed.json()["state"]) == (200, "open")


async def test_an_agency_sees_its_own_operations_and_may_not_pause_them(api: Served) -> None:
    own = await api.get("/v1/agencies", "sandbox-azeriqaz")
    every = await api.get("/v1/agencies")

    assert [item["operation"] for item in own.json()["items"]] == ["azeriqaz.account.query", OPERATION]
    assert len(every.json()["items"]) > 1
    refused = await api.post(
        f"/v1/agencies/{OPERATION}/pause", {"reason": "x"}, key="sandbox-azeriqaz", content_type="application/json"
    )
    assert refused.status_code == 403


async def test_an_unknown_operation_and_a_missing_reason_are_refused(api: Served) -> None:
    unknown = await api.post(
        "/v1/agencies/no.such/pause", {"reason": "x"}, key="sandbox-committee", content_type="application/json"
    )
    empty = await api.post(
        f"/v1/agencies/{OPERATION}/pause", {"reason": ""}, key="sandbox-committee", content_type="application/json"
    )

    assert (unknown.status_code, empty.status_code) == (404, 422)
