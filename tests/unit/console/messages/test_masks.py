"""What is shown of a value without a purpose, and that nothing personal slips past the masks."""

from __future__ import annotations

from dataclasses import replace

import pytest

from hub.access.masking import Mask, mask
from hub.console.messages.layout import MOST_LINES, lay_out, lay_out_value, noted
from hub.exchange.masks import CANONICAL, Masks, masks_of
from hub.rules import FORMATS
from mappings.format import load_formats

GAS = load_formats(FORMATS / "azeriqaz_subscriber")["azeriqaz.subscriber.v1"]
ACTS = load_formats(FORMATS / "justice_civil-act")["justice.civil-act.v1"]
SENT = (
    b'<s:Envelope xmlns:s="urn:s"><s:Body><FIN>94FMDDD</FIN><Soyad>Quliyeva</Soyad><AtaAdi>Orxan q\xc4\xb1z\xc4\xb1'
    b'</AtaAdi><DogumTarixi>1990-05-01</DogumTarixi><MecburiKockun>true</MecburiKockun><Yad x="secret">unknown</Yad>'
    b"</s:Body></s:Envelope>"
)


@pytest.mark.parametrize(
    ("how", "value", "shown"),
    [
        (Mask.OPEN, "marriage", "marriage"),
        (Mask.FIN, "94FMDDD", "•••DD"),
        (Mask.INITIAL, "Əliyeva Səbinə", "Ə••• S•••"),
        (Mask.INITIAL, " ", "•••"),
        (Mask.YEAR, "1990-05-01", "1990-••-••"),
        (Mask.YEAR, "19900501", "1990-••-••"),
        (Mask.YEAR, "01.05.1990", "1990-••-••"),
        (Mask.YEAR, "0", "•••"),
        (Mask.KEY, "AB-0099887/2026", "AB-•••887/2026"),
        (Mask.KEY, "3000004137", "•••137"),
        (Mask.KEY, "e-first", "e-…st"),
        (Mask.KEY, "e-1", "•••"),
        (Mask.KEY, "AZ21NABZ00000000137010001944", "AZ21NABZ•••944"),
        (Mask.ADDRESS, "https://chat.example/hooks/secret", "chat.example"),
        (Mask.ADDRESS, "https://chat.example:8443?token=secret", "chat.example:8443"),
        (Mask.ADDRESS, "leyla@idp.example", "l•••@idp.example"),
        (Mask.HIDDEN, "Bakı, Nizami 5", "•••"),
        (Mask.WORDS, "FIN 94FMDDD is not known", "FIN [scrubbed] is not known"),
    ],
)
def test_a_mask_shows_the_shape_and_not_the_value(how: Mask, value: str, shown: str) -> None:
    assert mask(how, value) == shown


def test_a_mapping_tells_how_its_fields_are_masked() -> None:
    shown = lay_out(SENT, masks_of(GAS))

    assert shown.hidden
    assert "<FIN>•••DD</FIN>" in shown.text
    assert "<Soyad>Q•••</Soyad>" in shown.text
    assert "<DogumTarixi>1990-••-••</DogumTarixi>" in shown.text


def test_what_no_mapping_knows_is_hidden() -> None:
    text = lay_out(SENT, masks_of(GAS)).text

    assert '<Yad x="•••">•••</Yad>' in text
    assert not [
        value for value in ("94FMDDD", "Quliyeva", "Orxan", "05-01", "true", "secret", "unknown") if value in text
    ]


def test_an_answer_s_words_do_not_repeat_what_was_hidden() -> None:
    sent = lay_out(SENT, masks_of(GAS))
    fault = b"<Fault><faultstring>Quliyeva (94FMDDD) is not our subscriber</faultstring></Fault>"

    back = lay_out(fault, replace(masks_of(GAS), answers=True), sent.secrets)
    assert "••• ([scrubbed]) is not our subscriber" in back.text


def test_what_is_neither_xml_nor_json_is_not_shown_under_covers() -> None:
    assert lay_out(b"FIN;SOYAD\n94FMDDD;Quliyeva", CANONICAL).lines == ()
    assert "94FMDDD;Quliyeva" in lay_out(b"FIN;SOYAD\n94FMDDD;Quliyeva", None).text


def test_without_covers_all_is_shown() -> None:
    shown = lay_out(b'{"pin":"94FMDDD","n":[1,null,{},[]],"b":true}', None)

    assert not shown.hidden
    assert shown.text.replace("\n", "").replace(" ", "") == '{"pin":"94FMDDD","n":[1,null,{},[]],"b":true}'


def test_a_stricter_cover_wins_where_one_name_stands_for_two_fields() -> None:
    made = Masks({"n": max(Mask.KEY, Mask.HIDDEN)})

    assert lay_out(b'{"n":"AB-0099887"}', made).text == '{\n  "n": "•••"\n}'


def test_markup_in_a_value_stays_a_value() -> None:
    shown = lay_out(b"<a><b>&lt;script&gt;</b>tail</a>", None)

    assert "<b>&lt;script&gt;</b>" in shown.text
    assert "tail" in shown.text


def test_a_long_document_is_cut_and_says_so() -> None:
    shown = lay_out_value(list(range(MOST_LINES * 2)), None)

    assert shown.more
    assert len(shown.lines) == MOST_LINES


def test_what_is_wrong_is_marked_at_its_place_or_the_nearest_above() -> None:
    raw = b'{"subjects":[{"pin":"94FMDDD","gender":"X"}]}'

    shown = noted(lay_out(raw, masks_of(ACTS)), {"/subjects/0/gender": "no code", "/subjects/0/birthDate": "missing"})
    assert [(line.text.strip(), line.note) for line in shown.lines if line.note] == [
        ("{", "birthDate: missing"),
        ('"gender": "•••"', "no code"),
    ]


def test_repeated_elements_have_places_of_their_own() -> None:
    shown = noted(lay_out(b"<r><i>1</i><i>2</i></r>", None), {"/r/i/1": "wrong"})

    assert [line.text.strip() for line in shown.lines if line.note] == ["<i>2</i>"]
