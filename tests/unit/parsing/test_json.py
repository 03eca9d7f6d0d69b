"""The strict JSON loader refuses what RFC 8259 refuses and what would be read in two ways."""

from __future__ import annotations

import json
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.parsing import JsonRefused, parse_json

VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**63 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@pytest.mark.parametrize(
    ("raw", "code", "place"),
    [
        (b"", "door.json_syntax", "line 1, column 1"),
        (b'{"a":\n [1 2]}', "door.json_syntax", "line 2, column 5"),
        (b"[1] x", "door.json_syntax", "line 1, column 5"),
        (b'"\n"', "door.json_syntax", "line 1, column 2"),
        (b"\xef\xbb\xbf[]", "door.json_encoding", "line 1, column 1"),
        ('{"a": "Ə"}'.encode("cp1254", "replace") + b"\xff", "door.json_encoding", "line 1, column 11"),
        ("[1]".encode("utf-16"), "door.json_encoding", "line 1, column 1"),
        (b'{"a": [0, {"b": NaN}]}', "door.json_number", "/a/1/b"),
        (b"[-Infinity]", "door.json_number", "/0"),
        (b'{"text": "NaN", "a": [1, 1e400]}', "door.json_number", "/a/1"),
        (b'{"a": 1, "b": 9223372036854775808}', "door.json_number", "/b"),
        (b"1" * 5000, "door.json_number", "document"),
        (b'{"a": {"b": 1, "b": 2}}', "door.json_duplicate_key", "/a/b"),
        (b'{"a": 1, "\\u0061": 2}', "door.json_duplicate_key", "/a"),
        (b'[{"a": 1}, {"a": 1, "c": [1, 2], "a": 2}]', "door.json_duplicate_key", "/1/a"),
        (b'{"94FMDDD": 1, "94FMDDD": 2}', "door.json_duplicate_key", "/*"),
        (b'{"a": ["x", "\\ud800"]}', "door.json_surrogate", "/a/1"),
        (b'{"\\udc00": 1}', "door.json_surrogate", "/*"),
        (b"[" * 65 + b"]" * 65, "door.json_depth", "line 1, column 65"),
        (b"[" * 100_000, "door.json_depth", "line 1, column 65"),
        (b'{"a":' * 70 + b"1" + b"}" * 70, "door.json_depth", "line 1, column 321"),
        (b"[" + b"1," * 200_000 + b"1]", "door.json_too_many_values", "document"),
    ],
)
def test_bad_json_is_refused_with_its_place(raw: bytes, code: str, place: str) -> None:
    with pytest.raises(JsonRefused) as caught:
        parse_json(raw)

    assert (caught.value.code, caught.value.place) == (code, place)


def test_a_body_above_the_cap_is_refused_unread() -> None:
    with pytest.raises(JsonRefused) as caught:
        parse_json(b"[1, 2]", max_bytes=5)

    assert caught.value.code == "door.too_large"


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        (b"[" * 64 + b"]" * 64, None),
        (b'["' + b"[" * 1000 + b'"]', ["[" * 1000]),
        (b'["' + b'\\",' * 300_000 + b'"]', ['",' * 300_000]),
        (b"[" + b"[]," * 100 + b"0]", [[]] * 100 + [0]),
        (b'["\\ud83d\\ude00", "\\\\ud800"]', ["😀", "\\ud800"]),
        (b"[9223372036854775807, -9223372036854775808]", [2**63 - 1, -(2**63)]),
        (b'["99999999999999999999", 12345678901234567890.5]', ["9" * 20, 12345678901234567890.5]),
    ],
)
def test_unusual_but_sound_json_is_read(raw: bytes, value: Any) -> None:
    read = parse_json(raw)

    assert value is None or read == value


@given(VALUES)
def test_every_value_comes_back_as_it_was_written(value: Any) -> None:
    assert parse_json(json.dumps(value, ensure_ascii=False).encode("utf-8")) == value
    assert parse_json(json.dumps(value).encode("ascii")) == value


@given(st.binary(max_size=200) | st.text(alphabet='[]{}",:\\ue d80019-.tnN\n').map(str.encode))
def test_whatever_the_bytes_the_answer_is_a_value_or_a_refusal(raw: bytes) -> None:
    with suppress(JsonRefused):
        json.dumps(parse_json(raw), allow_nan=False, ensure_ascii=False).encode()


def test_the_texts_hold_no_content() -> None:
    with pytest.raises(JsonRefused) as caught:
        parse_json(b'{"pin": "94FMDDD", "pin": "94FMDDD"}')

    assert str(caught.value) == "door.json_duplicate_key: An object has the same key twice. (/pin)"
    assert caught.value.text[0] == "Obyektdə açar təkrarlanır. (/pin)"
