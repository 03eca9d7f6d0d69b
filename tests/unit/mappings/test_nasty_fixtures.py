"""Cases known to break registries, as far as a mapping meets them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from connectors.parsing.xml import parse_xml, to_document
from mappings.format import Reading
from mappings.records import CivilAct, Person, UtilityAccount
from mappings.rows import read_rows
from mappings.text import clean, match_key
from tests.unit.mappings.samples import FORMATS

ACTS = FORMATS["justice.civil-act.v1"]


def _sample(format_: str, name: str) -> Path:
    return FORMATS[format_].folder / "samples" / name


def _act(name: str) -> Reading:
    return ACTS.read(json.loads(_sample("justice.civil-act.v1", name).read_bytes()))


def test_one_woman_written_in_four_ways_keeps_one_fin_and_all_her_names() -> None:
    din = FORMATS["din.identity.v1"].read(
        to_document(parse_xml(_sample("din.identity.v1", "woman.input.xml").read_bytes()))
    )
    meis = FORMATS["meis.person.v3"].read(json.loads(_sample("meis.person.v3", "pushed.input.json").read_bytes()))
    lines = _sample("azerishiq.meter-file.v1", "AZI_MK_20260401_01.csv").read_bytes().splitlines()
    meter = next(read_rows(FORMATS["azerishiq.meter-file.v1"], lines[1:2])).reading
    cyrillic = clean("Исмајылова Ҝүлнарә Әли гызы")

    (full,), (ascii_,), (damaged,) = din.records, meis.records, meter.records
    assert isinstance(full, Person)
    assert isinstance(ascii_, Person)
    assert isinstance(damaged, UtilityAccount)
    assert full.fin == ascii_.fin == damaged.fin == "94FMDDD"
    assert (full.surname, full.lossy) == ("İsmayılova", ())
    assert (ascii_.surname, ascii_.lossy) == ("Ismayilova", ("surname", "given_name", "patronymic"))
    assert (damaged.holder_name, damaged.lossy) == ("Ismayilova G?lnar? ?li q", ("holder_name",))
    assert cyrillic.text.split()[:2] == [full.surname, full.given_name]
    assert match_key(full.surname or "") == match_key(ascii_.surname or "")


def test_a_fin_with_a_letter_for_a_digit_is_suggested_and_not_taken() -> None:
    document: dict[str, Any] = json.loads(_sample("justice.civil-act.v1", "death.input.json").read_bytes())
    document["subjects"][0]["pin"] = "94FMOD1"

    read = ACTS.read(document)

    (found,) = [issue for issue in read.issues if issue.severity == "error"]
    assert (found.path, found.raw, found.suggestion) == ("/subjects/0/pin", "94FMOD1", "94FM0D1")
    assert not read.mapped
    assert read.keys == (("act", "BC-0000077/2026"),)
    (act,) = read.records
    assert isinstance(act, CivilAct)
    assert act.subjects[0].person.fin is None


def test_a_cancellation_is_about_the_same_act_as_its_original_in_any_order() -> None:
    birth, cancel, redelivered = (
        _act("birth-without-fin.input.json"),
        _act("cancel.input.json"),
        _act("cancel.input.json"),
    )
    (original,), (cancelled,) = birth.records, cancel.records

    assert ("act", "AB-0012345/2026") in birth.keys
    assert cancel.keys == (("act", "AB-0012345/2026"),)
    assert isinstance(original, CivilAct)
    assert isinstance(cancelled, CivilAct)
    assert cancelled.supersedes == original.event_id
    assert cancel == redelivered


def test_a_newborn_without_fin_has_the_acts_key_until_the_event_that_brings_the_fin() -> None:
    first, second = _act("birth-without-fin.input.json"), _act("birth-with-fin.input.json")

    assert set(first.keys) & set(second.keys) == {("act", "AB-0012345/2026")}
    assert ("fin", "K4T9ZQ1") in second.keys
