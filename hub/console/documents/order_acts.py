"""Acts on resolutions (dərkənar): given, executed, controlled, extended, suspended."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

from document_flow.documents.acts.resolution_step import ResolutionStep
from document_flow.documents.event import Command
from document_flow.orders.acts.accept_execution import AcceptExecution
from document_flow.orders.acts.co_executor_report import CoExecutorReport
from document_flow.orders.acts.dissent_note import DissentNote
from document_flow.orders.acts.extension import DecideExtension, RequestExtension
from document_flow.orders.acts.give_resolution import GiveResolution
from document_flow.orders.acts.release_control import ReleaseControl
from document_flow.orders.acts.report import Report
from document_flow.orders.acts.return_execution import ReturnExecution
from document_flow.orders.acts.set_control import SetControl
from document_flow.orders.acts.suspension import Resume, Suspend
from document_flow.orders.state import Resolution
from document_flow.words import Words
from hub.console.documents.act import Act, Asked, asking, titled
from hub.console.documents.fields import Field, later, named_document
from hub.console.documents.path_acts import REASON
from hub.console.documents.scene import Option, Scene, people

_TEXT = Field("text", Words("Mətn", "Text"), required=True)
_GRANTED = (
    Option("yes", Words("uzadılsın", "grant it")),
    Option("no", Words("uzadılmasın", "refuse it")),
)


def _unfinished(scene: Scene) -> tuple[str, ...]:
    return tuple(each.id for each in scene.case.document.orders.unfinished())


def _of(scene: Scene, subject: str) -> Resolution:
    return scene.case.document.orders.resolutions[subject]


def _titled(az: str, en: str) -> Callable[[Scene, str], Words]:
    """Which resolution it is about, where there are several."""

    def title(scene: Scene, subject: str) -> Words:
        if len(_unfinished(scene)) < 2:
            return Words(az, en)
        short = _of(scene, subject).text[:40]
        return Words(f"{az}: “{short}”", f"{en}: “{short}”")

    return title


def _give_fields(scene: Scene, subject: str) -> tuple[Field, ...]:
    executors = _within(scene) if subject else scene.officials(scene.login)
    return (
        Field(
            "text",
            Words("Göstəriş", "Order"),
            required=True,
            hint=Words("Nə edilməlidir: aydın və konkret.", "What is to be done: clear and definite."),
        ),
        Field("lead", Words("Əsas icraçı", "Lead executor"), "choice", required=True, options=executors),
        Field("co", Words("Müştərək icraçılar", "Co-executors"), "many", options=executors),
        Field(
            "days",
            Words("Müddət, iş günü", "Term in working days"),
            "number",
            hint=Words("Boş qalsa, ümumi müddət tətbiq olunur.", "Left empty, the general term holds."),
        ),
        Field("until", Words("və ya son gün", "or the last day"), "date", least=scene.case.context.today),
        Field("control", Words("Nəzarətə götürülsün", "Put under control"), "tick"),
        Field("inform", Words("Məlumat üçün", "For information"), "many", options=scene.officials(scene.login)),
    )


def _within(scene: Scene) -> tuple[Option, ...]:
    """The people of the units that the person heads."""
    directory = scene.case.context.directory
    units = {unit for unit, head in directory.heads.items() if head == scene.login}
    found = [each.login for each in directory.officials.values() if each.active and each.unit in units]
    return people(scene.case, [login for login in found if login != scene.login])


def _give(asked: Asked) -> Command:
    typed = asked.typed
    lead = typed.text("lead")
    days = typed.number("days")
    return ResolutionStep(
        command=GiveResolution(
            by=asked.by,
            on_behalf_of=asked.on_behalf_of,
            resolution=_new_id(typed.text("key")),
            text=typed.text("text"),
            executors=(lead, *(each for each in typed.many("co") if each != lead)),
            days=days,
            until=typed.day("until"),
            control=typed.ticked("control"),
            for_information=typed.many("inform"),
            parent=asked.subject,
        )
    )


def _new_id(key: str) -> str:
    return hashlib.sha256(f"resolution {key}".encode()).hexdigest()[:12]


def _report_fields(scene: Scene, _subject: str) -> tuple[Field, ...]:
    links = [each.other for each in scene.case.document.links if each.relation == "answered_by"]
    return (
        Field(
            "answer",
            Words("Cavab sənədinin ünvanı", "Address of the answering document"),
            "line",
            chosen=links[-1] if links else "",
        ),
        Field(
            "note",
            Words("İcra barədə məlumat", "Note on the execution"),
            tried="…",
            hint=Words(
                "Cavab sənədi yoxdursa, cavabın nə üçün lazım olmadığını yazın (maddə 128).",
                "Without an answering document, say why no answer is needed (art. 128).",
            ),
        ),
    )


def _report(asked: Asked) -> Command:
    typed = asked.typed
    return ResolutionStep(
        command=Report(
            by=asked.by,
            on_behalf_of=asked.on_behalf_of,
            resolution=asked.subject,
            answer=named_document(typed, "answer"),
            note=typed.text("note"),
        )
    )


def _co_report(asked: Asked) -> Command:
    return ResolutionStep(
        command=CoExecutorReport(
            by=asked.by, on_behalf_of=asked.on_behalf_of, resolution=asked.subject, text=asked.typed.text("text")
        )
    )


def _dissent(asked: Asked) -> Command:
    return ResolutionStep(
        command=DissentNote(
            by=asked.by, on_behalf_of=asked.on_behalf_of, resolution=asked.subject, text=asked.typed.text("text")
        )
    )


def _set_control(asked: Asked) -> Command:
    return ResolutionStep(command=SetControl(by=asked.by, on_behalf_of=asked.on_behalf_of, resolution=asked.subject))


def _release(asked: Asked) -> Command:
    return ResolutionStep(
        command=ReleaseControl(
            by=asked.by, on_behalf_of=asked.on_behalf_of, resolution=asked.subject, reason=asked.typed.text("reason")
        )
    )


def _extend_fields(scene: Scene, subject: str) -> tuple[Field, ...]:
    first = later(_of(scene, subject).due, scene.case.context.today)
    until = Field("until", Words("Yeni son gün", "New last day"), "date", required=True, least=first)
    return until, REASON


def _extend(asked: Asked) -> Command:
    typed = asked.typed
    return ResolutionStep(
        command=RequestExtension(
            by=asked.by,
            on_behalf_of=asked.on_behalf_of,
            resolution=asked.subject,
            until=typed.day("until") or asked.scene.case.context.today,
            reason=typed.text("reason"),
        )
    )


def _decide_fields(scene: Scene, subject: str) -> tuple[Field, ...]:
    first = later(_of(scene, subject).due, scene.case.context.today)
    return (
        Field("granted", Words("Qərar", "Decision"), "choice", required=True, options=_GRANTED),
        Field(
            "until",
            Words("Başqa son gün", "Another last day"),
            "date",
            least=first,
            hint=Words("Boş qalsa, xahiş edilən gün.", "Left empty: the day that was asked for."),
        ),
        Field("reason", Words("Səbəb", "Reason"), hint=Words("İmtinada yazılmalıdır.", "Needed where it is refused.")),
    )


def _decide(asked: Asked) -> Command:
    typed = asked.typed
    return ResolutionStep(
        command=DecideExtension(
            by=asked.by,
            on_behalf_of=asked.on_behalf_of,
            resolution=asked.subject,
            granted=typed.text("granted") == "yes",
            until=typed.day("until"),
            reason=typed.text("reason"),
        )
    )


def _send_back(asked: Asked) -> Command:
    return ResolutionStep(
        command=ReturnExecution(
            by=asked.by, on_behalf_of=asked.on_behalf_of, resolution=asked.subject, reason=asked.typed.text("reason")
        )
    )


def _accept(asked: Asked) -> Command:
    return ResolutionStep(
        command=AcceptExecution(by=asked.by, on_behalf_of=asked.on_behalf_of, resolution=asked.subject)
    )


def _suspend(asked: Asked) -> Command:
    return ResolutionStep(
        command=Suspend(
            by=asked.by, on_behalf_of=asked.on_behalf_of, resolution=asked.subject, reason=asked.typed.text("reason")
        )
    )


def _resume(asked: Asked) -> Command:
    return ResolutionStep(command=Resume(by=asked.by, on_behalf_of=asked.on_behalf_of, resolution=asked.subject))


ORDER_ACTS: tuple[Act, ...] = (
    Act(name="give_resolution", place="orders", title=titled("Dərkənar qoy", "Give a resolution"), make=_give,
        fields=_give_fields, tone="primary"),
    Act(name="report", place="now", title=_titled("İcra et", "Execute"), make=_report, fields=_report_fields,
        subjects=_unfinished, tone="primary"),
    Act(name="co_report", place="now", title=_titled("Öz hissəmi bitirdim", "My part is done"), make=_co_report,
        fields=asking(_TEXT), subjects=_unfinished, tone="primary"),
    Act(name="accept_execution", place="now", title=_titled("İcranı qəbul et", "Accept the execution"), make=_accept,
        subjects=_unfinished, tone="primary"),
    Act(name="return_execution", place="now", title=_titled("İcranı qaytar", "Send the execution back"),
        make=_send_back, fields=asking(REASON), subjects=_unfinished),
    Act(name="decide_extension", place="now", title=_titled("Uzadılmaya bax", "Decide about the extension"),
        make=_decide, fields=_decide_fields, subjects=_unfinished, tone="primary"),
    Act(name="pass_on", place="orders", title=_titled("Bölmədə tapşır", "Pass on within the unit"), make=_give,
        fields=_give_fields, subjects=_unfinished),
    Act(name="request_extension", place="orders", title=_titled("Müddətin uzadılmasını xahiş et", "Ask for more time"),
        make=_extend, fields=_extend_fields, subjects=_unfinished),
    Act(name="dissent_note", place="orders", title=_titled("Ayrıca arayış yaz", "Write a separate note"),
        make=_dissent, fields=asking(_TEXT), subjects=_unfinished),
    Act(name="set_control", place="orders", title=_titled("Nəzarətə götür", "Put under control"), make=_set_control,
        subjects=_unfinished),
    Act(name="release_control", place="orders", title=_titled("Nəzarətdən çıxar", "Release from control"),
        make=_release, fields=asking(REASON), subjects=_unfinished),
    Act(name="suspend_order", place="orders", title=_titled("İcra müddətini dayandır", "Stop the term"), make=_suspend,
        fields=asking(REASON), subjects=_unfinished),
    Act(name="resume_order", place="orders", title=_titled("İcra müddətini davam etdir", "Let the term run on"),
        make=_resume, subjects=_unfinished),
)  # fmt: skip
