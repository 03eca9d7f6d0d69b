"""No row of the tables of the allowance grants to a person of the register who contradicts it.

Whom the register contradicts is refused, or left to an official; a rate that it contradicts is another one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any, Final

import pytest

from document_flow.cases.state import Case
from document_flow.decisions.evaluate import evaluate
from document_flow.decisions.folder import load, tables_in
from document_flow.decisions.outcome import Decided
from document_flow.programmes import programme_folders, programmes
from hub.exchange.ask.dossier import Dossier
from hub.programmes.fact_sources import _Heard, _read
from hub.register.entity import Entity, learn
from hub.register.facts import Source
from hub.register.store import blank

Said = Mapping[tuple[str, str], Mapping[str, Any]]
"""What the register says, by whose it is and the kind; a kind that it does not have is left out."""
ALLOWANCE: Final = programmes()["allowance"]
_FOLDER: Final = next(each for each in programme_folders() if each.name == "allowance")
TABLE: Final = next(load(each) for each in tables_in(_FOLDER / "tables") if each.name == "allowance")
NOW: Final = datetime(2026, 4, 1, tzinfo=UTC)
FITS: Final[Mapping[str, tuple[dict[str, Any], Said]]] = {
    "öz qeydiyyatı": ({"əsas": "own"}, {}),
    "hər iki valideyn": (
        {"əsas": "parents"},
        {("mother", "idp_status"): {"category": "idp"}, ("father", "idp_status"): {"category": "equated"}},
    ),
    "valideynini itirib": (
        {"əsas": "orphan"},
        {("mother", "idp_status"): {"category": "idp"}, ("father", "person"): {"vital_status": "deceased"}},
    ),
    "əri": (
        {"əsas": "husband", "nikah": "before_occupied"},
        {("", "person"): {"sex": "female", "marital_status": "married"}},
    ),
}
"""By the ground of a row what its applicant answers, and what the register says that agrees with it."""
_STRANGE: Final[tuple[Said, ...]] = (
    {("", "idp_status"): {"category": "refugee"}},
    {("", "idp_status"): {"category": "idp", "ended_on": "2020-01-01"}},
    {("", "person"): {"origin_residence": {"place": "Gəncə"}}},
)
_PARENTS: Final[tuple[Said, ...]] = tuple(
    {(parent, "idp_status"): said}
    for parent in ("mother", "father")
    for said in ({"category": "refugee"}, {"category": "idp", "ended_on": "2020-01-01"})
)
CONTRADICTS: Final[Mapping[str, tuple[Said, ...]]] = {
    "öz qeydiyyatı": _STRANGE,
    "hər iki valideyn": (*_STRANGE, *_PARENTS),
    "valideynini itirib": (
        *_STRANGE,
        {
            ("mother", "person"): {"vital_status": "alive", "marital_status": "married"},
            ("father", "person"): {"vital_status": "alive"},
        },
        {**_PARENTS[0], **_PARENTS[3]},
    ),
    "əri": (
        *_STRANGE,
        {("", "person"): {"sex": "male"}},
        {("", "person"): {"marital_status": "single"}},
        {("", "person"): {"birth_date": "1990-05-05"}},
    ),
}
NOT_33: Final[tuple[Said, ...]] = (
    {("", "person"): {"temporary_settlement": {"place": "Bərdə", "gas_supplied": True}}},
    {("", "person"): {"temporary_settlement": {"place": "Bərdə", "object_type": "basqasinin_menzili"}}},
)


def granting() -> Iterator[Any]:
    """Each row that grants, of each version, with its ground and its sum."""
    for version in TABLE.versions:
        decision = version.table.end
        names = [each.fact for each in decision.inputs]
        for rule in decision.rules:
            row = dict(zip((each.name for each in decision.outputs), rule.values, strict=True))
            if row["qərar"] == "verilir":
                ground = next(each for each in FITS if rule.tests[names.index("əsas")].holds(each))
                yield pytest.param(version, ground, int(str(row["məbləğ"])), id=f"{version.number}-{rule.id}")


def asked(version: Any, answers: Mapping[str, Any], *said: Said) -> tuple[str, int]:
    """What the table comes to for somebody of whom the register says all this, the later word over the earlier."""
    register: dict[tuple[str, str], dict[str, Any]] = {
        ("", "person"): {
            "surname": "Əliyev",
            "given_name": "Elçin",
            "birth_date": "1960-01-01",
            "sex": "male",
            "vital_status": "alive",
            "origin_residence": {"place": "Zəngilan/Ağalı"},
        },
        ("", "idp_status"): {"category": "idp"},
    }
    for each in said:
        for key, attributes in each.items():
            register[key] = {**register.get(key, {}), **attributes}
    entities: dict[tuple[str, str], tuple[Entity, ...]] = {
        key: (learn(blank(key[1]), attributes, Source("0" * 32, "committee", 1)),)
        for key, attributes in register.items()
    }
    heard = _Heard(entities, Dossier({}, (), (), 0), answers, {}, NOW, NOW, False, {})
    facts, _ = _read(ALLOWANCE, Case(programme="allowance", subject="5AAA001"), heard)
    known = {"mənzil": False, **{each.name: each.value for each in facts}}
    outcome = evaluate(version.table, known, allow_assumed=True)
    if not isinstance(outcome, Decided):
        return "baxılır", 0
    return str(outcome.outputs["qərar"]), int(str(outcome.outputs["məbləğ"]))


def answers_to(ground: str, qepik: int) -> Iterator[dict[str, Any]]:
    """Applications by this ground for which the row of this sum is."""
    said = {"ölkədən_gedib": False, "yayınıb": False, "nikah": "none", "valideyn_statusu": "idp", **FITS[ground][0]}
    if qepik == 3300:
        yield {**said, "qaz": False, "məskən": "compact"}
    else:
        yield {**said, "qaz": True, "məskən": "compact"}
        yield {**said, "qaz": False, "məskən": "other"}


@pytest.mark.parametrize(("version", "ground", "qepik"), list(granting()))
def test_whom_the_register_contradicts_no_row_grants_it(version: Any, ground: str, qepik: int) -> None:
    agreeing = FITS[ground][1]
    for answers in answers_to(ground, qepik):
        assert asked(version, answers, agreeing) == ("verilir", qepik)
        for against in CONTRADICTS[ground]:
            assert asked(version, answers, agreeing, against)[0] != "verilir", against
        for against in NOT_33 if qepik == 3300 else ():
            assert asked(version, answers, agreeing, against) == ("verilir", 6000), against


@pytest.mark.parametrize("version", TABLE.versions, ids=lambda each: str(each.number))
def test_without_gas_the_lower_rate_is_for_compact_settlements_alone(version: Any) -> None:
    """Decree 1206 (S20, S59, S67): 33 manat in compact settlements without gas of their own, else 60 manat."""
    plain = {"əsas": "own", "ölkədən_gedib": False, "yayınıb": False, "qaz": False}

    assert asked(version, {**plain, "məskən": "compact"}) == ("verilir", 3300)
    assert asked(version, {**plain, "məskən": "other"}) == ("verilir", 6000)
    assert asked(version, plain)[0] == "baxılır", "where nobody has said it, nothing is guessed"


@pytest.mark.parametrize("version", TABLE.versions, ids=lambda each: str(each.number))
@pytest.mark.parametrize("born", ["1960", "1960-05"])
def test_a_birth_date_without_its_day_leaves_a_wife_alone_to_an_official(version: Any, born: str) -> None:
    told: Said = {("", "person"): {"birth_date": born}}

    left = {
        ground for ground, (_, fits) in FITS.items()
        if asked(version, next(answers_to(ground, 3300)), fits, told)[0] != "verilir"
    }  # fmt: skip

    assert left == {"əri"}


def test_whoever_was_of_age_to_marry_by_the_end_of_the_displacement_is_a_wife() -> None:
    answers, fits = next(answers_to("əri", 3300)), FITS["əri"][1]
    came = [
        asked(TABLE.versions[-1], answers, fits, {("", "person"): {"birth_date": born}})
        for born in ("1977-12-31", "1978-01-01")
    ]

    assert came == [("verilir", 3300), ("baxılır", 0)]
