"""One letter's whole way, from the sheet of its path to the seal."""

from __future__ import annotations

from importlib.resources import files

from document_flow.context import Context
from document_flow.outcome import Refusal
from document_flow.paths import kernel
from document_flow.paths.acts.marks import Approve
from document_flow.paths.acts.submit import Submit
from document_flow.paths.authoring.authoring import load_path
from document_flow.paths.canonical import canonical, from_canonical
from document_flow.paths.event import replay
from document_flow.paths.state import NOTHING
from document_flow.people import Directory
from tests.unit.document_flow.paths.building import AUTHOR, CALENDAR, CHIEF, CLERK, FRIDAY, H1, HEAD, PEOPLE, official


def test_a_letter_goes_its_whole_way() -> None:
    text = files("document_flow.paths").joinpath("samples", "outgoing-letter.yaml").read_text("utf-8")
    path = from_canonical(canonical(load_path(text)))
    people = {each.login: each for each in (*PEOPLE, official("nigar", "huquq", "lawyer"))}
    heads = {"unit": CHIEF, "rehberlik": HEAD, "huquq": "nigar"}
    context = Context(FRIDAY, CALENDAR, Directory(people, heads=heads))
    begun = kernel.begin(path, AUTHOR, "outgoing", H1, FRIDAY)
    assert not isinstance(begun, Refusal)
    state = kernel.evolve(NOTHING, begun)

    met: list[tuple[str, ...]] = []
    for command in (
        Submit(by=AUTHOR, content_hash=H1, facts={"amount": 25000}),
        Approve(by="nigar", content_hash=H1),
        Approve(by="nigar", content_hash=H1),
        Approve(by=CHIEF, content_hash=H1),
        Approve(by=HEAD, content_hash=H1, signature="imza-1"),
        Approve(by=CLERK, content_hash=H1, signature="möhür-1"),
    ):
        decided = kernel.decide(path, state, command, context)
        assert not isinstance(decided, Refusal), decided
        state = replay(decided, state)
        met.append(kernel.waiting(path, state, context).actors)

    assert met == [("nigar",), ("nigar",), (CHIEF,), (HEAD,), (CLERK,), ()]
    assert state.status == "approved"
