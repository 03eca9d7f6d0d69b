"""What a document carries before it leaves the body (rekvizitlər): whose signature and whose visas, by its kind.

One body's rules as data; the kinds that a sheet does not name keep what is here.

SheetRefused "requisites.refused"     the sheet has problems, all of them listed
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import takewhile

from document_flow.documents.facts import Kind
from document_flow.documents.state import Document
from document_flow.paths.path import Act as StageAct
from document_flow.paths.path import Path, Stage, Who
from document_flow.people import Directory
from document_flow.sheet import Entry, read_sheet
from document_flow.words import Words

_VISAS: frozenset[StageAct] = frozenset(("visa", "approve", "sign"))
_KINDS: tuple[Kind, ...] = ("outgoing", "internal")


@dataclass(frozen=True, slots=True)
class Requisites:
    """Of one kind. Somebody in one of the roles of `signature` signs; of each role of `visas` somebody agrees."""

    signature: tuple[str, ...] = ()
    visas: tuple[str, ...] = ()


NONE = Requisites()
SIGNED_BY_A_HEAD = Requisites(signature=("head",))


@dataclass(frozen=True, slots=True)
class RequisiteRules:
    """Of the kinds that the body itself writes. Where it has set none of its own, a head signs what goes out."""

    outgoing: Requisites = SIGNED_BY_A_HEAD
    internal: Requisites = NONE

    def signed_by(self, kind: str) -> tuple[str, ...]:
        """The roles of which one signs that kind; a head where the body names none."""
        return self.of(kind).signature or SIGNED_BY_A_HEAD.signature

    def of(self, kind: str) -> Requisites:
        """Those of a kind; none for what comes in."""
        return {"outgoing": self.outgoing, "internal": self.internal}.get(kind, NONE)


BY_DEFAULT = RequisiteRules()


def load_requisites(text: str) -> RequisiteRules:
    """A sheet: under a kind of document the roles of its `signature` and `visas`. SheetRefused with every problem."""
    sheet = read_sheet(text, "requisites.refused")
    rules = RequisiteRules(*(_requisites(sheet.entry(kind, optional=True), BY_DEFAULT.of(kind)) for kind in _KINDS))
    sheet.done()
    sheet.findings.refuse_if_any()
    return rules


def path_lacks(known: RequisiteRules, path: Path, directory: Directory) -> tuple[Words, ...]:
    """What a document could go this path without, though its kind demands it."""
    return tuple(words for kind in _KINDS if kind in path.kinds for words in _stages_lack(known, kind, path, directory))


def lacks_signature(known: RequisiteRules, document: Document, directory: Directory) -> bool:
    """Whether a person's signature over the present content is demanded and missing; a seal is none."""
    roles = known.of(document.kind).signature
    return bool(roles) and not any(_has(login, roles, directory) for login in _signers(document))


def missing_visas(known: RequisiteRules, document: Document, directory: Directory) -> tuple[str, ...]:
    """The roles of which nobody agreed on the document's path."""
    agreed = {
        mark.principal
        for stage in document.run.stages
        if stage.status == "passed" and stage.act in _VISAS
        for mark in stage.marks.values()
        if mark.verdict == "for"
    }
    wanted = known.of(document.kind).visas
    return tuple(role for role in wanted if not any(_has(login, (role,), directory) for login in agreed))


def _requisites(entry: Entry | None, instead: Requisites) -> Requisites:
    if entry is None:
        return instead
    found = Requisites(entry.texts("signature"), entry.texts("visas"))
    entry.done()
    return found


def _stages_lack(known: RequisiteRules, kind: Kind, path: Path, directory: Directory) -> Iterator[Words]:
    wanted = known.of(kind)
    unsealed = tuple(takewhile(lambda each: each.act != "seal", path.stages))
    if wanted.signature and not any(
        each.act == "sign" and _asks(each, wanted.signature, directory) for each in unsealed
    ):
        roles = ", ".join(wanted.signature)
        yield Words(
            f"“{kind}” növlü sənəd imzasız qala bilər: möhürdən əvvəl şərtsiz imza mərhələsi yazın: {roles}",
            f"{kind} documents could stay unsigned: let a stage before the seal sign, without conditions, by {roles}",
        )
    for role in wanted.visas:
        if not any(each.act in _VISAS and _asks(each, (role,), directory) for each in path.stages):
            yield Words(
                f"“{kind}” növlü sənəd vizasız qala bilər: şərtsiz viza mərhələsi yazın, viza verən: {role}",
                f"{kind} documents could stay without a visa: write a stage of it, without conditions, by {role}",
            )


def _asks(stage: Stage, roles: tuple[str, ...], directory: Directory) -> bool:
    """Whether the stage is never passed without somebody in one of the roles."""
    fitting = [_is_of(who, roles, directory) for who in stage.who]
    return not stage.when and (all(fitting) or (stage.rule.kind == "all" and any(fitting)))


def _is_of(who: Who, roles: tuple[str, ...], directory: Directory) -> bool:
    match who.kind:
        case "role":
            return who.name in roles
        case "head_of" | "author_head":
            return "head" in roles or _has(directory.head_of(who.name) or "", roles, directory)
        case "person":
            return _has(who.name, roles, directory)
        case _:
            return False


def _signers(document: Document) -> Iterator[str]:
    """Who signed the present content, and for whom: a stand-in's signature is the principal's."""
    for each in document.signatures:
        if each.manner == "sign" and each.content_hash == document.content_hash:
            yield each.principal or each.by
    for stage in document.run.stages:
        if stage.act == "sign":
            yield from (mark.principal for mark in stage.marks.values() if mark.content_hash == document.content_hash)


def _has(login: str, roles: tuple[str, ...], directory: Directory) -> bool:
    """Whether it is an official of one of the roles, in office or not: who has left had signed all the same."""
    official = directory.officials.get(login)
    return official is not None and not official.roles.isdisjoint(roles)
