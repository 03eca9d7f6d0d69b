"""A later last day: asked for in writing by the lead, decided by the head whose term it is, or moved by law.

Only the head may extend, on a written and reasoned request (Təlimat, art. 120 and 123): the one who has it under
control or gave it, not any other.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from document_flow.orders.acting import (
    REASON,
    AboutOne,
    Act,
    Case,
    Decision,
    Field,
    Form,
    HappenedTo,
    Option,
    Refusal,
    Resolution,
    Words,
    blank,
    refusal,
)
from document_flow.orders.acts.give_resolution import within_law
from document_flow.orders.state import Extension


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestExtension(AboutOne):
    """The lead asks in writing for a later last day, with a reason (art. 120 and 123)."""

    kind: Literal["request_extension"] = "request_extension"
    until: date
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtensionRequested(HappenedTo):
    """The lead asked for a later last day."""

    kind: Literal["extension_requested"] = "extension_requested"
    until: date
    reason: str

    def changed(self, known: Resolution) -> Resolution:
        """For the head to decide."""
        asked = Extension(self.principal, self.until, self.reason, requested_at=self.at)
        return replace(known, extensions=(*known.extensions, asked))


@dataclass(frozen=True, slots=True, kw_only=True)
class DecideExtension(AboutOne):
    """Only the head whose term it is decides. `until` None grants what was asked; a refusal needs a reason."""

    kind: Literal["decide_extension"] = "decide_extension"
    granted: bool
    until: date | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtensionDecided(HappenedTo):
    """`due` is the last day from now on: the old one where it was not granted."""

    kind: Literal["extension_decided"] = "extension_decided"
    granted: bool
    due: date
    reason: str

    def changed(self, known: Resolution) -> Resolution:
        """The last request is decided."""
        decided = tuple(
            replace(
                each,
                granted=self.granted,
                decided_by=self.principal,
                decided_at=self.at,
                until=self.due if self.granted else each.until,
                before=known.due,
            )
            for each in known.extensions[-1:]
        )
        return self.with_due(replace(known, extensions=(*known.extensions[:-1], *decided)), self.due)


@dataclass(frozen=True, slots=True, kw_only=True)
class TermMoved(HappenedTo):
    """The term of the document itself was moved by law, and this one's with it: an appeal that needs study."""

    kind: Literal["term_moved"] = "term_moved"
    due: date | None
    reason: str

    def changed(self, known: Resolution) -> Resolution:
        """The law's day."""
        return self.with_due(known, self.due)


def request(case: Case, resolution: Resolution, command: RequestExtension) -> Decision:
    """A written, reasoned request of the lead (art. 120 and 123)."""
    refused = resolution.stands() or blank(reason=command.reason) or case.lead_only(resolution)
    if refused is not None:
        return refused
    if resolution.pending is not None:
        return refusal("orders.request_pending")
    until = case.context.last_day(command.until)
    return _later(case, resolution, until) or (
        ExtensionRequested(**case.stamp(resolution.id), until=until, reason=command.reason),
    )


def decide(case: Case, resolution: Resolution, command: DecideExtension) -> Decision:
    """Only the head whose term it is, and never about a term of the head's own."""
    asked = resolution.pending
    if asked is None or resolution.due is None:
        return refusal("orders.no_request")
    if not {case.who, case.by}.isdisjoint((resolution.lead, asked.requested_by)):
        return refusal("orders.own_request")
    keepers = case.keepers_of(resolution)
    if case.who not in keepers:
        return refusal("orders.not_head", heads=", ".join(map(case.name, keepers)))
    until = case.context.last_day(command.until or asked.until)
    refused = _later(case, resolution, until) if command.granted else blank(reason=command.reason)
    due = until if command.granted else resolution.due
    return refused or (
        ExtensionDecided(**case.stamp(resolution.id), granted=command.granted, due=due, reason=command.reason),
    )


def _later(case: Case, resolution: Resolution, until: date) -> Refusal | None:
    if resolution.due is None:
        return refusal("orders.no_term")
    if until <= resolution.due:
        return refusal("orders.not_later", due=f"{resolution.due:%d.%m.%Y}")
    parent = case.parent_of(resolution)
    if parent is not None and parent.due is not None and until > parent.due:
        return refusal("orders.after_parent", due=f"{until:%d.%m.%Y}", limit=f"{parent.due:%d.%m.%Y}")
    return within_law(case, until)


ACTS = (
    Act(
        command=RequestExtension,
        decide=request,
        events={ExtensionRequested: Words("müddətin uzadılması xahiş edildi", "an extension was requested")},
        forms=(
            Form(
                title=Words("Müddətin uzadılmasını xahiş et", "Ask for more time"),
                place="orders",
                rank=8,
                subject="resolutions",
                about="resolution",
                fields=(
                    Field("until", Words("Yeni son gün", "New last day"), "date", required=True, source="due"),
                    REASON,
                ),
            ),
        ),
    ),
    Act(
        command=DecideExtension,
        decide=decide,
        events={
            ExtensionDecided: Words("müddətin uzadılmasına baxıldı", "the extension was decided"),
            TermMoved: Words("müddət qanunla dəyişdi", "its term was moved by law"),
        },
        forms=(
            Form(
                title=Words("Uzadılmaya bax", "Decide about the extension"),
                place="now",
                rank=6,
                tone="primary",
                subject="resolutions",
                about="resolution",
                fields=(
                    Field(
                        "granted",
                        Words("Qərar", "Decision"),
                        "choice",
                        required=True,
                        options=(
                            Option("yes", Words("uzadılsın", "grant it")),
                            Option("no", Words("uzadılmasın", "refuse it")),
                        ),
                    ),
                    Field(
                        "until",
                        Words("Başqa son gün", "Another last day"),
                        "date",
                        source="due",
                        hint=Words("Boş qalsa, xahiş edilən gün.", "Left empty: the day that was asked for."),
                    ),
                    Field(
                        "reason",
                        Words("Səbəb", "Reason"),
                        hint=Words("İmtinada yazılmalıdır.", "Needed where it is refused."),
                    ),
                ),
                reads=lambda said: {"granted": said["granted"] == "yes"},
            ),
        ),
    ),
)
