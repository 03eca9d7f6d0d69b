"""The end of a document: a legal hold keeps it, whoever would destroy it."""

from __future__ import annotations

import pytest

from document_flow.documents.acts.create import Create
from document_flow.documents.acts.destroy import Destroy
from document_flow.documents.acts.hold import Hold, ReleaseHold
from document_flow.documents.acts.put_in_file import PutInFile
from document_flow.documents.state import status_of
from tests.unit.document_flow.documents.office import FILES, Life, begun, register

ACT = Destroy(by="sevinc", act="E-1")


def filed() -> Life:
    """An incoming letter that asked for nothing."""
    life = Life()
    life.do(Create(by="sevinc", document="incoming", title="t", unit="qayidis", files=FILES), register())
    life.do(PutInFile(by="sevinc", case_file="2026/01-05/1"))
    return life


def test_what_is_in_its_file_is_destroyed_by_an_act_once() -> None:
    life = filed()

    life.do(ACT)

    assert (life.document.case_file, status_of(life.document)) == ("2026/01-05/1", "destroyed")
    assert life.code(ACT) == "closed"
    assert filed().code(Destroy(by="rauf", act="E-1")) == "role"
    assert begun().code(ACT) == "file_first"


def test_a_legal_hold_keeps_it_until_a_lawyer_releases_it() -> None:
    life = filed()
    life.do(Hold(by="nigar", reason=" məhkəmə işi "))
    assert life.document.hold == "məhkəmə işi"
    assert life.code(ACT) == "on_hold"

    life.do(ReleaseHold(by="orxan", reason="iş bitib"))

    life.do(ACT)
    assert life.code(Hold(by="nigar", reason="gec")) == "closed"
    assert life.code(ReleaseHold(by="nigar", reason="gec")) == "closed"


@pytest.mark.parametrize(
    ("command", "code"),
    [
        (Hold(by="sevinc", reason="r"), "role"),
        (Hold(by="nigar", reason=" "), "needs_reason"),
        (ReleaseHold(by="nigar", reason="r"), "not_on_hold"),
        (ReleaseHold(by="rehber", reason="r"), "role"),
    ],
)
def test_a_hold_is_a_lawyers_with_a_reason(command: Hold | ReleaseHold, code: str) -> None:
    assert filed().code(command) == code


def test_what_is_still_worked_on_may_be_held_too() -> None:
    life = begun()

    life.do(Hold(by="nigar", reason="məhkəmə"))

    assert life.document.hold == "məhkəmə"
    assert life.document.is_open
