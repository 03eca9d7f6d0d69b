"""What a person types is shown letter for letter, or refused with its place; it is never markup."""

from __future__ import annotations

import json
from dataclasses import fields, is_dataclass, replace
from typing import Any
from unicodedata import combining, normalize

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from document_flow.rendering.forms import Printable, PrintKind
from document_flow.rendering.labels import form_words
from document_flow.rendering.models import Letter, Verification
from document_flow.rendering.press import FORMS, pressed
from document_flow.rendering.refusals import RenderRefused
from document_flow.rendering.render import render
from document_flow.rendering.shape import MOST_ROWS, shown
from document_flow.rendering.text import PRINTABLE, Room, printable
from document_flow.words import Words
from tests.campaigns import examples
from tests.unit.document_flow.rendering.printed import Printed, squeezed
from tests.unit.document_flow.rendering.samples import CHECK, DAY, SAMPLES, acquaintance_sheet, certificate, letter

SHEET = acquaintance_sheet()[1]
CHOICES = {"direction", "state", "vote", "outcome"}
CHARACTERS = [chr(code) for first, last in PRINTABLE for code in range(first, last + 1)]


def with_text(text: str) -> Letter:
    return replace(letter()[1], text=text)


def filled(value: Any, text: str) -> Any:
    """The value with every text in it replaced, but for words out of a closed list."""
    if isinstance(value, str):
        return text
    if isinstance(value, tuple):
        return tuple(filled(each, text) for each in value[:2])
    if is_dataclass(value) and not isinstance(value, type):
        closed = {each.name for each in fields(value) if each.name in CHOICES and _is_text(value, each.name)}
        return replace(
            value,
            **{each.name: filled(getattr(value, each.name), text) for each in fields(value) if each.name not in closed},
        )
    return value


def _is_text(value: Any, name: str) -> bool:
    return isinstance(getattr(value, name), str)


@pytest.mark.parametrize(
    "typed",
    [
        '#read("/etc/passwd")',
        '#eval("1+1")',
        '#import "sheet.typ": *',
        "$x^2$ və $ tək",
        "\\ \\u{41} \\#",
        "*qalın* _maili_ `kod` @istinad <nişan>",
        "= Başlıq",
        "// şərh /* şərh */ son",
        "] } ) [ { (",
        "-- --- ... ~ 'a' \"b\"",
        "https://example.invalid/a?b=c&d",
        "{day} {no} {{n}}",
        "</sys><script>alert(1)</script>",
    ],
)
def test_markup_is_text(typed: str) -> None:
    printed = Printed(render(PrintKind.LETTER, with_text(typed)))

    assert squeezed(typed) in printed.squeezed


@pytest.mark.parametrize("kind", list(PrintKind))
def test_hostile_text_in_every_field_of_every_form_is_shown(kind: PrintKind) -> None:
    hostile = '#read("/x") $ \\ *a* {day}'
    data: Printable = filled(SAMPLES[kind][0], hostile)

    printed = Printed(render(kind, data))

    assert squeezed(hostile) in printed.squeezed
    assert printed.squeezed.count("*a*") >= 10


@pytest.mark.parametrize("kind", list(PrintKind))
def test_a_word_without_an_end_stays_between_the_margins_and_whole(kind: PrintKind) -> None:
    word = "QəŞ" * 30
    data: Printable = filled(SAMPLES[kind][0], word)

    printed = Printed(render(kind, data))

    assert word in printed.squeezed
    longest = max(len(line) for line in printed.text.splitlines())
    assert longest < len(word) * 2


@given(st.text(st.sampled_from(CHARACTERS), min_size=1, max_size=40))
@settings(max_examples=examples(40), deadline=None)
def test_any_printable_text_comes_back_as_it_was_typed(typed: str) -> None:
    printed = Printed(render(PrintKind.LETTER, with_text(typed)))

    assert squeezed(normalize("NFC", typed)) in printed.squeezed


def test_every_character_that_is_let_through_is_in_the_fonts_and_stands_alone() -> None:
    text = " ".join(CHARACTERS)

    printed = Printed(render(PrintKind.LETTER, with_text(text)))

    assert squeezed(normalize("NFC", text)) in printed.squeezed
    assert not any(combining(character) for character in CHARACTERS)


