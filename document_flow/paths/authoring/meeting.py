"""Reads how a stage meets. What departs from the law's quorum, or gives a casting vote, names the act that says so."""

from __future__ import annotations

from typing import get_args

from document_flow.paths.authoring.who import read_who
from document_flow.paths.path import MeetingRules, Quorum, QuorumShare, Who
from document_flow.sheet import Entry

_SHARES: tuple[QuorumShare, ...] = get_args(QuorumShare)
_LEAST = Quorum().least


def read_meeting(entry: Entry) -> MeetingRules:
    """The rules of a meeting; what is wrong is noted."""
    rules = MeetingRules(
        chair=_officer(entry, "chair"),
        secretary=_officer(entry, "secretary"),
        quorum=_quorum(entry.entry("quorum", optional=True)),
        casting_vote=_casting_vote(entry.entry("casting_vote", optional=True)),
        deputy=_officer(entry, "deputy") if entry.has("deputy") else None,
    )
    entry.done()
    return rules


def _officer(entry: Entry, key: str) -> Who:
    named = entry.entry(key)
    if named is None:
        return Who("person")
    who = read_who(named)
    if who.kind in ("group", "body"):
        entry.problem(key, "bir şəxs göstərilməlidir", "one person is wanted: a person, a role or a unit's head")
    return who


def _quorum(entry: Entry | None) -> Quorum:
    if entry is None:
        return Quorum()
    share = entry.one_of("share", _SHARES, default="half")
    least, act = entry.whole("least", least=1, default=_LEAST), entry.text("act", default="")
    if least < _LEAST and not act:
        entry.problem(
            "least",
            f"kvorum {_LEAST} nəfərdən az ola bilməz; əsasnamə başqa cür deyirsə, aktı (act) yazın",
            f"a quorum is not under {_LEAST}; where a statute says otherwise, name it in `act`",
        )
    entry.done()
    return Quorum(next((each for each in _SHARES if each == share), "half"), least, act)


def _casting_vote(entry: Entry | None) -> str | None:
    if entry is None:
        return None
    act = entry.text("act", default="")
    if not act:
        entry.problem(
            "act",
            "sədrin həlledici səsi yalnız əsasnamə verəndə olur: aktı və bəndi yazın",
            "a chair has a casting vote only where a statute gives it: name the act and the clause",
        )
    entry.done()
    return act
