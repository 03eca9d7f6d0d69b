"""What a kind of document must carry is demanded of its path when that is saved, and of the document before it goes."""

from __future__ import annotations

from dataclasses import replace

import pytest

from document_flow.documents.tasks import tasks
from document_flow.paths.path import Condition, Path, Rule, Who
from document_flow.requisites import BY_DEFAULT, RequisiteRules, Requisites, load_requisites, path_lacks
from document_flow.sheet import SheetRefused
from tests.unit.document_flow.documents.office import (
    SIGNED,
    VISA,
    approved,
    begun,
    directory,
    path,
    register,
    stage,
)

VISAS = RequisiteRules(outgoing=Requisites(("head",), ("lawyer",)))
HEADED = replace(stage("imza", "sign"), who=(Who("head_of", "rehberlik"),))
LAWYERS = replace(stage("viza", "visa"), who=(Who("role", "lawyer"),))


@pytest.mark.parametrize("chosen", [VISA, path(stage("möhür", "seal", "sevinc"))])
def test_a_letter_that_no_head_signed_is_neither_sealed_nor_sent_until_one_does(chosen: Path) -> None:
    life = begun(chosen=chosen)
    life.do(life.submit())
    if chosen == VISA:
        life.do(life.approve())
        life.do(register())
    else:
        life.do(register())

    assert (life.code(life.sign()), life.code(life.send())) == ("unsigned", "unsigned")
    if chosen == VISA:
        life.do(life.sign("rehber", "sign"))
        life.do(life.sign(session="s2"))
        assert life.code(life.send()) == ""


def test_whose_signature_counts_is_the_kinds_to_say_and_a_stand_ins_counts_for_the_principal() -> None:
    by_executor = begun(chosen=path(stage("imza", "sign", "leyla")))
    by_executor.do(by_executor.submit())
    by_executor.do(register(), by_executor.sign("leyla", "sign"))
    headed = begun(chosen=path(stage("imza", "sign", "nigar")))
    headed.do(headed.submit())
    headed.do(register())
    heads = {
        each: replace(known, roles=known.roles | {"head"})
        for each, known in directory().officials.items()
        if each == "nigar"
    }
    headed.people(replace(directory(), officials={**directory().officials, **heads}))
    headed.do(headed.sign("leyla", "sign", on_behalf_of="nigar"))

    assert by_executor.code(by_executor.send()) == "unsigned"
    assert headed.code(headed.send()) == ""
    assert headed.document.signatures[0].by == "leyla"


def test_a_seal_is_no_signature_and_is_put_first_where_none_is_demanded() -> None:
    life = approved()
    life.do(register())
    demanded = life.context
    life.context = replace(demanded, requisites=RequisiteRules(outgoing=Requisites()))
    assert [(task.actor, task.name) for task in tasks(life.case)] == [("@clerk", "seal")]
    life.do(life.sign())

    assert life.code(life.send()) == ""
    life.context = demanded
    assert life.code(life.send()) == "unsigned"


def test_a_demanded_visa_is_looked_for_before_it_is_sent() -> None:
    life = begun(chosen=SIGNED)
    life.context = replace(life.context, requisites=VISAS)
    unseen = begun(chosen=path(stage("imza", "sign", "rehber")))
    unseen.context = life.context
    life.do(life.submit())
    life.do(life.approve())
    unseen.do(unseen.submit())
    for each in (life, unseen):
        each.do(register(), each.sign("rehber", "sign"))

    assert (life.code(life.send()), unseen.code(unseen.send())) == ("", "no_visa")


def test_a_letter_that_waits_for_its_signature_is_the_heads() -> None:
    life = approved()
    life.do(register())

    assert [(task.actor, task.name) for task in tasks(life.case)] == [("@head", "sign")]
    life.people(directory("rehber"))
    assert [(task.actor, task.name) for task in tasks(life.case)] == [("@clerk", "file")]


@pytest.mark.parametrize(
    ("stages", "lacks"),
    [
        ((HEADED, LAWYERS), 0),
        ((replace(stage("imza", "sign"), who=(Who("author_head"),)), LAWYERS), 0),
        ((stage("imza", "sign", "rehber"), stage("viza", "visa", "orxan", "nigar", rule=Rule("any"))), 0),
        ((HEADED, replace(LAWYERS, who=(Who("group", "hamı"), Who("role", "lawyer")))), 0),
        ((replace(HEADED, act="approve"), LAWYERS), 1),
        ((stage("imza", "sign", "rauf"), LAWYERS), 1),
        ((replace(HEADED, when=(Condition("məbləğ", "> 5"),)), LAWYERS), 1),
        ((stage("möhür", "seal", "sevinc"), HEADED, LAWYERS), 1),
        ((replace(HEADED, who=(*HEADED.who, Who("person", "rauf")), rule=Rule("any")), LAWYERS), 1),
        ((HEADED, replace(LAWYERS, who=(Who("head_of", "huquq"),))), 0),
        ((HEADED, replace(LAWYERS, who=(Who("head_of", "qayidis"),))), 1),
        ((LAWYERS,), 1),
        ((stage("möhür", "seal", "sevinc"),), 2),
    ],
)
def test_a_path_is_told_what_a_document_could_go_it_without(stages: tuple[object, ...], lacks: int) -> None:
    told = path_lacks(VISAS, path(*stages), directory())  # type: ignore[arg-type]

    assert len(told) == lacks
    assert path_lacks(VISAS, path(*stages, kinds=("internal",)), directory()) == ()  # type: ignore[arg-type]


def test_a_sheet_sets_what_is_demanded_and_the_rest_stays() -> None:
    rules = load_requisites("internal: {signature: [head], visas: [lawyer]}\n")

    assert rules == RequisiteRules(BY_DEFAULT.outgoing, Requisites(("head",), ("lawyer",)))
    assert rules.of("incoming") == Requisites()
    with pytest.raises(SheetRefused):
        load_requisites("outgoing: {signed: [head]}\n")