def test_capitals_that_the_fonts_do_not_have_are_refused_too() -> None:
    name = Words("Komitə \u023f", "")

    with pytest.raises(RenderRefused, match=r"render.unprintable at body.name"):
        render(PrintKind.ACQUAINTANCE_SHEET, replace(SHEET, body=replace(SHEET.body, name=name)))


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("\x00", "U+0000"),
        ("\x07", "U+0007"),
        ("\x1b[31m", "U+001B"),
        ("ad\u202egnirts", "U+202E"),
        ("\u2066a\u2069", "U+2066"),
        ("\u200f", "U+200F"),
        ("\u061c", "U+061C"),
        ("مرحبا", "U+0645"),
        ("中文", "U+4E2D"),
        ("\U0001f600", "U+1F600"),
        ("\ue000", "U+E000"),
        ("\ufffd", "U+FFFD"),
        ("\ud800", "U+D800"),
        ("\U000e0041", "U+E0041"),
        ("q\u0302", "U+0302"),
    ],
)
def test_what_hides_turns_or_has_no_letter_is_refused_by_its_code_point(typed: str, code: str) -> None:
    with pytest.raises(RenderRefused) as caught:
        render(PrintKind.LETTER, with_text("Mətn " + typed))

    refused = caught.value
    assert (refused.code, refused.place) == ("render.unprintable", "text")
    assert code in refused.words.az
    assert code in refused.words.en


def test_marks_without_ink_are_left_out_and_decomposed_letters_are_put_together() -> None:
    typed = "\ufeffKo\u0308c\u0327ku\u0308n\u00ad\u200b i\u0307şi\tüzrə"

    printed = Printed(render(PrintKind.LETTER, with_text(typed)))

    assert "Köçkün işi üzrə" in printed.text


def test_line_breaks_of_every_kind_end_paragraphs_in_prose_and_are_spaces_in_a_line() -> None:
    typed = "bir\r\niki\rüç\u2028dörd\n\n  \nbeş"

    assert printable(typed, Room(100, paragraphs=True), "") == "bir\niki\nüç\ndörd\nbeş"
    assert printable(typed, Room(100), "") == "bir iki üç dörd beş"


@given(st.text(max_size=60))
def test_what_was_made_printable_stays_as_it_is(typed: str) -> None:
    room = Room(100, paragraphs=True)
    try:
        once = printable(typed, room, "")
    except RenderRefused:
        return

    assert printable(once, room, "") == once


def test_a_place_deep_inside_is_named() -> None:
    rich = letter()[0]
    wrong = replace(rich, visas=(rich.visas[0], replace(rich.visas[1], name="\x01")))

    with pytest.raises(RenderRefused) as caught:
        render(PrintKind.LETTER, wrong)

    assert caught.value.place == "visas[1].name"
    assert "render.unprintable at visas[1].name" in str(caught.value)


def test_a_text_longer_than_its_place_is_refused_with_both_lengths() -> None:
    with pytest.raises(RenderRefused) as caught:
        render(PrintKind.LETTER, replace(letter()[1], subject="a" * 301))

    assert (caught.value.code, caught.value.place) == ("render.too_long", "subject")
    assert "301" in caught.value.words.en
    assert "300" in caught.value.words.en


def test_words_of_a_label_are_looked_at_in_the_language_that_is_shown() -> None:
    wrong = replace(certificate()[1], unit=Words("Şöbə", "Unit\x01"))

    assert render(PrintKind.CERTIFICATE, wrong)
    with pytest.raises(RenderRefused, match=r"render.unprintable at unit"):
        render(PrintKind.CERTIFICATE, wrong, lang="en")


def test_more_rows_than_the_form_takes_are_refused() -> None:
    rich = letter()[0]

    with pytest.raises(RenderRefused) as caught:
        render(PrintKind.LETTER, replace(rich, enclosures=rich.enclosures[:1] * (MOST_ROWS + 1)))

    assert (caught.value.code, caught.value.place) == ("render.too_many", "enclosures")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("reg_no", 12),
        ("day", "14.04.2026"),
        ("subject", None),
        ("enclosures", ["Siyahı"]),
        ("signatory", Words("a", "b")),
        ("addressee", None),
    ],
)
def test_a_value_of_another_type_is_refused_at_its_place(field: str, value: object) -> None:
    changes: dict[str, Any] = {field: value}

    with pytest.raises(RenderRefused) as caught:
        render(PrintKind.LETTER, replace(letter()[1], **changes))

    assert (caught.value.code, caught.value.place) == ("render.wrong_data", field)


