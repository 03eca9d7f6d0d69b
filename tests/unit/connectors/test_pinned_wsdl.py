"""Pinned contracts: read out of their folder alone, and nothing invalid is built from them."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from zeep.exceptions import ExternalReferenceForbidden

import connectors.agencies
from connectors.soap.envelope import body_of, header_of
from connectors.soap.wsdl import CannotWrite, PinnedWsdl, pinned_wsdl

NAME = "azeriqaz"
FOLDER = Path(connectors.agencies.__file__).parent / NAME

VALUES = {"SorguId": "k", "AbonentKodu": "1", "FIN": "94FMDDD", "Soyad": "İsmayılova", "Ad": "Gülnarə"}


def copied(folder: Path, location: str) -> PinnedWsdl:
    """The contract with its schema imported from elsewhere."""
    for suffix in ("wsdl", "xsd"):
        shutil.copy(FOLDER / f"{NAME}.{suffix}", folder)
    file = folder / f"{NAME}.wsdl"
    file.write_text(file.read_text().replace('schemaLocation="azeriqaz.xsd"', f'schemaLocation="{location}"'))
    return PinnedWsdl(folder, NAME)


def test_equal_values_make_equal_bytes() -> None:
    assert pinned_wsdl(NAME).envelope("AbonentYenile", VALUES) == pinned_wsdl(NAME).envelope(
        "AbonentYenile", dict(VALUES)
    )


def test_letters_arrive_as_they_are() -> None:
    body = body_of(pinned_wsdl(NAME).envelope("AbonentYenile", VALUES))

    assert body.findtext("{*}Ad") == "Gülnarə"


@pytest.mark.parametrize(
    "change",
    [{"FIN": "o4fmddd"}, {"Ad": None}, {"Akt": "AB-0012345/2026"}, {"Ad": "x" * 201}],
    ids=["pattern", "missing", "unknown", "too long"],
)
def test_what_the_schema_has_no_room_for_is_not_built(change: dict[str, str | None]) -> None:
    values = {name: value for name, value in {**VALUES, **change}.items() if value is not None}

    with pytest.raises(CannotWrite) as refused:
        pinned_wsdl(NAME).envelope("AbonentYenile", values)

    assert "o4fmddd" not in str(refused.value)


def test_the_header_stands_in_its_order() -> None:
    header = {"musteri": "m", "xidmet": "x", "istifadeci": "", "sorguId": "k", "esas": "e", "meqsed": "q"}

    envelope = pinned_wsdl("din").envelope("SexsMelumati", {"FIN": "94FMDDD"}, header)

    assert header_of(envelope) == header


def test_an_import_from_the_network_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ExternalReferenceForbidden):
        copied(tmp_path, "http://127.0.0.1:1/azeriqaz.xsd").soap_action("AbonentYenile")


@pytest.mark.parametrize("location", ["file:///etc/hostname", "../../../../etc/hostname", "/etc/hostname"])
def test_an_import_from_outside_the_folder_is_refused(tmp_path: Path, location: str) -> None:
    with pytest.raises(KeyError):
        copied(tmp_path, location).soap_action("AbonentYenile")
