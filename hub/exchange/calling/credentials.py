"""What an agency must be shown before a call: fetched by its own provider, where a key that never changes is not it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from connectors.connector import Credentials
from hub.exchange.calling.step import Call, Proceed


@dataclass(frozen=True, slots=True)
class PresentCredentials:
    """Nothing is sent while an agency's credentials cannot be had: the provider says what that comes to."""

    providers: Mapping[str, Credentials]
    """By agency; an agency without one knows us by what its settings name."""

    async def __call__(self, call: Call, proceed: Proceed) -> None:
        provider = self.providers.get(call.operation.agency)
        hindered = None if provider is None else await provider.ready()
        if hindered is None:
            await proceed(call)
        else:
            call.outcome = hindered
