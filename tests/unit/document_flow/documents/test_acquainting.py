"""Whoever is named for information reads it and says so: a proof for each person, by nobody else."""

from __future__ import annotations

from document_flow.documents.acquainting import to_acquaint, unread_by
from document_flow.documents.acts.acquaint import Acquaint
from document_flow.documents.acts.create import Create
from document_flow.documents.acts.resolution_step import ResolutionStep
from document_flow.documents.tasks import Task, tasks, waiting
from document_flow.documents.visibility import people_of
from document_flow.orders.acts.give_resolution import GiveResolution
from tests.unit.document_flow.documents.office import FILES, FRIDAY, Life, directory, register, report


def give(resolution: str, *readers: str) -> ResolutionStep:
    command = GiveResolution(
        by="rehber", resolution=resolution, text="Baxın", executors=("rauf",), days=5, for_information=readers
    )
    return ResolutionStep(command=command)


def letter(*readers: str) -> Life:
    life = Life()
    life.do(Create(by="sevinc", document="incoming", title="t", unit="qayidis", files=FILES), register())
    life.do(give("1", *readers))
    return life


def test_each_person_has_a_task_and_one_sentence_names_them_all() -> None:
    life = letter("orxan", "nigar")

    found = [(task.actor, task.name) for task in tasks(life.case)]
    assert found == [("rauf", "execute"), ("orxan", "acquaint"), ("nigar", "acquaint")]
    assert [each.need.en for each in waiting(life.case)][1:] == ["To be read and noted by: Orxan, Nigar"]
    assert {"orxan", "nigar"} < people_of(life.document)


def test_the_proof_says_who_when_and_over_which_content() -> None:
    life = letter("orxan", "nigar")

    life.do(Acquaint(by="orxan"))

    (proof,) = life.document.acquainted
    assert (proof.login, proof.at, proof.content_hash, proof.resolutions) == (
        "orxan",
        FRIDAY,
        life.document.content_hash,
        ("1",),
    )
    assert to_acquaint(life.case) == ("nigar",)
    assert life.code(Acquaint(by="orxan")) == "nothing_to_read"
    assert life.code(Acquaint(by="leyla")) == "nothing_to_read"


def test_who_is_named_again_reads_again() -> None:
    life = letter("orxan")
    life.do(Acquaint(by="orxan"), give("2", "orxan"))

    assert unread_by(life.document, "orxan") == ("2",)
    life.do(Acquaint(by="orxan"))
    assert unread_by(life.document, "orxan") == ()


def test_of_those_who_have_left_nobody_waits_for_it() -> None:
    life = letter("orxan")
    life.people(directory("orxan"))

    assert to_acquaint(life.case) == ()
    life.people(directory(people=()))
    assert to_acquaint(life.case) == ()


def test_a_task_to_read_does_not_hold_up_the_file() -> None:
    life = letter("orxan")
    life.do(report())

    assert tasks(life.case) == (Task("orxan", "acquaint"), Task("@clerk", "file"))
