"""Which unit an arrival goes to, by the sample table of routing."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from document_flow.documents.facts import Routing
from document_flow.people import Directory
from hub.documents.exchange.incoming import Desk
from hub.documents.office.body import ROUTING, SAMPLES, BodyRulesRefused, load_body_rules
from mappings.official_documents import BodyAddress, DocumentFile, OfficialDocument

RULES = load_body_rules(SAMPLES)
TABLES = SAMPLES.parent / "decisions" / "tables"
TODAY = date(2026, 3, 13)
REGISTRY = "deftarxana"
HEADS = Directory({}, heads={"qayidis": "elcin", "huquq": "nigar", REGISTRY: "sevinc"})


def arrival(
    sender: str = "97", doc_type: str = "Sorğu", reply_due: date | None = date(2026, 4, 14)
) -> OfficialDocument:
    return OfficialDocument(
        consignment_id="c-1",
        sender=BodyAddress(code=sender),
        recipient=BodyAddress(code="99"),
        reg_no="1",
        reg_date=TODAY,
        doc_type=doc_type,
        subject="Sorğu",
        reply_due=reply_due,
        files=(DocumentFile.of("a.txt", "text/plain", b"Salam", main=True),),
    )


def routed(desk: Desk, record: OfficialDocument, on: date = TODAY, heads: Directory = HEADS) -> tuple[str, Routing]:
    unit, routing = desk.unit_for(record, on, heads)
    assert routing is not None
    return unit, routing


@pytest.mark.parametrize(
    ("record", "unit"),
    [
        (arrival(), "qayidis"),
        (arrival(doc_type="Cavab məktubu", reply_due=None), "qayidis"),
        (arrival(sender="305", doc_type="Məhkəmə qərardadı"), "huquq"),
    ],
)
def test_the_table_decides(record: OfficialDocument, unit: str) -> None:
    found, routing = routed(Desk(RULES, assumed=True), record)

    assert (found, routing.decided, routing.table, routing.version) == (unit, True, ROUTING, 1)


@pytest.mark.parametrize("record", [arrival(reply_due=None), arrival(sender="305"), arrival(doc_type="Təbrik")])
def test_what_no_rule_covers_goes_to_the_registry_which_is_told_why(record: OfficialDocument) -> None:
    unit, routing = routed(Desk(RULES, assumed=True), record)

    assert (unit, routing.decided) == (REGISTRY, False)
    assert "covers this case" in routing.why.en
    assert routing.why.az.endswith("Sənəd dəftərxanada qaldı, dərkənarı rəhbərlik qoyur.")


def test_a_rule_without_a_basis_does_not_decide_outside_the_sandbox() -> None:
    unit, routing = routed(Desk(RULES, assumed=False), arrival())

    assert (unit, routing.decided) == (REGISTRY, False)
    assert "not applied outside the sandbox" in routing.why.en


def test_rules_in_conflict_decide_nothing() -> None:
    version = RULES.routing.versions[0] if RULES.routing else None
    assert RULES.routing is not None
    assert version is not None
    twice = replace(version.table.end, rules=(version.table.end.rules[0],) * 2)
    versions = replace(RULES.routing, versions=(replace(version, table=replace(version.table, decisions=(twice,))),))

    unit, routing = routed(Desk(replace(RULES, routing=versions), assumed=True), arrival())

    assert (unit, routing.decided) == (REGISTRY, False)
    assert "Conflict" in routing.why.en


def test_before_the_table_was_in_force_nothing_was_decided() -> None:
    unit, routing = routed(Desk(RULES, assumed=True), arrival(), on=date(2025, 12, 31))

    assert (unit, routing.version) == (REGISTRY, None)


def test_a_unit_that_nobody_heads_gets_nothing() -> None:
    unit, routing = routed(Desk(RULES, assumed=True), arrival(), heads=Directory({}))

    assert (unit, routing.decided) == (REGISTRY, False)
    assert "nobody heads it" in routing.why.en


def test_without_a_table_everything_goes_to_the_registry() -> None:
    assert Desk(replace(RULES, routing=None)).unit_for(arrival(), TODAY, HEADS) == (REGISTRY, None)


def test_a_body_keeps_its_own_table_beside_its_sheets(tmp_path: Path) -> None:
    own = tmp_path / "body"
    shutil.copytree(SAMPLES, own)
    without = load_body_rules(own)
    shutil.copytree(TABLES / ROUTING, own / ROUTING)

    found = load_body_rules(own)

    assert without.routing is None
    assert found.routing is not None
    assert found.routing.id == ROUTING


def test_a_wrong_table_is_named_with_its_place(tmp_path: Path) -> None:
    own = tmp_path / "body"
    shutil.copytree(SAMPLES, own)
    shutil.copytree(TABLES / ROUTING, own / ROUTING)
    cases = own / ROUTING / "cases.yaml"
    cases.write_text(cases.read_text().replace("rows: [{bölmə: huquq}]", "rows: [{bölmə: qayidis}]"))

    with pytest.raises(BodyRulesRefused) as refused:
        load_body_rules(own)

    (problem,) = refused.value.problems
    assert problem.startswith(f"{ROUTING}: ")
    assert "Məhkəmə" in problem or "məhkəmə" in problem


def test_a_table_of_the_law_book_goes_before_that_of_the_sheets() -> None:
    desk = Desk(replace(RULES, routing=None), assumed=True)

    assert desk.by(RULES.routing).unit_for(arrival(), TODAY, HEADS)[0] == "qayidis"
    assert desk.by(None) is desk
