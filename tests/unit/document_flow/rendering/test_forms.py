"""What the forms show of their data, and the words that stand on them."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from document_flow.rendering import labels
from document_flow.rendering.derived import counted
from document_flow.rendering.forms import TAKES, PrintKind
from document_flow.rendering.models import DestructionAct, HandoverAct, Letter, Minutes, Votes
from document_flow.rendering.models.parts import Mark
from document_flow.rendering.press import FORMS
from document_flow.rendering.qr import MOST_BYTES, qr_svg
from document_flow.rendering.render import render
from document_flow.words import Words
from tests.unit.document_flow.rendering.printed import Printed, squeezed
from tests.unit.document_flow.rendering.samples import (
    NOON,
    PROSE,
    SAMPLES,
    destruction_act,
    explanation,
    handover_act,
    letter,
    minutes,
    resolution_card,
)

SOURCES = "".join(form.read_text(encoding="utf-8") for form in FORMS.glob("*.typ"))
BY_DATA = {"incoming", "outgoing", "internal", "present", "remote", "absent"}


def test_every_kind_has_its_form_its_data_and_its_title() -> None:
    names = {kind.value for kind in PrintKind}

    assert names == {form.stem for form in FORMS.glob("*.typ")} - {"sheet"}
    assert names == set(labels.TITLES)
    assert set(TAKES) == set(PrintKind) == set(SAMPLES)


def test_every_label_stands_on_a_form_and_every_form_finds_its_labels() -> None:
    used = set(re.findall(r"\bl\.([a-z_0-9]+)\b", SOURCES)) - {"at"}

    assert used | BY_DATA == set(labels.LABELS)


def test_labels_have_both_languages() -> None:
    for name, words in (labels.TITLES | labels.HEADINGS | labels.LABELS).items():
        assert words.az, name
        assert words.en, name


def test_capitals_keep_the_dot_in_azerbaijani_alone() -> None:
    assert labels.form_words("az")["titles"]["registration_card"] == "QEYDİYYAT VƏRƏQƏSİ"
    assert labels.form_words("en")["titles"]["registration_card"] == "REGISTRATION CARD"


def test_a_handover_act_lists_every_document_and_counts_them_in_words() -> None:
    act: HandoverAct = handover_act()[0]

    printed = Printed(render(PrintKind.HANDOVER_ACT, act))

    assert all(each.reg_no in printed.text for each in act.items)
    assert "Cəmi: 42 (qırx iki) sənəd" in printed.text
    assert "Səhifə 2 / 3" in printed.text


def test_a_destruction_act_counts_files_and_volumes() -> None:
    act: DestructionAct = destruction_act()[0]

    printed = Printed(render(PrintKind.DESTRUCTION_ACT, act))

    assert "Cəmi: 8 (səkkiz) iş, 36 (otuz altı) cild" in printed.text


def test_totals_are_figures_alone_in_english() -> None:
    assert counted(12, "en") == "12"
    assert counted(12, "az") == "12 (on iki)"


def test_an_assumed_basis_is_shouted_at_the_top_and_where_it_stands() -> None:
    explained = explanation()[0]
    sound = replace(explained, bases=tuple(replace(each, assumed=False) for each in explained.bases))

    assumed, plain = (Printed(render(PrintKind.EXPLANATION, data)).text for data in (explained, sound))

    assert assumed.index("DİQQƏT: FƏRZ EDİLƏN ƏSAS VAR") < assumed.index("Məlumatlar")
    assert assumed.count("FƏRZ EDİLƏN ƏSAS") == 2
    assert "FƏRZ" not in plain


def test_a_missing_fact_is_named_where_nothing_could_be_decided() -> None:
    printed = Printed(render(PrintKind.EXPLANATION, explanation()[0])).text

    assert "QƏRAR VERİLMƏYİB: MƏLUMAT ÇATMIR" in printed
    assert "Çatmayan məlumatlar:" in printed


def test_where_the_law_gives_no_answer_the_reason_stands_and_no_fact_is_called_missing() -> None:
    unanswered = replace(explanation()[0], outcome="unanswered", missing=(Words("qayda yoxdur", "no rule"),))

    printed = Printed(render(PrintKind.EXPLANATION, unanswered)).text

    assert "QƏRAR VERİLMƏYİB\n" in printed
    assert "Səbəb:" in printed
    assert "Çatmayan" not in printed


def test_minutes_say_who_voted_how_and_who_did_not() -> None:
    kept: Minutes = minutes()[0]

    printed = Printed(render(PrintKind.MINUTES, kept))

    assert squeezed("Lehinə: Rəşad Hüseynov, Gülnarə İsmayılova") in printed.squeezed
    assert squeezed("iştirak etməyib: Fərid Cəfərov (maraqların toqquşması)") in printed.squeezed
    assert squeezed("Xüsusi rəy – Kamran Ağayev, gündəliyin 1-ci məsələsi") in printed.squeezed
    assert squeezed("üzvündən 4 nəfər iştirak edib; kvorum üçün 3 nəfər lazımdır. Kvorum var.") in printed.squeezed


def test_minutes_without_a_quorum_say_so() -> None:
    kept: Minutes = minutes()[1]
    lost = replace(kept.agenda[0], votes=Votes(0, 1, 0, 1, carried=False))

    printed = Printed(render(PrintKind.MINUTES, replace(kept, agenda=(lost,))))

    assert "Kvorum yoxdur." in printed.text
    assert "qəbul edilmədi" in printed.text


def test_the_first_person_named_is_the_main_executor() -> None:
    printed = Printed(render(PrintKind.RESOLUTION_CARD, resolution_card()[0]))

    assert squeezed("Gülnarə İsmayılova – əsas icraçı") in printed.squeezed
    assert "TƏCİLİ" in printed.text


@pytest.mark.parametrize("lines", range(14))
def test_a_signature_never_stands_on_a_page_without_the_end_of_the_text(lines: int) -> None:
    long: Letter = replace(
        letter()[0], text="\n".join([PROSE, *["Sətir."] * lines, "Son cümlə."]), visas=(), agreements=()
    )

    printed = Printed(render(PrintKind.LETTER, long))

    pages = re.split(r"Səhifə \d / \d", printed.text)
    assert any("Son cümlə." in page and "Elektron imza" in page for page in pages)


def test_a_letter_without_a_subject_prints_too() -> None:
    assert "pdfuaid" in Printed(render(PrintKind.LETTER, replace(letter()[0], subject=""))).metadata


def test_a_letter_bears_the_stamp_of_the_electronic_signature_and_before_it_its_place() -> None:
    unsigned, signed = (Printed(render(PrintKind.LETTER, data)).text for data in reversed(letter()))

    assert "Elektron imzanın yeri" in unsigned
    assert "Elektron imzanın yeri" not in signed
    for part in ("Elektron imza ilə imzalanıb", "Rəşad Hüseynov", "Sertifikatın seriya nömrəsi: 4A 7F 19 02 C3"):
        assert squeezed(part) in squeezed(signed)
    assert "14.04.2026 12:05" in signed
    assert "(imza)" not in unsigned + signed


def test_a_letter_that_the_body_seals_and_nobody_signs_says_by_which_certificate() -> None:
    sealed = replace(letter()[1], signatory=None, seal=Mark("Komitənin möhürü", "4A 7F", NOON))

    text = Printed(render(PrintKind.LETTER, sealed)).text

    assert "Elektron möhürlə təsdiqlənib" in text
    assert "Komitənin möhürü" in text
    assert "Elektron imza" not in text


def test_a_line_is_left_for_the_hand_where_a_paper_is_signed_by_hand() -> None:
    text = Printed(render(PrintKind.MINUTES, minutes()[1])).text

    assert "(imza)" in text


def test_the_foot_of_a_letter_of_one_to_four_pages_never_stands_alone() -> None:
    rich = letter()[0]
    seen: set[int] = set()
    for paragraphs in range(1, 40):
        printed = Printed(render(PrintKind.LETTER, replace(rich, text="\n".join([rich.text[:300]] * paragraphs))))

        assert squeezed("Elektron imza ilə imzalanıb") in squeezed(printed.last_page), f"{paragraphs} paragraphs"
        seen.add(len(printed.pages))
        if len(seen) == 4:
            return
    raise AssertionError(f"only {seen} pages")


def test_the_qr_code_is_the_same_for_the_same_payload_and_fits_up_to_its_limit() -> None:
    assert qr_svg("a" * MOST_BYTES) == qr_svg("a" * MOST_BYTES)
    assert 'width="81"' in qr_svg("a" * MOST_BYTES)
    assert qr_svg("a") != qr_svg("b")