def test_a_word_outside_a_closed_list_is_refused() -> None:
    card = SAMPLES[PrintKind.REGISTRATION_CARD][0]
    changes: dict[str, Any] = {"direction": "sideways"}

    with pytest.raises(RenderRefused, match=r"render.wrong_data at direction"):
        render(PrintKind.REGISTRATION_CARD, replace(card, **changes))


def test_a_time_without_its_zone_is_refused() -> None:
    explained = SAMPLES[PrintKind.EXPLANATION][0]
    changes: dict[str, Any] = {"decided_at": explained.decided_at.replace(tzinfo=None)}  # type: ignore[union-attr]

    with pytest.raises(RenderRefused, match=r"render.wrong_data at decided_at"):
        render(PrintKind.EXPLANATION, replace(explained, **changes))


def test_data_of_another_form_is_refused() -> None:
    with pytest.raises(RenderRefused) as caught:
        render(PrintKind.CERTIFICATE, letter()[1])

    assert caught.value.code == "render.wrong_data"
    assert "Certificate" in caught.value.words.en


@pytest.mark.parametrize("record", [b"", b"{", b"\xff\xfe", "{}".encode("utf-16"), b"[" * 100_000, b" " * 4_000_001])
def test_a_record_that_is_no_json_is_refused(record: bytes) -> None:
    with pytest.raises(RenderRefused) as caught:
        render(PrintKind.LETTER, letter()[1], record=record)

    assert (caught.value.code, caught.value.place) == ("render.record_refused", "record")


def test_a_qr_code_too_dense_for_three_centimetres_is_refused() -> None:
    dense = replace(certificate()[1], verification=Verification(CHECK.link, CHECK.code, "ə" * 182))

    with pytest.raises(RenderRefused) as caught:
        render(PrintKind.CERTIFICATE, dense)

    assert (caught.value.code, caught.value.place) == ("render.qr_too_long", "verification.payload")


def test_an_address_that_is_no_web_page_is_shown_and_not_a_link() -> None:
    script = replace(certificate()[1], verification=Verification("javascript:alert(1)", "AB-1"))

    printed, linked = (Printed(render(PrintKind.CERTIFICATE, data)) for data in (script, certificate()[1]))

    assert "javascript:alert(1)" in printed.text
    assert "/Annots" not in printed.pages[-1]
    assert "/Annots" in linked.pages[-1]


def test_a_form_that_is_wrong_is_told_apart_from_wrong_data() -> None:
    with pytest.raises(RenderRefused) as caught:
        pressed("letter", {"data": "{}", "words": "{}", "lang": "az"}, DAY)

    assert (caught.value.code, caught.value.place) == ("render.form_failed", "letter.typ")
    assert caught.value.__cause__ is not None


def inputs_with(title: str) -> dict[str, str]:
    """What the acquaintance sheet reads, with another title."""
    words = json.dumps(form_words("az") | {"titles": {"acquaintance_sheet": title}})
    data = json.dumps(shown(SHEET, "az"))
    return {"data": data, "words": words, "lang": "az", "sample": "", "record": "{}", "relationship": "data"}


def test_what_cannot_be_proved_accessible_is_printed_without_that_claim() -> None:
    printed = Printed(pressed("acquaintance_sheet", inputs_with(""), DAY))

    assert "pdfuaid" not in printed.metadata
    assert "<pdfaid:part>3</pdfaid:part>" in printed.metadata


def test_a_letter_without_a_glyph_in_the_words_of_a_form_fails_under_both_standards() -> None:
    with pytest.raises(RenderRefused, match=r"render.form_failed at acquaintance_sheet.typ"):
        pressed("acquaintance_sheet", inputs_with("中"), DAY)


def test_forms_read_no_other_file_take_no_package_and_change_no_case() -> None:
    for form in FORMS.glob("*.typ"):
        source = form.read_text(encoding="utf-8")

        for word in ("@preview", "@local", "read(", "upper(", "lower(", "eval(", "plugin(", "smartquote", "include "):
            assert word not in source, (form.name, word)
