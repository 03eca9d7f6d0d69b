"""What comes out of every form: text that can be read back, metadata, the attached record, the same bytes again."""

from __future__ import annotations

import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from document_flow.rendering.forms import PrintKind
from document_flow.rendering.labels import form_words
from document_flow.rendering.models import Certificate, Letter
from document_flow.rendering.render import record_of, render
from document_flow.words import Lang
from tests.unit.document_flow.rendering.printed import Printed, squeezed
from tests.unit.document_flow.rendering.samples import SAMPLES, certificate, letter

ROOT = Path(__file__).resolve().parents[4]
EVERY_LETTER = "ABCÇDEƏFGĞHXIİJKQLMNOÖPRSŞTUÜVYZ abcçdeəfgğhxıijkqlmnoöprsştuüvyz №–«»„“₼ ✓"
KINDS = list(PrintKind)
LANGUAGES: tuple[Lang, ...] = ("az", "en")


def with_text(text: str) -> Letter:
    return replace(letter()[1], text=text)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_every_form_prints_long_and_short_data_in_both_languages(kind: PrintKind, lang: Lang) -> None:
    rich, bare = (Printed(render(kind, data, lang=lang)) for data in SAMPLES[kind])

    assert str(rich.root["/Lang"]) == lang
    body = {"az": "QAÇQINLARIN VƏ MƏCBURİ KÖÇKÜNLƏRİN İŞLƏRİ ÜZRƏ DÖVLƏT KOMİTƏSİ", "en": "STATE COMMITTEE"}[lang]
    for printed in (rich, bare):
        assert squeezed(body) in printed.squeezed
        assert len(printed.attachments) == 1
    assert len(bare.pages) == 1


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind is not PrintKind.LETTER])
def test_a_form_says_in_capitals_what_it_is(kind: PrintKind) -> None:
    for lang in LANGUAGES:
        printed = Printed(render(kind, SAMPLES[kind][1], lang=lang))

        assert squeezed(form_words(lang)["titles"][kind.value]) in printed.squeezed


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_letter_can_be_copied_out_of_the_document(lang: Lang) -> None:
    printed = Printed(render(PrintKind.LETTER, with_text(EVERY_LETTER), lang=lang))

    assert squeezed(EVERY_LETTER) in printed.squeezed


def test_fi_keeps_the_dot_of_its_i() -> None:
    printed = Printed(render(PrintKind.LETTER, with_text("fil fıl ffi FİN FIN")))

    assert "fil fıl ffi FİN FIN" in printed.text


def test_the_document_claims_pdf_a_3b_and_pdf_ua_1() -> None:
    printed = Printed(render(PrintKind.CERTIFICATE, certificate()[0]))

    assert "<pdfaid:part>3</pdfaid:part>" in printed.metadata
    assert "<pdfaid:conformance>B</pdfaid:conformance>" in printed.metadata
    assert "<pdfuaid:part>1</pdfuaid:part>" in printed.metadata
    assert printed.root["/MarkInfo"]["/Marked"]
    assert "Arayış № K-000001" in printed.metadata


def test_the_document_is_created_on_its_own_day_whatever_the_clock_says() -> None:
    printed = Printed(render(PrintKind.CERTIFICATE, certificate()[0]))

    assert "<xmp:CreateDate>2026-04-14T00:00:00" in printed.metadata


def test_the_record_that_is_given_lies_inside_byte_for_byte() -> None:
    record = '{ "nömrə": "K-000001",\n "sübut": [1, 2.50] }'.encode()

    printed = Printed(render(PrintKind.CERTIFICATE, certificate()[0], record=record))

    assert printed.attached() == record
    (file,) = printed.attachments
    assert file["/AFRelationship"] == "/Source"
    assert file["/EF"]["/F"]["/Subtype"] == "/application/json"


@pytest.mark.parametrize("kind", KINDS)
def test_without_a_record_the_data_lies_inside_in_both_languages(kind: PrintKind) -> None:
    data = SAMPLES[kind][0]

    printed = Printed(render(kind, data))

    assert printed.attached() == record_of(kind, data)
    assert printed.attachments[0]["/AFRelationship"] == "/Data"
    found = json.loads(printed.attached())
    assert found["kind"] == kind.value
    assert found["data"]["day"] == "2026-04-14"
    assert found["data"]["body"]["name"].keys() == {"az", "en"}


@pytest.mark.parametrize("kind", KINDS)
def test_the_watermark_is_on_every_page_of_a_sample_and_on_nothing_else(kind: PrintKind) -> None:
    data = SAMPLES[kind][0]

    sample, real = Printed(render(kind, data, sample=True)), Printed(render(kind, data))

    assert sample.text.splitlines().count("NÜMUNƏ") == len(sample.pages)
    assert "NÜMUNƏ" not in real.text


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_data_gives_the_same_bytes(kind: PrintKind) -> None:
    data = SAMPLES[kind][0]
    first = render(kind, data)
    render(PrintKind.LETTER, with_text("arada başqa sənəd"))

    assert render(kind, data) == first


def test_another_process_gives_the_same_bytes() -> None:
    program = (
        "import hashlib; from document_flow.rendering.forms import PrintKind;"
        "from document_flow.rendering.render import render;"
        "from tests.unit.document_flow.rendering.samples import certificate;"
        "print(hashlib.sha256(render(PrintKind.CERTIFICATE, certificate()[0])).hexdigest())"
    )

    def run(seed: str) -> str:
        return subprocess.run(
            [sys.executable, "-c", program], cwd=ROOT, env={"PYTHONHASHSEED": seed}, check=True, capture_output=True
        ).stdout.decode()

    assert run("1") == run("2")


def test_several_threads_print_at_once_and_the_same_bytes() -> None:
    data = [certificate(number)[0] for number in range(12)]
    alone = [render(PrintKind.CERTIFICATE, each) for each in data]

    with ThreadPoolExecutor(4) as threads:
        together = list(threads.map(lambda each: render(PrintKind.CERTIFICATE, each), data))

    assert together == alone


def test_other_data_gives_other_bytes() -> None:
    first, second = (render(PrintKind.CERTIFICATE, certificate(number)[0]) for number in (1, 2))

    assert first != second


def test_importing_the_room_does_not_load_typst() -> None:
    program = "import document_flow.rendering.render, sys; print('typst' in sys.modules, 'segno' in sys.modules)"

    said = subprocess.run([sys.executable, "-c", program], cwd=ROOT, check=True, capture_output=True).stdout

    assert said.split() == [b"False", b"False"]


def test_the_english_form_shows_azerbaijani_words_where_there_are_no_others() -> None:
    data: Certificate = certificate()[1]
    without = replace(data, body=replace(data.body, name=replace(data.body.name, en="")))

    printed = Printed(render(PrintKind.CERTIFICATE, without, lang="en"))

    assert "CERTIFICATE" in printed.text
    assert "DÖVLƏT KOMİTƏSİ" in printed.text


def test_a_long_date_follows_the_language() -> None:
    data = replace(certificate()[1], day=date(2030, 1, 2))

    assert "2 yanvar 2030-cu il" in Printed(render(PrintKind.CERTIFICATE, data)).text
    assert "2 January 2030" in Printed(render(PrintKind.CERTIFICATE, data, lang="en")).text
