"""The body's paper: names, address, emblem and telephones as one sheet."""

from __future__ import annotations

from dataclasses import replace

import pytest

from document_flow.letterhead import BY_DEFAULT, Letterhead, load_letterhead
from document_flow.rendering.forms import PrintKind
from document_flow.rendering.models.parts import Executor
from document_flow.rendering.render import render
from document_flow.sheet import SheetRefused
from hub.documents.office.body import LETTERHEAD, SAMPLES, load_body_rules
from tests.unit.document_flow.rendering.printed import Printed, squeezed
from tests.unit.document_flow.rendering.samples import letter
from tests.unit.document_flow.seals.pdfa import flaws

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><circle cx="4" cy="4" r="3"/></svg>'
SHEET = "name: {az: Komitə, en: Committee}\n"


def of(text: str, files: dict[str, bytes] | None = None) -> Letterhead:
    """The sheet with files beside it."""

    def read(name: str) -> bytes:
        if name not in (files or {}):
            raise FileNotFoundError(name)
        return (files or {})[name]

    return load_letterhead(text, read)


def test_a_letter_bears_emblem_names_address_and_the_telephone_of_who_prepared_it() -> None:
    known = load_body_rules(SAMPLES).letterhead
    executor = Executor("Rauf İbrahimli", known.phone_of("rauf", "qayidis"))
    data = replace(letter()[1], body=known.body, executor=executor)

    pdf = render(PrintKind.LETTER, data, emblem=known.emblem)

    text = squeezed(Printed(pdf).text)
    for part in ("AZƏRBAYCAN RESPUBLİKASI", "DÖVLƏT KOMİTƏSİ", "AZ1000, Bakı şəhəri", "daxili 120"):
        assert squeezed(part) in text
    assert known.emblem
    assert pdf != render(PrintKind.LETTER, data)
    assert flaws(pdf) == []


def test_the_telephone_is_the_person_s_else_the_unit_s_else_the_body_s() -> None:
    known = of(SHEET + 'phone: "1"\nphones: {rauf: "3", qayidis: "2"}\n')

    assert [known.phone_of(*who) for who in (("rauf", "qayidis"), ("leyla", "qayidis"), ("orxan", "huquq"))] == [
        "3",
        "2",
        "1",
    ]
    assert BY_DEFAULT.phone_of("rauf", "qayidis") == ""


def test_a_body_without_the_sheet_has_its_name_alone() -> None:
    assert (SAMPLES / LETTERHEAD).exists()
    assert BY_DEFAULT.emblem == ""
    assert of(SHEET).body.name.az == "Komitə"


@pytest.mark.parametrize("emblem", [b"<html/>", b"no picture", b"<!DOCTYPE a><svg/>", SVG + b" " * 400_000])
def test_an_emblem_that_is_no_small_picture_is_refused(emblem: bytes) -> None:
    sheet = SHEET + "emblem: gerb.svg\n"

    assert of(sheet, {"gerb.svg": SVG}).emblem == SVG.decode()
    with pytest.raises(SheetRefused, match="emblem"):
        of(sheet, {"gerb.svg": emblem})
    with pytest.raises(SheetRefused, match="emblem"):
        of(sheet)


def test_a_key_that_nobody_reads_is_refused() -> None:
    with pytest.raises(SheetRefused, match="letterhead"):
        of(SHEET + "fax: 1\n")
