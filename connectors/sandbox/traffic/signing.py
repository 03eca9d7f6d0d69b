"""Signs what simulated agencies send that sign: by the key that lies for each in the sandbox's data folder."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from joserfc.jwk import ECKey

from connectors.agencies import AGENCIES
from connectors.sandbox.traffic.parcel import Parcel
from connectors.signing import detached, key_file


def signing(data: Path) -> Callable[[Parcel], Parcel]:
    """What gives a parcel its signature; as it is where its sender does not sign or has no key here."""
    keys = {
        f"sandbox-{agency.name}": (agency.signs.header, ECKey.import_key(json.loads(file.read_text("ascii"))))
        for agency in AGENCIES
        if agency.signs and (file := key_file(data, agency.name)).exists()
    }

    def signed(parcel: Parcel) -> Parcel:
        if parcel.party not in keys:
            return parcel
        header, key = keys[parcel.party]
        return replace(parcel, headers={**parcel.headers, header: detached(parcel.body, key)})

    return signed
