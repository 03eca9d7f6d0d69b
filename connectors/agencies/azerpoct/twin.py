"""Azərpoçt: takes batches from its folder, keeps them in its ledger, answers each in one file.

Whoever's FIN ends in 1 never comes for the money; everybody else does.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from connectors.agencies.azerpoct.agency import AGENCY, PAYMENTS
from connectors.sandbox.dropbox import FILES, leave, take_files
from connectors.sandbox.http import json_reply
from connectors.sandbox.ledger import Application
from connectors.sandbox.twins.twin import Dependencies, Silent, Simulation

NAME = AGENCY.name


async def _work(sandbox: Dependencies) -> None:
    """Without end: reads the files that lie whole in its folder, and leaves an answer to each."""

    def read(name: str, raw: bytes) -> None:
        header, *rows, _ = raw.decode().splitlines()
        about = {"batch": header[1:11], "payments": len(rows), "amount_qepik": _sum(rows)}
        application = Application(NAME, name, PAYMENTS.name, hashlib.sha256(raw).hexdigest(), about)
        sandbox.ledger.apply(application, lambda seq: json_reply(200, {"reference": f"{NAME}-{seq}"}))
        leave(sandbox.data / FILES, NAME, f"APC_{name[4:15]}.csv", answer_to(raw))

    await take_files(sandbox.data / FILES / NAME / PAYMENTS.folder, read)


def answer_to(raw: bytes) -> bytes:
    """What it answers to a file: the same to the same."""
    header, *rows, _ = raw.decode().splitlines()
    lines = ["PAKET;SIRA;FIN;MEBLEG;NETICE;TARIX;QEBZ", *(_answer(row, header[11:19]) for row in rows)]
    return "".join(f"{line}\r\n" for line in (*lines, f"CEMI;;;{_sum(rows)};;;")).encode()


def _sum(rows: Sequence[str]) -> int:
    return sum(int(row[64:75]) for row in rows)


def _answer(row: str, day: str) -> str:
    batch, number, fin, qepik = row[1:11], int(row[11:17]), row[17:24], int(row[64:75])
    said = "ALINMAYIB;;" if fin.endswith("1") else f"VERILIB;{day[6:]}.{day[4:6]}.{day[:4]};AP{day}{number:06d}"
    return f"{batch};{number};{fin};{qepik};{said}"


SIMULATION = Simulation(lambda _: Silent(NAME), story={}, beside=_work)
