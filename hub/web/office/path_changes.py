"""A path's next version: proposed by one person, in use once a second one has agreed to it."""

from __future__ import annotations

from dataclasses import dataclass

from hub.app import Hub
from hub.documents.acting.path_repository import PathVersion, drafted
from hub.web.office.path_body import PathBody
from hub.web.office.proposals import CHANGES_PATHS, settle
from hub.web.officials import Actor


@dataclass(frozen=True, slots=True)
class ProposedPath:
    """The version, and the proposal that waits for a second person; None where nothing has changed."""

    version: PathVersion
    proposal: str | None


async def propose_path(hub: Hub, official: Actor, source: str) -> ProposedPath:
    """Propose it. PathRefused where it is wrong, or a document could go it without what its kind demands."""
    official.need(*CHANGES_PATHS)
    async with hub.store.read() as tx:
        made, is_new = await drafted(tx, hub.sealer, source, official.login, hub.office.rules.requisites)
    if not is_new:
        return ProposedPath(made, None)
    settled = await settle(hub, official, "path", made.path.id, PathBody(source=source))
    return ProposedPath(made, settled.id)
