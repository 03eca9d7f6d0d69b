"""Acts on the document itself: registered, sent, filed, linked, forwarded, held; mostly of the registry."""

from __future__ import annotations

from document_flow.documents.acts.acquaint import Acquaint
from document_flow.documents.acts.extend_for_study import ExtendForStudy
from document_flow.documents.acts.forward import Forward
from document_flow.documents.acts.hold import Hold, ReleaseHold
from document_flow.documents.acts.note_seen import NoteSeen
from document_flow.documents.acts.put_in_file import PutInFile
from document_flow.documents.acts.refuse_arrival import RefuseArrival
from document_flow.documents.acts.register import Register
from document_flow.documents.acts.relate import Relate
from document_flow.documents.acts.send import Send
from document_flow.documents.acts.tell_citizen import TellCitizen
from document_flow.documents.event import Command
from document_flow.documents.facts import Link, Relation
from document_flow.documents.state import TROUBLED
from document_flow.documents.words import RELATIONS
from document_flow.words import Words
from hub.console.documents.act import Act, Asked, asking, titled
from hub.console.documents.fields import Field, named_document
from hub.console.documents.path_acts import REASON
from hub.console.documents.scene import Option, Scene
from routes.address_book import BODIES, body_of

_NOTE = Field("note", Words("Qeyd", "Note"), required=True)
_LINKED: dict[str, Relation] = {"answers": "answers", "answered_by": "answered_by", "concerns": "concerns"}


def body_name(code: str) -> Words:
    """A body as people know it, by its index."""
    found = body_of(code)
    return Words(f"{found.title_az} ({code})", f"{found.title_en} ({code})") if found else Words(code, code)


def _register_fields(scene: Scene, _subject: str) -> tuple[Field, ...]:
    return (_file_field(scene, Words("İş (nomenklatura)", "File of the plan")),)


def _file_field(scene: Scene, label: Words) -> Field:
    unit = scene.case.document.unit
    own = [each for each in scene.plan if each.unit == unit]
    options = tuple(
        Option(each.index, Words(f"{each.index} {each.title.az}", f"{each.index} {each.title.en}"))
        for each in (*own, *(each for each in scene.plan if each.unit != unit))
    )
    return Field("file", label, "choice", required=True, options=options)


def _register(asked: Asked) -> Command:
    return Register(by=asked.by, file=asked.typed.text("file"))


def _send_fields(scene: Scene, _subject: str) -> tuple[Field, ...]:
    document = scene.case.document
    reached = {each.body for each in document.dispatches if each.state not in TROUBLED}
    options = tuple(Option(code, body_name(code)) for code in document.recipients if code not in reached)
    return (
        Field(
            "bodies",
            Words("Kimə", "To"),
            "many",
            required=True,
            options=options,
            chosen=options[0].value if len(options) == 1 else "",
        ),
    )


def _send(asked: Asked) -> Command:
    return Send(by=asked.by, bodies=asked.typed.many("bodies"))


def _troubled(scene: Scene) -> tuple[str, ...]:
    return tuple(
        each.consignment for each in scene.case.document.dispatches if each.state in TROUBLED and not each.seen
    )


def _trouble_title(scene: Scene, subject: str) -> Words:
    found = scene.case.document.dispatch(subject)
    name = body_name(found.body if found else subject)
    return Words(f"Tanış oldum: {name.az}", f"Taken note of: {name.en}")


def _note_seen(asked: Asked) -> Command:
    return NoteSeen(by=asked.by, consignment=asked.subject, note=asked.typed.text("note"))


def _refuse_arrival(asked: Asked) -> Command:
    return RefuseArrival(by=asked.by, reason=asked.typed.text("reason"))


def _relate(asked: Asked) -> Command:
    typed = asked.typed
    return Relate(
        by=asked.by, link=Link(named_document(typed, "other"), _LINKED.get(typed.text("relation"), "concerns"))
    )


