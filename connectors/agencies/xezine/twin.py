"""The paying bank: takes batches from its folder, keeps them in its ledger, leaves its answers in parts.

The committee's list of payments comes once a family.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
from datetime import date, timedelta
from pathlib import Path

from connectors.agencies.xezine.agency import AGENCY, PAYMENTS
from connectors.agencies.xezine.paying import NoBatch, answers, read_batch
from connectors.sandbox.dropbox import FILES, leave, put_away, whole_files
from connectors.sandbox.http import json_reply
from connectors.sandbox.ledger import Application, Ledger
from connectors.sandbox.people import SyntheticPerson, iban_of, person
from connectors.sandbox.traffic.moment import Moment
from connectors.sandbox.traffic.parcel import Parcel
from connectors.sandbox.traffic.rows import ROWS
from connectors.sandbox.twins.twin import Dependencies, Silent, Simulation

NAME = AGENCY.name
_FORMAT = "committee.payment-list.v1"
_FIRST_DAY, _DAYS = date(2026, 1, 5), 300
_LOOK_S, _LATE_S = 0.5, 2.0


async def _work(sandbox: Dependencies) -> None:
    """Without end. What was answered is put away last, so that a killed bank answers the same again."""
    home = sandbox.data / FILES / NAME
    while True:
        for file in whole_files(home / PAYMENTS.folder):
            await _answer(sandbox.ledger, home, file)
        await asyncio.sleep(_LOOK_S)


async def _answer(ledger: Ledger, home: Path, file: Path) -> None:
    raw = await asyncio.to_thread(file.read_bytes)
    try:
        batch = read_batch(raw)
    except NoBatch:
        put_away(file, "refused")
        return
    about = {"batch": batch.number, "payments": len(batch.lines), "amount_qepik": batch.amount}
    digest = hashlib.sha256(raw).hexdigest()
    application = Application(NAME, file.name, PAYMENTS.name, digest, about)
    ledger.apply(application, lambda seq: json_reply(200, {"reference": f"{NAME}-{seq}"}))
    for name, content in answers(batch, int(file.stem[-2:])):
        await asyncio.to_thread(leave, home.parent, NAME, name, content)
        await asyncio.sleep(_LATE_S)
    put_away(file, "done")


def _payments(now: Moment) -> Parcel:
    """Twenty payments in a batch of their own, under the committee's name."""
    day = _FIRST_DAY + timedelta(days=now.family % _DAYS)
    batch = f"{now.instance[:2].upper()}{now.family * 10:08d}"  # by its last digit the bank counts right
    body = {
        "batch": batch,
        "file_date": day.isoformat(),
        "serial": 1 + now.family // _DAYS,
        "payments": [_payment(row + 1, person(now.first_person + row), day) for row in range(ROWS)],
    }
    raw = json.dumps(body, ensure_ascii=False).encode()
    return Parcel("sandbox-committee", f"/v1/messages/{_FORMAT}", raw, "application/json", batch)


def _payment(sequence: int, to: SyntheticPerson, day: date) -> dict[str, object]:
    rate = 60 if to.displaced else 33
    return {
        "sequence": sequence,
        "fin": to.fin,
        "iban": iban_of(to),
        "payee": f"{to.surname} {to.given_name}",
        "amount_qepik": rate * 100,
        "period": f"{day:%Y-%m}",
        "rate": rate,
    }


SIMULATION = Simulation(lambda _: Silent(NAME), story={140: _payments}, beside=_work)
