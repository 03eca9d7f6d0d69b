"""A refusal costs less than ten yardsticks of processor time and under 100 MiB, whatever comes.

A yardstick is five million additions in the same process, about a tenth of a second: machines differ, and are shared.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

Measured = Callable[[str, str], tuple[str, float, float]]

ENTITIES = "b'<!DOCTYPE a [' + b''.join(b'<!ENTITY e%d \"x\">' % i for i in range(400_000)) + b']><a/>'"
LAUGHS = (
    "b'<!DOCTYPE a [<!ENTITY a0 \"ha\">' + b''.join(b'<!ENTITY a%d \"&a%d;&a%d;\">' % (i + 1, i, i) for i in range(60))"
    " + b']><a b=\"&a60;\">&a60;</a>'"
)
BODIES = [
    ("xml", "b'<r>' + b'<a/>' * 1_000_000 + b'</r>'", "door.xml_too_many_nodes"),
    ("xml", "b'<r ' + b' '.join(b'a%d=\"\"' % i for i in range(20_000)) + b'/>'", "door.xml_too_many_attributes"),
    ("xml", "b'<r>' + b'<a' * 3_000_000", "door.xml_too_many_nodes"),
    ("xml", "b'<a b=' * 1_700_000", "door.xml_too_many_nodes"),
    ("xml", "b'<!--' * 2_600_000", "door.xml_syntax"),
    ("xml", "b'<?' * 5_000_000", "door.xml_syntax"),
    ("xml", "b'<' + b'=' * 10_000_000", "door.xml_syntax"),
    ("xml", "b'<a>' * 3_000_000", "door.xml_too_many_nodes"),
    ("xml", "b'<a>' + b'x' * 10_200_000 + b'</a>'", "door.xml_limit"),
    ("xml", ENTITIES, "door.xml_dtd"),
    ("xml", LAUGHS, "door.xml_dtd"),
    ("json", "b'[' * 100_000", "door.json_depth"),
    ("json", "b'[' * 10_000_000", "door.json_too_many_values"),
    ("json", "b'[' + b'[],' * 3_000_000 + b'1]'", "door.json_too_many_values"),
    ("json", "b'[\"' + b'\\\\\"' * 5_000_000", "door.json_syntax"),
    ("json", "b'\"' * 10_000_000", "door.json_syntax"),
    ("json", "b'1' * 10_000_000", "door.json_number"),
    ("json", "b'[' + b'{\"a\":1},' * 90_000 + b'NaN]'", "door.json_number"),
    ("json", "b'{' + b','.join(b'\"k%d\":1' % i for i in range(190_000)) + b',\"k0\":2}'", "door.json_duplicate_key"),
]


@pytest.mark.parametrize(("kind", "expression", "code"), BODIES)
def test_refusing_is_cheap(measured: Measured, kind: str, expression: str, code: str) -> None:
    found, yardsticks, growth = measured(kind, expression)

    assert found == code
    assert yardsticks < 10
    assert growth < 100
