"""An agency's file out of its folder and the reply into it: Azərişıq over SFTP, as a sandbox has it."""

from __future__ import annotations

from connectors.agencies.azerishiq.twin import SIMULATION
from connectors.sandbox.dropbox import FILES, leave
from hub.app import on_duty
from hub.settings import Settings
from tests.hubs import eventually, running_hub
from tests.integration.files.conftest import meter_file, row
from tests.sftp import leaving_files

NAME, REPLY = "AZI_MK_20260331_01.csv", "AZI_MK_20260331_01.reply.csv"


async def test_a_file_that_was_left_is_answered_in_the_same_folder_once(settings: Settings) -> None:
    room = settings.data / "sandbox"
    home = room / FILES / "azerishiq"
    async with leaving_files(SIMULATION, room) as ledger, running_hub(settings) as hub, on_duty(hub):
        leave(room / FILES, "azerishiq", NAME, meter_file(row(1), row(2, fin="94FMOD1")))

        async def is_read() -> bool:
            return bool(ledger.show("azerishiq", 0, 10)["entries"])

        await eventually(is_read, 60, "the reply")
        (entry,) = ledger.show("azerishiq", 0, 10)["entries"]

    assert entry["subject"]["name"] == REPLY
    lines = (home / "replies" / "done" / REPLY).read_bytes().decode("cp1254").split("\r\n")
    assert lines[1].startswith("3;FIN;map.fin_shape;")
    assert (home / "replies" / "done" / f"{REPLY}.md5").exists()
    assert (home / "taken" / NAME).exists()
