"""A copy for information to a unit: its people get a task to read it, and their reading is recorded."""

from __future__ import annotations

from document_flow.documents.acts.acquaint import Acquaint
from document_flow.documents.acts.send_for_information import SendForInformation
from document_flow.documents.tasks import Task, tasks
from document_flow.documents.visibility import may_see
from tests.unit.document_flow.documents.office import Life, begun, register

TO_LAWYERS = SendForInformation(by="sevinc", unit="huquq")


def registered(access: str = "open") -> Life:
    life = begun("incoming", access=access)
    life.do(register())
    return life


def readers(life: Life) -> list[str]:
    return [task.actor for task in tasks(life.case) if task == Task(task.actor, "acquaint")]


def test_the_people_of_the_unit_get_a_task_to_read_it_until_they_have_noted_it() -> None:
    life = registered()
    life.do(TO_LAWYERS)
    assert readers(life) == ["nigar", "orxan"]

    life.do(Acquaint(by="orxan"))

    assert readers(life) == ["nigar"]
    assert [each.login for each in life.document.acquainted] == ["orxan"]
    assert life.code(Acquaint(by="orxan")) == "nothing_to_read"


def test_whoever_is_to_read_a_restricted_document_sees_it() -> None:
    life = registered("restricted")
    orxan = life.context.directory.officials["orxan"]
    assert not may_see(life.document, orxan)

    life.do(TO_LAWYERS)

    assert may_see(life.document, orxan)


def test_a_unit_gets_a_copy_once_and_one_that_is_empty_gets_none() -> None:
    life = registered()
    life.do(TO_LAWYERS)

    assert life.code(TO_LAWYERS) == "nobody_to_inform"
    assert life.code(SendForInformation(by="sevinc", unit="yoxdur")) == "nobody_to_inform"
    assert life.code(SendForInformation(by="rauf", unit="huquq")) == "role"
    assert begun("incoming").code(TO_LAWYERS) == "register_first"
