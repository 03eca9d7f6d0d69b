"""What stood in a cell before does not open in the place of what stands there now."""

from __future__ import annotations

from pathlib import Path

import pytest

from hub.documents.signing.signers import fin_of, save_fin
from hub.store.sealing import Unsealable
from tests.hubs import running_hub, settings_for


async def test_an_official_s_earlier_code_does_not_open_in_the_place_of_the_present_one(tmp_path: Path) -> None:
    async with running_hub(settings_for(tmp_path)) as hub, hub.store.write() as tx:
        await tx.execute(
            "INSERT INTO officials (login, position_az, position_en, unit) VALUES ('nigar', 'x', 'x', 'u')"
            " ON CONFLICT (login) DO NOTHING"
        )
        await save_fin(tx, hub.sealer, "nigar", "7ABCD12")
        (earlier,) = await tx.fetch("SELECT fin_sealed FROM officials WHERE login = 'nigar'")
        await save_fin(tx, hub.sealer, "nigar", "EG6WVC4")
        assert await fin_of(tx, hub.sealer, "nigar") == "EG6WVC4"

        await tx.many("UPDATE officials SET fin_sealed = $1 WHERE login = 'nigar'", [(earlier["fin_sealed"],)])

        with pytest.raises(Unsealable):
            await fin_of(tx, hub.sealer, "nigar")
