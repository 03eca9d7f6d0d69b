"""A recorded decision on paper says what was decided, by which rules of which table, and on whose authority."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from document_flow.decisions.folder import load
from document_flow.decisions.table import Table
from document_flow.decisions.versions import Act, TableVersion
from document_flow.letterhead import NAMED as BODY
from document_flow.words import Lang, Words
from hub.documents.law.ruling_print import print_record
from hub.documents.law.rulings import Record
from hub.documents.office.seed_people import TABLES
from tests.unit.document_flow.decisions.building import table
from tests.unit.document_flow.rendering.printed import Printed, squeezed

TERM, ORDER = load(TABLES / "appeal-term"), load(TABLES / "agali-order")
DAY = date(2026, 3, 13)
FAMILY: dict[str, object] = {
    "könüllüdür": True,
    "əvvəlki_kənd": "Ağalı 1",
    "müvəqqəti_yer": "yataqxana",
    "ərizə_tarixi": "2023-05-01",
    "üzv_sayı": 4,
}


def record(facts: Mapping[str, object], stated: bytes, subject: str = "") -> Record:
    read = json.loads(stated)
    return Record(
        "0" * 32, read["table"], read["sha256"], DAY, read["outcome"]["kind"], "rauf", 0, facts, read, subject
    )


def printed(facts: Mapping[str, object], *, assumed: bool = True, lang: Lang = "az", subject: str = "") -> Printed:
    made = ORDER.explain(facts, as_of=DAY, allow_assumed=assumed)
    version = ORDER.on(DAY)
    assert version is not None
    return Printed(
        print_record(record(facts, made.record(), subject), version, ORDER.title, BODY, lang=lang, sample=True)
    )


def of_table(made: Table, facts: Mapping[str, object]) -> Printed:
    version = TableVersion(1, made, Act("akt", Words("Akt", "Act")), ("birinci",))
    versions = replace(ORDER, versions=(replace(version, status="in_force", valid_from=DAY),))
    stated = versions.explain(facts, as_of=DAY, allow_assumed=False).record()
    return Printed(print_record(record(facts, stated), version, ORDER.title, BODY, lang="az", sample=False))


def test_a_decision_shows_its_chain_of_rules_and_shouts_that_no_act_stands_behind_them() -> None:
    found = printed(FAMILY, subject="İş № 12")

    assert "QƏRAR VERİLİB" in found.text
    assert squeezed("İş № 12") in found.squeezed
    assert squeezed("Növbə: 2") in found.squeezed
    assert squeezed("Otaqların sayı = 4") in found.squeezed
    assert squeezed("01.05.2023") in found.squeezed
    assert ORDER.versions[1].sha256[:20] in found.squeezed
    assert "DİQQƏT: FƏRZ EDİLƏN ƏSAS VAR" in found.text
    assert squeezed("fərziyyə, hüquqi əsas göstərilməyib") in found.squeezed
    assert squeezed(ORDER.versions[1].act.title.az) not in found.squeezed


def test_a_rule_with_an_act_shows_it_and_its_note() -> None:
    facts = {"səlahiyyətə_aiddir": False}
    version = TERM.versions[0]
    stated = TERM.explain(facts, as_of=DAY, allow_assumed=False).record()

    found = Printed(print_record(record(facts, stated), version, TERM.title, BODY, lang="az", sample=False))

    assert squeezed("Qanun 1308-IVQ, 30.09.2015") in found.squeezed
    assert squeezed("Aidiyyəti orqana göndərilir, müraciət edənə bildirilir.") in found.squeezed
    assert "FƏRZ" not in found.text


def test_what_is_missing_is_named_and_what_the_law_does_not_answer_is_not_called_missing() -> None:
    missing = printed({"könüllüdür": True, "əvvəlki_kənd": "Ağalı 1", "müvəqqəti_yer": "məktəb", "üzv_sayı": 6})
    uncovered = printed({**FAMILY, "əvvəlki_kənd": "Şükürataz"}, lang="en")
    refused = printed({**FAMILY, "üzv_sayı": "dörd"})
    assumed = printed(FAMILY, assumed=False)

    assert "MƏLUMAT ÇATMIR" in missing.text
    assert squeezed("Ərizənin tarixi") in missing.squeezed
    assert squeezed("no rule of “Köçürülmə növbəsi” covers this case") in uncovered.squeezed
    assert squeezed("verilən dəyər qəbul edilmədi") in refused.squeezed
    assert squeezed("hüquqi əsası göstərilməyib") in assumed.squeezed
    assert all("ÇATMIR" not in each.text for each in (uncovered, refused, assumed))


def test_rules_that_contradict_each_other_are_both_shown() -> None:
    found = of_table(table({"say": "number"}, ("> 1", "a"), ("> 2", "b"), basis="maddə 7"), {"say": 3})

    assert "ZİDDİYYƏT" in found.text
    assert squeezed("nəticə = a") in found.squeezed
    assert squeezed("nəticə = b") in found.squeezed


def test_a_cell_longer_than_its_line_is_cut_on_paper() -> None:
    cell = ", ".join(f'"kənd {number}"' for number in range(60))

    found = of_table(table({"kənd": "string"}, (cell, "a")), {"kənd": "kənd 7"})

    assert squeezed("kənd 20") in found.squeezed
    assert squeezed("kənd 59") not in found.squeezed
