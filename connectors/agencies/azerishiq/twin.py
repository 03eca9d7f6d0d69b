"""Azərişıq: leaves its meter files in its folder and reads the replies that the hub puts beside them."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from pathlib import Path

from connectors.agencies.azerishiq.agency import AGENCY, REPLIES
from connectors.agencies.azerishiq.meter_files import Habits, file_name, lines, metered
from connectors.sandbox.dropbox import FILES, leave, take_files
from connectors.sandbox.http import json_reply
from connectors.sandbox.ledger import Application
from connectors.sandbox.people import SyntheticPerson, person
from connectors.sandbox.traffic.moment import Moment
from connectors.sandbox.traffic.parcel import LeftFile
from connectors.sandbox.traffic.rows import ROWS
from connectors.sandbox.twins.twin import Dependencies, Metered, Silent, Simulation

_FORMAT = "azerishiq.meter-file.v1"
_FIRST_NIGHT, _DEMO_NIGHT = date(2026, 1, 5), date(2026, 3, 31)
_LOST = str.maketrans({"ə": "?", "Ə": "?", "ü": "?", "Ü": "?"})
_LOST_MORE = _LOST | str.maketrans({"İ": "I", "ı": "i"})


async def _work(sandbox: Dependencies) -> None:
    """Without end: reads the replies that lie whole in its folder, into its ledger under their names.

    Told to be silent it reads them all the same, and answers nothing.
    """

    def read(name: str, raw: bytes) -> None:
        subject = {"name": name, "bytes": len(raw), "lines": raw.count(b"\n")}
        digest = hashlib.sha256(raw).hexdigest()
        application = Application(AGENCY.name, name, REPLIES.name, digest, subject)
        sandbox.ledger.apply(application, lambda seq: json_reply(200, {"reference": f"AZI-{seq}"}))
        answer = None if sandbox.knobs.mode(AGENCY.name) == "silent" else answer_to(name, raw)
        if answer is not None:
            leave(sandbox.data / FILES, AGENCY.name, *answer)

    await take_files(sandbox.data / FILES / AGENCY.name / REPLIES.folder, read)


def answer_to(name: str, raw: bytes) -> tuple[str, bytes] | None:
    """Name and bytes of the answer to a statement: accepted where its sum is nothing, else disputed. None to others.

    The same to the same statement, a reminder too.
    """
    found = re.fullmatch(r"HESABLASMA_(\d{4})-(\d{2})_(\d{2})(_TEKRAR)?\.csv", name)
    if found is None:
        return None
    lines = raw.decode().split("\r\n")
    number, (count, total) = lines[0].split(";")[1], (lines[-2].split(";")[1], lines[-2].split(";")[-1])
    says = "QEBUL" if total == "0,00" else "ETIRAZ"
    rows = ("AKT_NO;NETICE;QEYD_NO;TARIX;SAY", f"{number};{says};AZI-{number[:4]};;{count}", f"CEMI;;;;{count}", "")
    year, month, serial, _ = found.groups()
    return f"AZI_HC_{year}{month}01_{serial}.csv", "\r\n".join(rows).encode("cp1254")


def _meter_file(now: Moment) -> LeftFile:
    """The file of a night, the same bytes for the same numbers, where the hub takes it; one reading is no number."""
    night = _FIRST_NIGHT + timedelta(days=now.family)
    accounts = (metered(person(now.first_person + row)) for row in range(ROWS))
    text = lines(accounts, night, Habits(_LOST_MORE, broken=now.family % ROWS))
    raw = "".join(f"{line}\r\n" for line in text).encode("cp1254")
    return LeftFile(AGENCY.name, file_name(night, 1), raw)


def month_file(accounts: Sequence[Metered], night: date, serial: int) -> LeftFile:
    """The file of a night about these accounts alone."""
    text = lines(accounts, night, Habits(_LOST_MORE))
    return LeftFile(AGENCY.name, file_name(night, serial), "".join(f"{line}\r\n" for line in text).encode("cp1254"))


def write_meter_file(folder: Path, owners: Iterable[SyntheticPerson], serial: int) -> Path:
    """A file of any size for whoever tries the hub; every fifth owner is without FİN."""
    path = folder / file_name(_DEMO_NIGHT, serial)
    with path.open("w", encoding="cp1254", newline="\r\n") as opened:
        opened.writelines(
            f"{line}\n" for line in lines(map(metered, owners), _DEMO_NIGHT, Habits(_LOST, without_fin=5))
        )
    return path


SIMULATION = Simulation(
    lambda _: Silent(AGENCY.name),
    story={90: _meter_file},
    beside=_work,
    demo_file=(_FORMAT, write_meter_file),
    month_file=month_file,
)
