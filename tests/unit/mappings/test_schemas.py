"""What is refused at the door: the first breach of a schema, with its exact place and without its value."""

from __future__ import annotations

from typing import Any

import pytest

from connectors.parsing.xml import parse_xml, to_document
from mappings.schemas import MOST_BREACHES, NoSchema
from tests.unit.mappings.samples import FORMATS

ACT: dict[str, Any] = {
    "eventId": "e",
    "eventType": "CANCEL",
    "actNumber": "AB-0012345/2026",
    "actDate": "2026-03-14T00:00:00+04:00",
    "subjects": [],
}
GAS = (
    '<AbonentMelumati xmlns="urn:azeriqaz:abonent:v1"><SorguId>1</SorguId><AbonentKodu>5</AbonentKodu>'
    "<FIN>94FMDDD</FIN><Soyad>X</Soyad>{}</AbonentMelumati>"
)


@pytest.mark.parametrize(
    ("change", "place", "rule"),
    [
        ({"eventId": 5}, "/eventId", "schema:type"),
        ({"eventId": ""}, "/eventId", "schema:minLength"),
        ({"subjects": [{"role": "CHILD", "pin": 9444444}]}, "/subjects/0/pin", "schema:type"),
        ({"subjects": [{}]}, "/subjects/0/role", "schema:required"),
        ({"subjects": {}}, "/subjects", "schema:type"),
        ({"eventType": "BIRTH"}, "/subjects", "schema:contains"),
        ({"eventType": "DEATH", "subjects": [{"role": "CHILD"}]}, "/subjects", "schema:contains"),
        ({"eventType": "MARRIAGE", "subjects": [{"role": "SPOUSE1"}]}, "/subjects", "schema:contains"),
        ({"eventType": "NAME_CHANGE", "subjects": [{"role": "PERSON"}] * 2}, "/subjects", "schema:contains"),
    ],
)
def test_an_act_of_another_shape_is_refused_at_its_exact_place(change: Any, place: str, rule: str) -> None:
    refusal = FORMATS["justice.civil-act.v1"].refuse({**ACT, **change})

    assert refusal is not None
    assert (refusal.place, refusal.rule, refusal.code) == (place, rule, "door.schema")


@pytest.mark.parametrize(
    "change",
    [{}, {"eventType": "ADOPTION"}, {"actDate": "soon"}, {"subjects": [{"role": "X", "pin": "?", "gender": "Z"}]}],
)
def test_what_can_only_not_be_mapped_is_not_refused(change: Any) -> None:
    format_ = FORMATS["justice.civil-act.v1"]

    assert format_.refuse({**ACT, **change}) is None
    assert format_.read({**ACT, **change}).mapped is (not change)


@pytest.mark.parametrize("document", [None, [], "x", 5, {"fin_kod": 10**400}, {"fin_kod": float("1e300")}])
def test_any_json_value_is_judged(document: Any) -> None:
    for name in ("justice.civil-act.v1", "meis.person.v3"):
        refusal = FORMATS[name].refuse(document)
        assert refusal is not None
        assert refusal.text[0] != refusal.text[1]


def test_a_refusal_never_holds_the_value() -> None:
    refusal = FORMATS["meis.person.v3"].refuse({"fin_kod": "Gülnarə", "sorgu_id": "1", "soyad": "a", "ad": "b"})

    assert refusal is not None
    assert refusal.place == "/fin_kod"
    assert "Gülnarə" not in f"{refusal} {refusal.text[0]} {refusal.text[1]}"


@pytest.mark.parametrize(
    ("inside", "place"),
    [
        ("", "/AbonentMelumati"),
        ("<Ad>A</Ad><Ad>B</Ad>", "/AbonentMelumati/Ad[2]"),
        ("<Ad><b/></Ad>", "/AbonentMelumati/Ad"),
        ("<Ad>A</Ad><Akt>1</Akt>", "/AbonentMelumati/Akt"),
        (f"<Ad>{'A' * 300}</Ad>", "/AbonentMelumati/Ad"),
    ],
)
def test_xml_of_another_shape_is_refused_at_its_element(inside: str, place: str) -> None:
    element = parse_xml(GAS.format(inside).encode())

    refusal = FORMATS["azeriqaz.subscriber.v1"].refuse(to_document(element), element)

    assert refusal is not None
    assert refusal.place == place
    assert refusal.rule.startswith("schema:")
    assert "AAA" not in f"{refusal} {refusal.text[0]} {refusal.text[1]}"


def test_another_root_or_namespace_is_refused() -> None:
    for raw in (b"<AbonentMelumati/>", b'<Abonent xmlns="urn:azeriqaz:abonent:v1"/>'):
        element = parse_xml(raw)
        refusal = FORMATS["azeriqaz.subscriber.v1"].refuse({}, element)
        assert refusal is not None
        assert refusal.place == f"/{element.tag.rpartition('}')[2]}"


def test_a_right_document_is_not_refused() -> None:
    element = parse_xml(GAS.format("<Ad>A</Ad><MecburiKockun>1</MecburiKockun>").encode())

    assert FORMATS["azeriqaz.subscriber.v1"].refuse(to_document(element), element) is None


def test_xml_is_judged_by_its_element_only() -> None:
    with pytest.raises(TypeError, match="element"):
        FORMATS["azeriqaz.subscriber.v1"].refuse({})


def test_a_table_has_no_schema_beside_its_layout() -> None:
    assert NoSchema().refuse([], None) is None
    assert FORMATS["azerishiq.meter-file.v1"].refuse({}) is None


def test_every_breach_is_named_at_once_up_to_a_cap() -> None:
    refused = FORMATS["justice.civil-act.v1"].refuse(
        {"eventId": 7, "eventType": 7, "subjects": [{} for _ in range(100)]}
    )

    assert refused is not None
    assert {("/eventType", "schema:type"), ("/actNumber", "schema:required")} <= {
        *refused.more,
        (refused.place, refused.rule),
    }
    assert len(refused.more) < MOST_BREACHES
    assert all("/eventType (schema:type)" in text for text in refused.text)
