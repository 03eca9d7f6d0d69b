"""What an agency of the sandbox says about the notices that it took, in messages of its own.

Its ledger is the outbox: how far it has come is kept in the data folder after the hub has taken the word, so that a
process that is killed in between says the same again.
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import httpx

from connectors.notices import ACKNOWLEDGEMENT, NUMBER, notice_of
from connectors.sandbox.traffic.parcel import Parcel, message
from connectors.sandbox.traffic.position import keep, read_kept
from connectors.sandbox.traffic.posting import post_until_answered
from connectors.sandbox.twins.twin import Dependencies

_log = logging.getLogger(__name__)
_LOOK_S, _AGAIN_S, _TIMEOUT_S = 1.0, 1.0, 20.0
_PAGE = 20
_SECOND = 1_000_000

Said = Callable[[dict[str, Any]], tuple[str, str]]
"""The field in which notice and answer name it, and what is said of the one that an entry of the ledger holds."""
Beside = Callable[[Dependencies], Coroutine[None, None, None]]


@dataclass(slots=True)
class Progress:
    """The last entry of the ledger that was acknowledged."""

    instance: str
    acknowledged: int = 0


def acknowledgement(agency: str, entry: dict[str, Any], refuses: int = 0) -> Parcel:
    """What is said about one notice; every so many are refused."""
    result = "IMTINA" if refuses and entry["seq"] % refuses == 0 else "YERLESDIRILDI"
    body = {NUMBER: entry["key"], "netice": result, "qeydNo": f"{agency}-{entry['seq']}"}
    return message(agency, ACKNOWLEDGEMENT, json.dumps(body).encode(), f"{entry['key']}:{result}")


def acknowledging(agency: str, *, refuses: int = 0) -> Beside:
    """What runs beside the twin: acknowledge without end."""
    return _saying(agency, notice_of(agency).name, lambda entry: acknowledgement(agency, entry, refuses))


def answering(agency: str, operation: str, format_name: str, said: Said) -> Beside:
    """What runs beside the twin: say of each notice that one operation took what became of it, under its own number,
    and when; whoever says it again after a crash says the same.
    """

    def answer(entry: dict[str, Any]) -> Parcel:
        field, state = said(entry)
        number, at = entry["subject"][field], datetime.fromtimestamp(entry["at"] / _SECOND, UTC).isoformat()
        body = json.dumps({field: number, "state": state, "at": at}).encode()
        return message(agency, format_name, body, f"{number}:{state}")

    return _saying(agency, operation, answer)


def _saying(agency: str, operation: str, answer: Callable[[dict[str, Any]], Parcel]) -> Beside:
    async def run(sandbox: Dependencies) -> None:
        path = sandbox.data / f"{agency}.json"
        progress: Progress = read_kept(path, Progress)
        async with httpx.AsyncClient(base_url=sandbox.hub_url, trust_env=False, timeout=_TIMEOUT_S) as hub:
            while True:
                for entry in sandbox.ledger.show(agency, progress.acknowledged, _PAGE)["entries"]:
                    if entry["operation"] == operation:
                        status = await post_until_answered(hub, answer(entry), _AGAIN_S)
                        if status >= 400:
                            _log.warning("The hub answered an acknowledgement of %s with %d.", agency, status)
                    progress.acknowledged = entry["seq"]
                    keep(path, progress)
                await asyncio.sleep(_LOOK_S)

    return run
