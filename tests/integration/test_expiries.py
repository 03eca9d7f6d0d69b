"""Alerts of parties' certificates and keys: each end is known, but of one that is being replaced nothing is told."""

from __future__ import annotations

from pathlib import Path

from hub.access.credentials import Credential, CredentialKind, add_credential, end_credential
from hub.store.ids import new_id
from hub.store.tx import Tx
from hub.watch.alert_facts import read_facts
from hub.watch.alert_rules import DAY
from tests.hubs import running_hub, settings_for


async def _add(tx: Tx, mark: str, days: int, kind: CredentialKind = CredentialKind.KEY, party: str = "fund") -> None:
    now = await tx.now()
    await add_credential(
        tx, new_id(), party, Credential(kind, mark, "", "ES256", now - DAY, now + days * DAY), "samir", "nermin"
    )


async def test_an_end_is_told_unless_another_of_its_kind_follows(tmp_path: Path) -> None:
    async with running_hub(settings_for(tmp_path), works=False) as hub:
        async with hub.store.write() as tx:
            await _add(tx, "replaced", 5)
            await _add(tx, "follows", 300)
            await _add(tx, "alone", 5, CredentialKind.CERTIFICATE)
            await _add(tx, "soon-after", 9, CredentialKind.CERTIFICATE)
            await _add(tx, "revoked", 3, CredentialKind.CERTIFICATE, "other")
            await end_credential(tx, "revoked")
        async with hub.store.read() as tx:
            facts = await read_facts(tx, ())

    told = [each.name.en for each in facts.expiries]
    assert told == ["fund: certificate alone…", "fund: certificate soon-aft…", "fund: public key follows…"]