def _study(asked: Asked) -> Command:
    return ExtendForStudy(by=asked.by, on_behalf_of=asked.on_behalf_of, reason=asked.typed.text("reason"))


def _forward(asked: Asked) -> Command:
    return Forward(by=asked.by, body=asked.typed.text("body"), note=asked.typed.text("note"))


def _tell(asked: Asked) -> Command:
    return TellCitizen(by=asked.by, note=asked.typed.text("note"))


def _acquaint(asked: Asked) -> Command:
    return Acquaint(by=asked.by)


def _hold(asked: Asked) -> Command:
    return Hold(by=asked.by, reason=asked.typed.text("reason"))


def _release(asked: Asked) -> Command:
    return ReleaseHold(by=asked.by, reason=asked.typed.text("reason"))


def _put(asked: Asked) -> Command:
    return PutInFile(by=asked.by, case_file=asked.typed.text("file"))


def _put_fields(scene: Scene, _subject: str) -> tuple[Field, ...]:
    return (_file_field(scene, Words("Hansı işə", "Into which file")),)


_RELATIONS = tuple(Option(name, RELATIONS[name]) for name in _LINKED.values())
_RELATE = asking(
    Field(
        "other", Words("Başqa sənədin ünvanı", "Address of the other document"), "line", required=True, tried="0" * 32
    ),
    Field("relation", Words("Bu sənəd", "This document"), "choice", required=True, options=_RELATIONS),
)
_FORWARD = asking(
    Field(
        "body",
        Words("Qurum", "Body"),
        "choice",
        required=True,
        options=tuple(Option(each.code, body_name(each.code)) for each in BODIES),
    ),
    Field("note", Words("Qeyd", "Note")),
)
DOCUMENT_ACTS: tuple[Act, ...] = (
    Act(name="acquaint", place="now", title=titled("Tanış oldum", "Read and noted"), make=_acquaint, tone="primary",
        for_others=False),
    Act(name="register", place="now", title=titled("Qeydə al", "Register"), make=_register, fields=_register_fields,
        tone="primary", for_others=False),
    Act(name="send", place="now", title=titled("Göndər", "Send"), make=_send, fields=_send_fields, tone="primary",
        for_others=False),
    Act(name="note_seen", place="now", title=_trouble_title, make=_note_seen, fields=asking(_NOTE),
        subjects=_troubled, tone="primary", for_others=False),
    Act(name="tell_citizen", place="now", title=titled("Vətəndaşa bildirildi", "The citizen was told"), make=_tell,
        fields=asking(Field("note", Words("Necə bildirildi", "How"), required=True)), tone="primary",
        for_others=False),
    Act(name="put_in_file", place="registry", title=titled("İşə tik", "Put in its file"), make=_put,
        fields=_put_fields, for_others=False),
    Act(name="forward", place="registry", title=titled("Aidiyyəti üzrə göndər", "Forward to another body"),
        make=_forward, fields=_FORWARD, for_others=False),
    Act(name="extend_for_study", place="registry", make=_study, fields=asking(REASON),
        title=titled("Öyrənilmə üçün müddəti artır", "Give more time for study")),
    Act(name="refuse_arrival", place="registry", title=titled("Qəbulundan imtina et", "Refuse its arrival"),
        make=_refuse_arrival, fields=asking(REASON), tone="danger", for_others=False),
    Act(name="relate", place="more", title=titled("Başqa sənədlə əlaqələndir", "Link to another document"),
        make=_relate, fields=_RELATE, for_others=False),
    Act(name="hold", place="more", title=titled("Hüquqi saxlamaya götür", "Put under a legal hold"), make=_hold,
        fields=asking(REASON), for_others=False),
    Act(name="release_hold", place="more", title=titled("Hüquqi saxlamadan burax", "Release the legal hold"),
        make=_release, fields=asking(REASON), for_others=False),
)  # fmt: skip
