"""DMA: a vacancy a family, for which the husband is proposed; every third refuses."""

from __future__ import annotations

from connectors.agencies.dma.agency import AGENCY
from connectors.sandbox.traffic.moment import Moment
from connectors.sandbox.traffic.parcel import Parcel, json_message
from connectors.sandbox.twins.twin import Silent, Simulation

NAME = AGENCY.name
_PLACES = ("Zəngilan r-nu", "Füzuli rayonu", "Laçın r.")
_POSITIONS = ("7112", "6121", "5120", "2341")


def _vacancy(now: Moment) -> Parcel:
    body = {
        "vakansiya_no": _number(now),
        "deyisiklik_no": "1",
        "isegoturen": {"voen": "9900003611", "ad": "“Nümunə Aqro” MMC"},
        "vezife_kodu": _POSITIONS[now.family % len(_POSITIONS)],
        "yer": _PLACES[now.family % len(_PLACES)],
        "say": 1 + now.family % 5,
        "maas": f"{450 + now.family % 9 * 50},00",
        "bas_tarix": 20260105,
        "son_tarix": 0,
        "hal": "A",
    }
    return json_message(NAME, "dma.vacancy.v1", body, f"{_number(now)}:1")


def _match(now: Moment, state: str) -> Parcel:
    number = f"UY-{now.instance[:8]}-{now.family}"
    body = {"uygunluq_no": number, "vakansiya_no": _number(now), "fin_kod": now.husband.fin, "hal": state}
    return json_message(NAME, "dma.match.v1", {**body, "tarix": 20260112}, f"{number}:{state}")


def _number(now: Moment) -> str:
    return f"VK-{int(now.instance[:4], 16):05d}{now.family:06d}"


SIMULATION = Simulation(
    lambda _: Silent(NAME),
    story={
        120: _vacancy,
        121: lambda now: _match(now, "T"),
        122: lambda now: _match(now, "I" if now.family % 3 else "Q"),
    },
)
