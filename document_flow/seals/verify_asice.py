"""Verifying an ASiC-E container: every signature must cover every file, and nothing else may lie in it.

Common verifiers check what a signature names and ignore what it does not: an added file passes as part of a signed
container, and so does a changed manifest. Here either makes the container invalid.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from lxml import etree

from document_flow.seals.asice import (
    MANIFEST,
    MOST_META_BYTES,
    SIGNATURES,
    media_types,
    signature_entries,
    uri_of,
)
from document_flow.seals.container import data_files, read_container
from document_flow.seals.dsig import ds
from document_flow.seals.provider import NO_FACTS, RevocationFacts
from document_flow.seals.refusals import DocumentRefused
from document_flow.seals.report import Problem, SignatureReport, VerificationReport, problem, worst
from document_flow.seals.trust import TrustStore
from document_flow.seals.verify_xml import (
    CheckedSignature,
    Content,
    FlawFound,
    Judge,
    refuse_twin_ids,
    report_on,
)
from document_flow.words import Words
from document_flow.xml import XmlRefused, parse


async def verify_asice(
    raw: bytes, trust: TrustStore, at: datetime, facts: RevocationFacts = NO_FACTS
) -> VerificationReport:
    """A container, judged at `at` by what it and `facts` hold. Never raises for what `raw` holds."""
    signatures: tuple[SignatureReport, ...] = ()
    try:
        contents = read_container(raw)
    except DocumentRefused as refused:
        problems: tuple[Problem, ...] = (Problem(refused.code, "invalid", refused.words),)
    else:
        signatures, problems = await _judged(contents, Judge(trust, at, facts))
    statuses = [*(each.status for each in signatures), *(each.status for each in problems)]
    return VerificationReport("asice", worst(statuses), at, trust.version, trust.sha256, signatures, problems)


async def _judged(
    contents: Mapping[str, bytes], judge: Judge
) -> tuple[tuple[SignatureReport, ...], tuple[Problem, ...]]:
    files = data_files(contents)
    words = tuple(Words(name, name) for name in files)
    content = Content({uri_of(name): data for name, data in files.items()}, (), words)
    meta = [name for name in contents if name not in files and name != MANIFEST]
    reports: list[SignatureReport] = []
    checked: list[CheckedSignature] = []
    for name in signature_entries(contents):
        report, good = await _signature(contents[name], content, name, judge)
        reports.append(report)
        checked += [good] if good is not None else []
    found = ["none"] if not reports else []
    found += ["meta"] if len(reports) != len(meta) else []
    found += ["manifest"] if not _manifest_agrees(contents, checked) else []
    return tuple(reports), tuple(problem(name) for name in found)


async def _signature(
    raw: bytes, content: Content, place: str, judge: Judge
) -> tuple[SignatureReport, CheckedSignature | None]:
    try:
        signature = _only_signature(raw)
    except XmlRefused as refused:
        found = Problem(f"seals.{refused.code}", "invalid", refused.words)
        return SignatureReport(place, "invalid", not_covered=content.words, problems=(found,)), None
    except FlawFound as flaw:
        listed = (problem(flaw.name),)
        return SignatureReport(place, listed[0].status, not_covered=content.words, problems=listed), None
    return await report_on(signature, content, place, judge)


def _only_signature(raw: bytes) -> etree._Element:
    """The one signature of a signature file, in its one place."""
    root = parse(raw, most_bytes=MOST_META_BYTES)
    if root.tag != SIGNATURES or [each.tag for each in root] != [ds("Signature")]:
        raise FlawFound("place")
    if len(list(root.iter(ds("Signature")))) != 1:
        raise FlawFound("place")
    refuse_twin_ids(root)
    return root[0]


def _manifest_agrees(contents: Mapping[str, bytes], checked: list[CheckedSignature]) -> bool:
    """Nobody signs the manifest, so where there is one it must say exactly what is there and what was signed of it."""
    if MANIFEST not in contents:
        return True
    listed = media_types(contents)
    if set(listed) != set(data_files(contents)):
        return False
    types = {uri_of(name): kind for name, kind in listed.items()}
    return all(types.get(uri) == kind for each in checked for uri, kind in each.media_types.items())
