"""Acts on a document's approval path: of its author, of those whom a stage asks, of those who keep it moving."""

from __future__ import annotations

from dataclasses import replace

from document_flow.documents.acts.approval_step import ApprovalStep
from document_flow.documents.case import Case
from document_flow.paths import commands as steps
from document_flow.paths.path import BODY, FactDeclaration
from document_flow.words import Words
from hub.console.documents.act import Act, Asked, asking, titled
from hub.console.documents.fields import Field, Filled, Input, later
from hub.console.documents.scene import Option, Scene, people

NOTE = Field("note", Words("Qeyd", "Note"))
REASON = Field("reason", Words("Səbəb", "Reason"), required=True)
_APPROVE = {
    "visa": Words("Viza ver", "Give the visa"),
    "approve": Words("Təsdiqlə", "Approve"),
}
_FACT_INPUTS: dict[str, Input] = {"string": "line", "number": "amount", "boolean": "tick", "date": "date"}
_MODES = (
    Option("resume", Words("qaytaran mərhələdən davam etsin", "go on at the stage that returned it")),
    Option("restart", Words("əvvəldən başlasın", "begin anew")),
)
_RESULTS = (
    Option("agreed", Words("razıdır", "agrees")),
    Option("agreed_with_remarks", Words("qeydlərlə razıdır", "agrees with remarks")),
    Option("disagreed", Words("razı deyil", "does not agree")),
)
VOTES = (
    Option("for", Words("lehinə", "for")),
    Option("against", Words("əleyhinə", "against")),
    Option("abstain", Words("bitərəf", "abstain")),
)


def _paths(scene: Scene) -> tuple[str, ...]:
    return tuple(each.hash for each in scene.paths) if scene.case.document.run.status in ("nothing", "refused") else ()


def _again(scene: Scene) -> tuple[str, ...]:
    return ("",) if scene.case.document.run.status == "recalled" else ()


def _submit_title(scene: Scene, subject: str) -> Words:
    title = next(each.path.title for each in scene.paths if each.hash == subject)
    return Words(f"Razılaşmaya göndər: {title.az}", f"Submit: {title.en}")


def _on_path(scene: Scene, subject: str) -> Case:
    """The draft as it would be on that path."""
    chosen = next((each.path for each in scene.paths if each.hash == subject), None)
    return replace(scene.case, path=chosen)


def _facts(scene: Scene, subject: str) -> tuple[Field, ...]:
    path = _on_path(scene, subject).path if subject else scene.case.path
    return tuple(_fact_field(scene, each) for each in (path.facts if path is not None else ()))


def _fact_field(scene: Scene, fact: FactDeclaration) -> Field:
    stated = {each.name: each.text for each in scene.case.document.run.facts}
    chosen = stated.get(fact.name, "")
    kind = _FACT_INPUTS[fact.type]
    if kind == "date":
        return Field(f"fact-{fact.name}", fact.title, kind, required=True, least=scene.case.context.today)
    if kind == "tick":
        return Field(f"fact-{fact.name}", fact.title, kind, chosen="1" if chosen == "true" else "")
    return Field(f"fact-{fact.name}", fact.title, kind, required=True, chosen=chosen)


def _stated(asked: Asked) -> dict[str, steps.JsonFact]:
    path = _on_path(asked.scene, asked.subject).path if asked.subject else asked.scene.case.path
    return {each.name: _fact(each, asked.typed) for each in (path.facts if path is not None else ())}


def _fact(fact: FactDeclaration, typed: Filled) -> steps.JsonFact:
    name = f"fact-{fact.name}"
    if fact.type == "boolean":
        return typed.ticked(name)
    return typed.amount(name) if fact.type == "number" else typed.text(name)


def _submit(asked: Asked) -> ApprovalStep:
    step = steps.Submit(by=asked.by, on_behalf_of=asked.on_behalf_of, content_hash=asked.content, facts=_stated(asked))
    return ApprovalStep(command=step, path=asked.subject)


def _approve_title(scene: Scene, _subject: str) -> Words:
    stage = scene.case.document.run.stage
    return _APPROVE.get(stage.act if stage is not None else "", _APPROVE["approve"])


def _approve(asked: Asked) -> ApprovalStep:
    return ApprovalStep(
        command=steps.Approve(
            by=asked.by, on_behalf_of=asked.on_behalf_of, content_hash=asked.content, note=asked.typed.text("note")
        )
    )


def _abstain(asked: Asked) -> ApprovalStep:
    return ApprovalStep(
        command=steps.Abstain(
            by=asked.by, on_behalf_of=asked.on_behalf_of, content_hash=asked.content, note=asked.typed.text("note")
        )
    )


