"""An address is placed by the names that it marks, never by a street's."""

from __future__ import annotations

import pytest

from mappings.addresses import building_of_address, place_of_address
from mappings.places import PLACES


@pytest.mark.parametrize(
    ("address", "key"),
    [
        ("Masazir q. 14/27", "Abşeron/Masazır"),
        ("Masazır qəs.12", "Abşeron/Masazır"),
        ("Abşeron rayonu Masazır qəsəbəsi, bina 3", "Abşeron/Masazır"),
        ("Masazır q., Abşeron r.", "Abşeron/Masazır"),
        ("Sumqayit s. 5", "Sumqayıt"),
        ("Bakı, Nizami küç. 12", "Bakı"),
        ("Bakı ş., Biləcəri q., Sabir küç. 3", "Bakı/Biləcəri"),
        ("Bakı ş., Sabunçu q. 3", "Bakı"),
        ("Bərdə ş., 2 saylı yataqxana", "Bərdə"),
        ("Füzuli r., Horadiz ş. 4", "Füzuli/Horadiz"),
        ("Füzuli ş. 4", "Füzuli/Füzuli"),
        ("Tərtər r., Talış k. 8", "Ağdərə/Talış"),
    ],
)
def test_the_narrowest_place_that_is_named_is_found(address: str, key: str) -> None:
    place = place_of_address(PLACES, address)

    assert place is not None
    assert place.key == key


@pytest.mark.parametrize(
    "address",
    [
        "",
        "Füzuli küç. 12",
        "Nizami küç., Füzuli 12",
        "Talış k. 8",
        "Sus",
        "Sumqay?t s. 5",
        "Bakı ş., Gəncə ş.",
        "Masazır q., Bakı ş., Bərdə r.",
        "Abşeron r., Xırdalan ş., Masazır q.",
    ],
)
def test_what_names_no_place_or_two_is_not_guessed(address: str) -> None:
    assert place_of_address(PLACES, address) is None


@pytest.mark.parametrize(
    ("address", "kind"),
    [
        ("Sumqayıt ş., 3 saylı yataqxana", "yataqxana"),
        ("Bakı ş., Günəşli sanatoriyası", "sanatoriya"),
        ("Inzibati bina, otaq 4", "inzibati_bina"),
        ("yarımçıq tikili", "yarimciq_tikili"),
        ("Nizami küç. 12", None),
        ("yataqxana (keçmiş sanatoriya)", None),
    ],
)
def test_the_kind_of_building_is_what_the_address_says(address: str, kind: str | None) -> None:
    assert building_of_address(address) == kind
