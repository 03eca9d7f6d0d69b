"""DER as far as a signature needs it, held against asn1crypto."""

from __future__ import annotations

import pytest
from asn1crypto import core  # type: ignore[import-untyped]
from hypothesis import given
from hypothesis import strategies as st

from document_flow.seals.der import OCTETS, SEQUENCE, SET, integer, members, oid, set_of, tlv


@given(st.integers(0, 2**200))
def test_an_integer_is_as_another_library_writes_it(value: int) -> None:
    assert integer(value) == core.Integer(value).dump()


@given(st.binary(max_size=300))
def test_octets_of_every_length_are_as_another_library_writes_them(value: bytes) -> None:
    assert tlv(OCTETS, value) == core.OctetString(value).dump()


@pytest.mark.parametrize("dotted", ["1.2.840.113549.1.9.16.2.47", "2.16.840.1.101.3.4.2.1", "1.3.6.1.4.1.32473.1.1"])
def test_an_identifier_is_as_another_library_writes_it(dotted: str) -> None:
    assert oid(dotted) == core.ObjectIdentifier(dotted).dump()


@given(st.lists(st.binary(max_size=40), max_size=8))
def test_members_come_out_as_they_went_in(parts: list[bytes]) -> None:
    values = [tlv(OCTETS, part) for part in parts]

    assert members(tlv(SEQUENCE, *values)) == tuple(values)
    assert members(set_of(SET, *values)) == tuple(sorted(values))


@given(st.binary(max_size=60))
def test_any_bytes_are_cut_or_refused_and_never_read_past_their_end(raw: bytes) -> None:
    try:
        found = members(raw)
    except ValueError:
        return
    assert raw.endswith(b"".join(found))


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"0",
        b"0\x80\x00\x00",
        b"0\x85\x00\x00\x00\x00\x00",
        b"0\x02\x04",
        b"0\x00!",
        b"0\x03\x04\x02a",
        b"0\x05\x04\x01a\x04\x05",
    ],
)
def test_lengths_that_do_not_fit_are_refused(raw: bytes) -> None:
    with pytest.raises(ValueError, match=r"value|header|length"):
        members(raw)
