"""What a meeting waits for, phase by phase."""

from __future__ import annotations

from document_flow.azerbaijani import above
from document_flow.dates_az import short_time
from document_flow.paths.meeting import is_tie
from document_flow.paths.path import Stage
from document_flow.paths.state import Meeting, StageState
from document_flow.paths.tally import presence, tally
from document_flow.words import Words

_CALLS = {
    None: Words("İclas", "A meeting"),
    "no_quorum": Words("Kvorum olmadı, iclas yenidən", "There was no quorum: another meeting"),
    "called_off": Words("İclas ləğv edildi, yenidən", "The meeting was called off: another one"),
}


def meeting_need(definition: Stage, stage: StageState, meeting: Meeting, who: Words) -> Words:
    """The sentence without its end; `who` are the names of those whose move it is."""
    match meeting.phase:
        case "to_call":
            what = _CALLS[meeting.outcome]
            return Words(f"{what.az} çağırılmalıdır: {who.az}", f"{what.en} must be called: {who.en}")
        case "called":
            return Words(f"Üzvlər iclasa dəvət edilməlidir: {who.az}", f"The members must be invited: {who.en}")
        case "invited":
            return _gathering(presence(definition, stage), len(stage.members), meeting, who)
        case "voting":
            return _voting(definition, stage, meeting, who)
        case _:
            return Words(f"Protokol imzalanmalıdır: {who.az}", f"The minutes must be signed: {who.en}")


def _gathering(quorum: int, members: int, meeting: Meeting, who: Words) -> Words:
    when = "" if meeting.held_at is None else short_time(meeting.held_at)
    present = len(meeting.present)
    if present >= quorum:
        return Words(
            f"İclas {when}: kvorum var ({present}, lazım {quorum}), səsvermə açılmalıdır: {who.az}",
            f"Meeting {when}: there is a quorum ({present}, {quorum} needed); voting must be opened: {who.en}",
        )
    return Words(
        f"İclas {when}: {above(members)} {present} nəfər iştirak edir, kvorum {quorum}; qeyd edən: {who.az}",
        f"Meeting {when}: {present} of {members} present, quorum {quorum}; noted by {who.en}",
    )


def _voting(definition: Stage, stage: StageState, meeting: Meeting, who: Words) -> Words:
    counted = tally(definition.rule, stage)
    if counted.silent:
        return Words(
            f"Daha {len(counted.silent)} səs gözlənilir ({above(len(meeting.present))}): {who.az}",
            f"{len(counted.silent)} more votes of {len(meeting.present)}: {who.en}",
        )
    may_cast = definition.meeting is not None and definition.meeting.casting_vote is not None
    if may_cast and is_tie(counted) and meeting.casting is None:
        return Words(f"Səslər bərabərdir, sədr həll edir: {who.az}", f"A tie, the chair decides: {who.en}")
    return Words(
        f"Hamı səs verib, iclas bağlanmalıdır: {who.az}", f"All have voted; the meeting must be closed: {who.en}"
    )