def _refuse(asked: Asked) -> ApprovalStep:
    return ApprovalStep(
        command=steps.Refuse(
            by=asked.by, on_behalf_of=asked.on_behalf_of, content_hash=asked.content, note=asked.typed.text("note")
        )
    )


def _return(asked: Asked) -> ApprovalStep:
    return ApprovalStep(
        command=steps.ReturnForRevision(
            by=asked.by, on_behalf_of=asked.on_behalf_of, content_hash=asked.content, note=asked.typed.text("note")
        )
    )


def _vote_fields(scene: Scene, _subject: str) -> tuple[Field, ...]:
    run = scene.case.document.run
    may_abstain = scene.case.path is not None and run.stage is not None and scene.case.path.stages[run.current].abstain
    options = VOTES if may_abstain else VOTES[:2]
    return Field("choice", Words("Səs", "Vote"), "choice", required=True, options=options), NOTE


def _vote(asked: Asked) -> ApprovalStep:
    typed = asked.typed
    choice: steps.Choice = "against" if typed.text("choice") == "against" else "for"
    return ApprovalStep(
        command=steps.CastVote(
            by=asked.by,
            on_behalf_of=asked.on_behalf_of,
            content_hash=asked.content,
            note=typed.text("note"),
            choice="abstain" if typed.text("choice") == "abstain" else choice,
        )
    )


def _acquaint(asked: Asked) -> ApprovalStep:
    return ApprovalStep(
        command=steps.Acquaint(by=asked.by, on_behalf_of=asked.on_behalf_of, content_hash=asked.content)
    )


def _resubmit_fields(scene: Scene, _subject: str) -> tuple[Field, ...]:
    run, path = scene.case.document.run, scene.case.path
    back = path.stage(run.returned.stage) if path is not None and run.returned is not None else None
    chooses = back is not None and back.on_return == "author_chooses"
    mode = Field("mode", Words("Haradan davam etsin", "Where to go on"), "choice", required=True, options=_MODES)
    minor = Field("minor", Words("Dəyişiklik texniki xarakterlidir", "The change is a minor one"), "tick")
    difference = Field(
        "difference",
        Words("Nə dəyişib", "What has changed"),
        hint=Words("Viza verənlərə göstərilir.", "Shown to those who gave their visas."),
    )
    return (*((mode,) if chooses else ()), minor, difference)


def _resubmit(asked: Asked) -> ApprovalStep:
    typed = asked.typed
    modes: dict[str, steps.ResubmitMode] = {"resume": "resume", "restart": "restart"}
    return ApprovalStep(
        command=steps.Resubmit(
            by=asked.by,
            on_behalf_of=asked.on_behalf_of,
            content_hash=asked.content,
            mode=modes.get(typed.text("mode")),
            minor=typed.ticked("minor"),
            difference=typed.text("difference"),
        )
    )


def _recall(asked: Asked) -> ApprovalStep:
    reason = asked.typed.text("reason")
    return ApprovalStep(command=steps.Recall(by=asked.by, on_behalf_of=asked.on_behalf_of, reason=reason))


def _bodies(scene: Scene) -> tuple[str, ...]:
    stage = scene.case.document.run.stage
    silent = (each for each in stage.members if each not in stage.marks) if stage is not None else ()
    return tuple(each.removeprefix(BODY) for each in silent if each.startswith(BODY))


def _agreement_title(scene: Scene, subject: str) -> Words:
    stages = scene.case.path.stages if scene.case.path is not None else ()
    titles = {each.name: each.title for stage in stages for each in stage.who if each.kind == "body"}
    name = titles.get(subject) or Words(subject, subject)
    return Words(f"Qurumun rəyini yaz: {name.az}", f"Record the agreement of {name.en}")


def _agreement(asked: Asked) -> ApprovalStep:
    typed = asked.typed
    results: dict[str, steps.AgreementResult] = {
        "agreed": "agreed",
        "agreed_with_remarks": "agreed_with_remarks",
        "disagreed": "disagreed",
    }
    result = results.get(typed.text("result"), "agreed")
    return ApprovalStep(
        command=steps.RecordAgreement(
            by=asked.by,
            on_behalf_of=asked.on_behalf_of,
            body=asked.subject,
            result=result,
            reg_no=typed.text("reg_no"),
            content_hash=asked.content,
            note=typed.text("note"),
        )
    )


def _comment(asked: Asked) -> ApprovalStep:
    return ApprovalStep(
        command=steps.Comment(by=asked.by, on_behalf_of=asked.on_behalf_of, text=asked.typed.text("text"))
    )


def _private_note(asked: Asked) -> ApprovalStep:
    return ApprovalStep(
        command=steps.PrivateNote(by=asked.by, on_behalf_of=asked.on_behalf_of, text=asked.typed.text("text"))
    )


