"""Codes of printed documents: what a reader may type, what is caught, and what is proved without a network."""

from __future__ import annotations

import base64
import json

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from hypothesis import assume, given
from hypothesis import strategies as st

from document_flow.outcome import Refusal
from document_flow.verification_code import (
    ALPHABET,
    LENGTH,
    PrintedFacts,
    grouped,
    new_code,
    read_code,
    read_payload,
    signed_payload,
    verification_link,
)

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
OTHER = Ed25519PrivateKey.from_private_bytes(bytes(32))
PAGE = "https://yoxla.example/s/"
FACTS = {"no": "14/2-118", "kim": "İsmayılova Gülnarə Əli qızı", "status": "məcburi köçkün", "tarix": "24.11.2026"}

entropy = st.binary(min_size=10, max_size=10)
codes = entropy.map(new_code)
places = st.integers(0, LENGTH - 1)


def code_of(outcome: object) -> str:
    return outcome.code if isinstance(outcome, Refusal) else f"no refusal: {outcome!r}"


@given(code=codes)
def test_a_code_is_eighteen_characters_without_look_alikes(code: str) -> None:
    assert len(code) == 18
    assert set(code).isdisjoint("ILOUÇƏĞIİÖŞÜ")
    assert set(code) <= set(ALPHABET)


def test_known_bytes_give_a_known_code() -> None:
    assert new_code(bytes(10)) == "0" * 18
    assert grouped(new_code(bytes(range(10)))) == "000G40-R40M30-E209F9"


@given(one=entropy, other=entropy)
def test_two_codes_differ_where_their_bytes_do(one: bytes, other: bytes) -> None:
    assert (new_code(one) == new_code(other)) == (one == other)


@pytest.mark.parametrize("length", [0, 9, 11])
def test_a_code_needs_all_its_bits(length: int) -> None:
    with pytest.raises(ValueError, match=f"10 bytes, not {length}"):
        new_code(bytes(length))


@given(code=codes)
def test_a_code_is_read_as_it_is_printed(code: str) -> None:
    assert read_code(grouped(code)) == code
    assert grouped(code).replace("-", "") == code
    assert [len(group) for group in grouped(code).split("-")] == [6, 6, 6]


@given(code=codes)
def test_a_code_is_read_however_a_reader_types_it(code: str) -> None:
    look_alikes = str.maketrans("01VABEKMHPCTX", "OІuАВЕКМНРСТХ".replace("І", "İ"))

    assert read_code(code.lower()) == code
    assert read_code(f"  {code[:5]} – {code[5:]}.\t") == code
    assert read_code(code.translate(look_alikes)) == code
    assert read_code(code.translate(look_alikes).lower()) == code


@pytest.mark.parametrize("one", ["1", "i", "I", "İ", "ı", "l", "L", "i̇"])
def test_every_stroke_is_a_one(one: str) -> None:
    code = code_with("1")

    assert read_code(code.replace("1", one)) == code


def code_with(letter: str) -> str:
    return next(code for code in (new_code(number.to_bytes(10)) for number in range(5000)) if letter in code)


@given(code=codes, place=places, letter=st.sampled_from(ALPHABET))
def test_one_wrong_character_is_caught(code: str, place: int, letter: str) -> None:
    assume(code[place] != letter)

    assert code_of(read_code(code[:place] + letter + code[place + 1 :])) == "verification.check"


@given(code=codes, one=places, other=places)
def test_two_exchanged_characters_are_caught(code: str, one: int, other: int) -> None:
    assume(code[one] != code[other])
    letters = list(code)
    letters[one], letters[other] = letters[other], letters[one]

    assert code_of(read_code("".join(letters))) == "verification.check"


def test_a_second_check_for_the_same_bits_is_caught() -> None:
    assert code_of(read_code("0" * 16 + "ZX")) == "verification.check"


@pytest.mark.parametrize(("typed", "length"), [("", 0), ("0" * 17, 17), ("0" * 19, 19), ("-" * 64, 0), ("0" * 65, 65)])
def test_a_code_of_another_length_is_told_by_its_length(typed: str, length: int) -> None:
    refusal = read_code(typed)

    assert isinstance(refusal, Refusal)
    assert (refusal.code, refusal.why) == ("verification.length", "invalid")
    assert f"{length} işarə yazılıb" in refusal.words.az


@pytest.mark.parametrize("letter", ["ə", "Ş", "!", "*", "Я", "/", "\n"])
def test_a_character_of_no_code_is_told_by_its_place(letter: str) -> None:
    refusal = read_code(f"00-0{letter}{'0' * 14}")

    assert isinstance(refusal, Refusal)
    assert refusal.code == "verification.letter"
    assert "Character 5 " in refusal.words.en


