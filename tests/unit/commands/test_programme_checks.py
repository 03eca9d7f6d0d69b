"""What is wrong with a programme is said before anybody applies: names that nothing bears, a table that misfits."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from document_flow.programmes import programmes
from document_flow.programmes.programme import FactRule, Origin, Programme
from document_flow.words import Words
from hub.commands import programme_checks
from hub.commands.programme_checks import all_programme_problems, programme_problems
from hub.rules import all_formats
from hub.settings import Settings

FORMATS = frozenset(all_formats(Settings(data=Path("/nowhere"), hash_key="k" * 40)))
CERTIFICATE, STATUS = programmes()["certificate"], programmes()["status"]
WORDS = Words("x", "y")


def with_origin(origin: Origin) -> Programme:
    rule = FactRule(name="yeni", title=WORDS, origins=(origin,))
    return replace(CERTIFICATE, facts=(*CERTIFICATE.facts, rule))


def test_those_that_are_delivered_are_right() -> None:
    assert list(all_programme_problems(FORMATS)) == []


@pytest.mark.parametrize(
    ("programme", "said"),
    [
        (replace(CERTIFICATE, purpose="gossip"), "gossip is not in the catalogue"),
        (replace(CERTIFICATE, formats=("none.v1",)), "there is no format none.v1"),
        (with_origin(Origin(via="register", of="ship", field="name")), "the register finds no ship"),
        (with_origin(Origin(via="register", of="person", field="height")), "person has no field height"),
        (with_origin(Origin(via="ask", of="stars", field="sign")), "there is no question stars"),
        (with_origin(Origin(via="ask", of="property", field="file")), "property may not be asked for certificate"),
        (with_origin(Origin(via="ask", of="identity", field="sex")), "sex of identity is not given for certificate"),
        (replace(CERTIFICATE, table="none"), "none is not in its folder tables"),
        (replace(CERTIFICATE, verdict="none"), "has no output none"),
        (replace(CERTIFICATE, english={}), "“sağdır” has no English word"),
        (replace(CERTIFICATE, english={}), "“statusunuz bitib” has no English word"),
        (replace(CERTIFICATE, facts=CERTIFICATE.facts[:4]), "asks for status, which is no fact"),
    ],
)
def test_what_does_not_fit_is_said(programme: Programme, said: str) -> None:
    assert [each for each in programme_problems(programme, FORMATS) if said in each]


def test_an_effect_is_a_record_that_there_is() -> None:
    assert STATUS.effect is not None
    for effect, said in (
        (replace(STATUS.effect, record="ship"), "there is no record ship"),
        (replace(STATUS.effect, fields={"colour": "= red"}), "idp_status has no field colour"),
    ):
        assert [each for each in programme_problems(replace(STATUS, effect=effect), FORMATS) if said in each]


def test_a_folder_of_another_name_and_one_that_cannot_be_read_are_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(programme_checks, "programme_names", lambda: ("certificate", "other"))
    assert "other: its id is another than its folder's name" in list(all_programme_problems(FORMATS))
