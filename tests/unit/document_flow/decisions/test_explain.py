"""An explanation says in both languages which conditions held, by which act, and what stands in the way."""

from __future__ import annotations

import hashlib
import json
from datetime import date
from pathlib import Path
from typing import Any

from document_flow.decisions.dmn import read_dmn
from document_flow.decisions.explain import Explanation, explain
from document_flow.decisions.outcome import Conflicted
from document_flow.decisions.table import Table
from document_flow.words import Words
from tests.unit.document_flow.decisions.building import table

FILE = Path(__file__).parent / "files" / "dmn-js.dmn"


def named(made: Table, **labels: Words) -> Table:
    return Table(made.id, made.name, made.decisions, labels)


def az(made: Explanation) -> list[str]:
    return [sentence.az for sentence in made.sentences]


def en(made: Explanation) -> list[str]:
    return [sentence.en for sentence in made.sentences]


TERM = named(
    table(
        {"rayon": "string", "üzv_sayı": "number"},
        ('"Ağdam", "Füzuli"', ">= 4", "birinci"),
        ('"Ağdam", "Füzuli"', "< 4", "ikinci"),
        ('"Laçın"', "-", "üçüncü"),
        basis="bənd 2.1",
    ),
    rayon=Words("Rayon", "District"),
    üzv_sayı=Words("Üzvlərin sayı", "Members"),
    nəticə=Words("Növbə", "Place"),
)


def test_a_decision_is_explained_by_its_conditions_its_basis_and_its_result() -> None:
    made = explain(TERM, {"rayon": "Ağdam", "üzv_sayı": 5}, allow_assumed=False)

    assert az(made) == [
        "Rayon = Ağdam «Ağdam və ya Füzuli» şərtini ödəyir.",
        "Üzvlərin sayı = 5 «4-dən az olmayan» şərtini ödəyir.",
        "1-ci qayda tətbiq olunur; əsas: bənd 2.1.",
        "Nəticə: Növbə = birinci.",
    ]
    assert en(made) == [
        "District = Ağdam satisfies “Ağdam or Füzuli”.",
        "Members = 5 satisfies “at least 4”.",
        "Rule 1 applies; basis: bənd 2.1.",
        "Result: Place = birinci.",
    ]


def test_what_is_missing_is_said_and_the_nearest_rules_with_their_unmet_conditions() -> None:
    made = explain(TERM, {"rayon": "Ağdam"}, allow_assumed=False)

    assert en(made) == [
        "Not decided.",
        "Because Members (üzv_sayı) is not known.",
        "Rule 3 does not apply: District = Ağdam does not satisfy “Laçın”.",
    ]
    nobody = explain(TERM, {"rayon": "Şuşa", "üzv_sayı": 3}, allow_assumed=False)
    assert az(nobody)[:3] == [
        "Qərar verilmədi.",
        "Səbəb: «Qərar» cədvəlində bu hal üçün qayda yoxdur.",
        "2-ci qayda tətbiq olunmur: Rayon = Şuşa «Ağdam və ya Füzuli» şərtini ödəmir.",
    ]


def test_an_assumed_rule_is_called_so_wherever_it_decides() -> None:
    made = table({"say": "number"}, ("> 1", "a"), basis="assumed")

    inside, outside = (explain(made, {"say": 2}, allow_assumed=allowed) for allowed in (True, False))

    assert "1-ci qayda tətbiq olunur; əsas: fərziyyə, hüquqi əsas göstərilməyib." in az(inside)
    assert "Because rule 1 names no legal basis; it is not applied outside the sandbox." in en(outside)


def test_a_conflict_names_its_rules() -> None:
    made = explain(table({"say": "number"}, ("> 1", "a"), ("> 2", "b")), {"say": 3}, allow_assumed=False)

    assert en(made) == [
        "Conflict: rules 1, 2 hold at once. The table must be corrected.",
        "say = 3 satisfies “more than 1”.",
        "Rule 1 applies; basis: maddə.",
        "say = 3 satisfies “more than 2”.",
        "Rule 2 applies; basis: maddə.",
    ]
    assert json.loads(made.record())["outcome"]["kind"] == "conflicted"


def test_each_decision_of_a_chain_has_its_part() -> None:
    made = explain(read_dmn(FILE.read_bytes()), {"üzv_sayı": 5, "ərizə_tarixi": "2024-01-31"}, allow_assumed=False)

    assert az(made) == [
        "«Otaqlar»:",
        "Üzvlərin sayı = 5 «3-dən çox» şərtini ödəyir.",
        "2-ci qayda tətbiq olunur; əsas: bənd 1.2.",
        "Nəticə: Otaqların sayı = 4.",
        "«Növbə»:",
        "Otaqların sayı = 4 «4-dən az olmayan» şərtini ödəyir.",
        (
            "Ərizənin tarixi = 31.01.2024"
            " «01.01.2024 tarixindən tez olmayan, 29.02.2024 tarixindən gec olmayan» şərtini ödəyir."
        ),
        "1-ci qayda tətbiq olunur; əsas: bənd 2.1.",
        "Nəticə: Növbə = birinci.",
    ]
    second = explain(read_dmn(FILE.read_bytes()), {"üzv_sayı": 2, "ərizə_tarixi": "2024-01-31"}, allow_assumed=True)
    assert "Hüquqşünas yoxlamalıdır." in az(second)


def test_a_conflict_in_a_required_decision_is_told_as_such_at_the_end() -> None:
    text = FILE.read_text("utf-8").replace("&gt; 3", "&gt; 2")

    made = explain(read_dmn(text.encode()), {"üzv_sayı": 3, "ərizə_tarixi": "2024-01-31"}, allow_assumed=True)

    assert isinstance(made.outcome, Conflicted)
    assert az(made)[-1] == "Qərar verilmədi: tələb olunan qərar ziddiyyətlidir."


def test_the_record_is_the_same_for_the_same_case_and_keeps_types_apart() -> None:
    facts: dict[str, Any] = {"üzv_sayı": 5, "ərizə_tarixi": date(2024, 1, 31), "artıq": object()}
    first = explain(read_dmn(FILE.read_bytes()), facts, allow_assumed=False)
    again = explain(read_dmn(FILE.read_bytes()), dict(reversed(facts.items())), allow_assumed=False)

    assert first.record() == again.record()
    kept = json.loads(first.record())
    assert kept["facts"] == {"ərizə_tarixi": 'date("2024-01-31")', "üzv_sayı": "5", "otaq_sayı": "4"}
    assert kept["outcome"]["rows"] == [{"növbə": '"birinci"'}]
    assert [rule["basis"] for rule in kept["outcome"]["rules"]] == ["bənd 1.2", "bənd 2.1"]
    assert len(kept["text"]["az"]) == len(kept["text"]["en"]) == len(first.sentences)
    assert kept["sha256"] == first.sha256
    assert hashlib.sha256(first.record()).hexdigest() == hashlib.sha256(again.record()).hexdigest()
    missing = explain(TERM, {}, allow_assumed=False)
    assert json.loads(missing.record())["outcome"]["reasons"][0] == {
        "kind": "missing",
        "rule": None,
        "subject": "rayon",
    }
