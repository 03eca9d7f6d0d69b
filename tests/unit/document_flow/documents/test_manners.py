"""A person's signature and the body's seal do not stand for each other where a path asks for one of them."""

from __future__ import annotations

from tests.unit.document_flow.documents.office import SIGNED, begun, path, register, stage

SEALED = path(stage("mohur", "seal", "sevinc"))


def test_a_stage_that_waits_for_a_signature_takes_no_seal() -> None:
    life = begun(chosen=SIGNED)
    life.do(life.submit(), life.approve(), register())

    assert life.code(life.sign("rehber", "seal")) == "other_manner"
    assert life.code(life.sign("rehber", "sign")) == ""


def test_a_stage_that_waits_for_the_seal_takes_no_signature() -> None:
    life = begun("internal", chosen=SEALED)
    life.do(life.submit(), register())

    assert life.code(life.sign("sevinc", "sign")) == "other_manner"
    assert life.code(life.sign("sevinc", "seal")) == ""