@given(typed=st.text(max_size=80))
def test_whatever_is_typed_is_a_code_or_a_refusal(typed: str) -> None:
    outcome = read_code(typed)

    assert isinstance(outcome, Refusal) or new_code_of(outcome) == outcome


def new_code_of(code: str) -> str:
    number = 0
    for letter in code:
        number = number * 32 + ALPHABET.index(letter)
    return new_code((number >> 10).to_bytes(10))


def test_a_link_is_short() -> None:
    code = new_code(bytes(10))

    assert verification_link(PAGE, code) == f"https://yoxla.example/s/{code}"
    assert verification_link(PAGE.rstrip("/"), code) == verification_link(PAGE, code)


def link() -> str:
    return verification_link(PAGE, new_code(bytes(range(10))))


def payload(facts: dict[str, str] | None = None) -> str:
    return signed_payload(link(), FACTS if facts is None else facts, KEY)


def test_signed_facts_are_read_without_a_network() -> None:
    read = read_payload(payload(), [OTHER.public_key(), KEY.public_key()])

    assert read == PrintedFacts(new_code(bytes(range(10))), FACTS)
    assert isinstance(read, PrintedFacts)
    assert list(read.facts) == list(FACTS)


@given(
    facts=st.dictionaries(
        st.text(max_size=5), st.text(st.characters(exclude_categories=["Cs"]), max_size=20), max_size=4
    )
)
def test_any_facts_survive(facts: dict[str, str]) -> None:
    read = read_payload(payload(facts), [KEY.public_key()])

    assert read == PrintedFacts(new_code(bytes(range(10))), facts)


def test_a_signature_over_the_address_alone_proves_the_code() -> None:
    made = payload({})

    assert made.startswith(f"{link()}#.")
    assert read_payload(made, [KEY.public_key()]) == PrintedFacts(new_code(bytes(range(10))), {})


def test_the_payload_fits_the_square_that_is_printed() -> None:
    facts = {"f": "x" * (120 - len(json.dumps({"f": ""}, separators=(",", ":"))))}

    assert len(signed_payload("x" * 40, {}, KEY)) == 128
    assert len(signed_payload("x" * 40, facts, KEY)) == 288


def test_what_is_behind_the_hash_is_no_part_of_the_address() -> None:
    assert payload().partition("#")[0] == link()


@pytest.mark.parametrize("unsigned", ["", link(), f"{link()}#", "https://example/a.b", "#" + "x" * 1023 + "."])
def test_a_payload_without_a_signature_is_told_as_such(unsigned: str) -> None:
    assert code_of(read_payload(unsigned, [KEY.public_key()])) == "verification.unsigned"


@given(data=st.data())
def test_a_payload_with_any_character_changed_is_refused(data: st.DataObject) -> None:
    made = payload()
    place = data.draw(st.integers(0, len(made) - 1))
    letter = data.draw(st.characters(exclude_categories=["Cs"]).filter(lambda each: each != made[place]))

    outcome = read_payload(made[:place] + letter + made[place + 1 :], [KEY.public_key()])

    assert code_of(outcome) in {"verification.signature", "verification.unsigned"}


@pytest.mark.parametrize("keys", [[], [OTHER.public_key()]], ids=["none", "another"])
def test_a_payload_of_an_unknown_key_is_refused(keys: list[Ed25519PublicKey]) -> None:
    assert code_of(read_payload(payload(), keys)) == "verification.signature"


def test_facts_of_one_document_do_not_serve_another() -> None:
    other = verification_link(PAGE, new_code(bytes(10)))
    moved = other + "#" + payload().partition("#")[2]

    assert code_of(read_payload(moved, [KEY.public_key()])) == "verification.signature"


def test_a_signature_over_the_bare_text_does_not_count() -> None:
    signed = f"{link()}#"
    bare = base64.urlsafe_b64encode(KEY.sign(signed.encode())).rstrip(b"=").decode()

    assert code_of(read_payload(f"{signed}.{bare}", [KEY.public_key()])) == "verification.signature"


@pytest.mark.parametrize("signature", ["", "A", "ə", "====", "AAAA", "\ud800"], ids=ascii)
def test_a_signature_that_is_none_is_refused(signature: str) -> None:
    assert code_of(read_payload(f"{link()}#.{signature}", [KEY.public_key()])) == "verification.signature"


def test_the_same_signature_in_another_spelling_is_refused() -> None:
    made = payload()
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    twin = letters[letters.index(made[-1]) ^ 1]  # in its last four bits a signature's last letter says nothing

    assert code_of(read_payload(made[:-1] + twin, [KEY.public_key()])) == "verification.signature"
