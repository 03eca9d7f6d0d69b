"""Keys of a sandbox's agencies that sign: made once, the public half registered for the party."""

from __future__ import annotations

import json
import os
from pathlib import Path

from joserfc.jwk import ECKey

from connectors.signing import key_file
from hub.access.credentials import add_credential, credentials_of, read_key
from hub.access.party_changes import NewCredential
from hub.access.signatures import SIGNERS
from hub.app import Hub
from hub.clock import SECOND
from hub.evidence.rights import note_right
from hub.store.ids import new_id

_LASTS = 10 * 365 * 24 * 3600 * SECOND
_BY = "hub"


async def seed_signing_keys(hub: Hub) -> None:
    """In the folder where the simulated agencies find theirs; does nothing where all are known."""
    folder = hub.settings.data / "sandbox"
    for party in SIGNERS:
        public = json.dumps(_kept(key_file(folder, party)).as_dict(private=False))
        async with hub.store.write() as tx:
            now = await tx.now()
            new = read_key(public, "", now, now + _LASTS)
            if new.mark not in {row["mark"] for row in await credentials_of(tx, party)}:
                made, change = new_id(), NewCredential.of_credential(party, new)
                await add_credential(tx, made, party, new, _BY, _BY)
                await note_right(tx, change.kind, _BY, made, of=party, second=_BY, **change.facts())


def _kept(file: Path) -> ECKey:
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        made = json.dumps(ECKey.generate_key("P-256").as_dict(private=True))
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as target:
            target.write(made)
    return ECKey.import_key(json.loads(file.read_text("ascii")))