def _assign_fields(scene: Scene, _subject: str) -> tuple[Field, ...]:
    run = scene.case.document.run
    stage = run.stage
    members = stage.members if stage is not None else (run.author,)
    silent = [each for each in members if stage is None or each not in stage.marks]
    add = scene.officials(scene.login, *members, *run.hands)
    remove = Field("remove", Words("Kimin yerinə", "In whose place"), "choice", options=people(scene.case, silent))
    return Field("add", Words("Kim", "Who"), "choice", required=True, options=add), remove, REASON


def _assign(asked: Asked) -> ApprovalStep:
    typed = asked.typed
    remove = typed.many("remove")
    return ApprovalStep(
        command=steps.Assign(
            by=asked.by,
            on_behalf_of=asked.on_behalf_of,
            add=typed.many("add"),
            remove=remove,
            reason=typed.text("reason"),
        )
    )


def _suspend_fields(scene: Scene, _subject: str) -> tuple[Field, ...]:
    until = Field(
        "until", Words("Bərpa olunacağı gün", "Resumes on"), "date", least=later(None, scene.case.context.today)
    )
    return REASON, until


def _suspend(asked: Asked) -> ApprovalStep:
    typed = asked.typed
    return ApprovalStep(
        command=steps.Suspend(
            by=asked.by, on_behalf_of=asked.on_behalf_of, reason=typed.text("reason"), until=typed.day("until")
        )
    )


def _resume(asked: Asked) -> ApprovalStep:
    reason = asked.typed.text("reason")
    return ApprovalStep(command=steps.Resume(by=asked.by, on_behalf_of=asked.on_behalf_of, reason=reason))


_WHY = Field("note", Words("Səbəb", "Reason"), required=True)
_MEND = Field("note", Words("Nə düzəldilməlidir", "What to mend"), required=True)
_TEXT = Field("text", Words("Mətn", "Text"), required=True)
PATH_ACTS: tuple[Act, ...] = (
    Act(name="submit", place="now", title=_submit_title, make=_submit, fields=_facts, subjects=_paths, case=_on_path,
        tone="primary"),
    Act(name="submit_again", place="now", title=titled("Yenidən razılaşmaya göndər", "Submit again"), make=_submit,
        fields=_facts, subjects=_again, tone="primary"),
    Act(name="resubmit", place="now", title=titled("Təkrar göndər", "Resubmit"), make=_resubmit,
        fields=_resubmit_fields, tone="primary"),
    Act(name="approve", place="now", title=_approve_title, make=_approve, fields=asking(NOTE), tone="primary"),
    Act(name="vote", place="now", title=titled("Səs ver", "Vote"), make=_vote, fields=_vote_fields, tone="primary"),
    Act(name="note_read", place="now", title=titled("Tanış oldum", "Read and noted"), make=_acquaint, tone="primary"),
    Act(name="return", place="now", title=titled("Qaytar", "Return"), make=_return, fields=asking(_MEND)),
    Act(name="refuse", place="now", title=titled("İmtina et", "Refuse"), make=_refuse, fields=asking(_WHY),
        tone="danger"),
    Act(name="abstain", place="now", title=titled("Bitərəf qal", "Abstain"), make=_abstain, fields=asking(NOTE)),
    Act(name="record_agreement", place="registry", title=_agreement_title, make=_agreement, subjects=_bodies,
        fields=asking(
            Field("result", Words("Rəy", "Result"), "choice", required=True, options=_RESULTS),
            Field("reg_no", Words("Məktubun nömrəsi", "Number of the letter"), "line", required=True), NOTE)),
    Act(name="recall", place="more", title=titled("Geri çağır", "Recall"), make=_recall, fields=asking(REASON),
        tone="danger"),
    Act(name="assign", place="more", title=titled("Başqasına həvalə et", "Assign to another"), make=_assign,
        fields=_assign_fields),
    Act(name="suspend", place="more", title=titled("Müddəti dayandır", "Stop the clock"), make=_suspend,
        fields=_suspend_fields),
    Act(name="resume", place="now", title=titled("Müddəti davam etdir", "Let the clock run on"), make=_resume,
        fields=asking(REASON)),
    Act(name="comment", place="more", title=titled("Qeyd yaz", "Comment"), make=_comment, fields=asking(_TEXT)),
    Act(name="private_note", place="more", title=titled("Rəhbərə məxfi qeyd", "Private note to the head"),
        make=_private_note, fields=asking(_TEXT),
        hint=Words("Bunu yalnız siz və bölmənizin rəhbəri görür.", "Only you and the head of your unit see it.")),
)  # fmt: skip
