"""What a run waits for, as one sentence in both languages: whom, for what, until when."""

from __future__ import annotations

from collections.abc import Iterable

from document_flow.context import Context
from document_flow.dates_az import short_date
from document_flow.outcome import Waiting
from document_flow.paths.case import STATUS_WORDS
from document_flow.paths.drawing.words import ACTS
from document_flow.paths.path import BODY, Path, Stage
from document_flow.paths.staffing import desk, in_office
from document_flow.paths.state import StageState, State
from document_flow.paths.tally import tally
from document_flow.paths.waiting.meeting import meeting_need
from document_flow.paths.waiting.waited_for import lacking, managers, waited_for
from document_flow.paths.waiting.wording import awaited, left, names
from document_flow.words import Words, az_sentence


def waiting(path: Path, state: State, context: Context) -> Waiting:
    """Whom it waits for and why. A finished run waits for nobody, and says how it ended."""
    stage = state.stage
    if stage is not None:
        return _suspended(state, context) or _at_stage(path.stages[state.current], stage, state, context)
    if state.status == "draft":
        return Waiting(
            desk(state.author, context.directory),
            Words("Layihədir: müəllif göndərməlidir.", "A draft: its author must submit it."),
        )
    if state.status == "returned":
        return Waiting(desk(state.author, context.directory), _returned(path, state))
    words = STATUS_WORDS[state.status]
    return Waiting((), Words(f"{az_sentence(words.az)}.", f"{words.en[:1].upper()}{words.en[1:]}."))


def _at_stage(definition: Stage, stage: StageState, state: State, context: Context) -> Waiting:
    actors = waited_for(definition, stage, state, context)
    need, due = _need(definition, stage, actors, context), stage.due
    if due is None:
        return Waiting(actors, Words(f"{need.az}.", f"{need.en}."))
    until = left(context, due)
    return Waiting(actors, Words(f"{need.az}; {until.az}.", f"{need.en}; {until.en}."), due, context.today > due)


def _need(definition: Stage, stage: StageState, actors: tuple[str, ...], context: Context) -> Words:
    who = names(actors, context.directory)
    lacks = lacking(definition, stage)
    if lacks > 0:
        return Words(
            f"Mərhələdə {lacks} nəfər çatmır, başqaları təyin edilməlidir: {who.az}",
            f"The stage lacks {lacks}; others must be assigned: {who.en}",
        )
    if stage.meeting is not None:
        return meeting_need(definition, stage, stage.meeting, who)
    counted = tally(definition.rule, stage)
    if stage.act == "agreement":
        return _agreement(definition, counted.silent)
    if not in_office(counted.silent[:1] if definition.order == "sequential" else counted.silent, context.directory):
        return Words(
            f"Rəyi gözlənilən artıq işləmir, başqası təyin edilməlidir: {who.az}",
            f"Whom it waits for has left; somebody else must be assigned: {who.en}",
        )
    silent, is_turn = len(counted.silent), definition.order == "sequential"
    return awaited(ACTS[stage.act], counted.missing, silent, who, is_turn=is_turn)


def _agreement(definition: Stage, silent: Iterable[str]) -> Words:
    titles = {BODY + who.name: who.title or Words(who.name, who.name) for who in definition.who}
    asked = [titles[principal] for principal in silent if principal in titles]
    az, en = "; ".join(words.az for words in asked), "; ".join(words.en for words in asked)
    return Words(f"Başqa qurumun razılığı gözlənilir: {az}", f"Waits for another body to agree: {en}")


def _suspended(state: State, context: Context) -> Waiting | None:
    suspension = state.suspension
    if suspension is None:
        return None
    actors = in_office((suspension.by, state.author), context.directory) or managers(state, context)
    who, since = names(actors, context.directory), short_date(suspension.since)
    az, en = f"{since} tarixindən dayandırılıb", f"Suspended since {since}"
    if suspension.until is not None:
        az, en = f"{az}, {short_date(suspension.until)} bərpa olunur", f"{en}, resumes {short_date(suspension.until)}"
    return Waiting(actors, Words(f"{az}: {suspension.reason} ({who.az}).", f"{en}: {suspension.reason} ({who.en})."))


def _returned(path: Path, state: State) -> Words:
    back = state.returned
    definition = None if back is None else path.stage(back.stage)
    if back is None or definition is None:
        return Words("Müəllifə qaytarılıb, yenidən göndərilməlidir.", "Back with its author, to be sent again.")
    return Words(
        f"“{definition.title.az}” mərhələsindən müəllifə qaytarılıb, yenidən göndərilməlidir: {back.note}",
        f"Returned to its author from “{definition.title.en}”, to be sent again: {back.note}",
    )
