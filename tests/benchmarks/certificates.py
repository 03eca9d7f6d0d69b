"""(s): certificates printed and sealed, PAdES B-T with an RSA key of 2,048 bits, each with a time stamp of its own.

No hub takes part: one process a core prints, prepares, signs and finishes, and the sandbox's authority stamps in a
process beside them. So on two cores three processes share the machine, as a body's stamping service would not. The
last file of each is read back by the verifier.
"""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import UTC, date, datetime
from multiprocessing import get_context
from pathlib import Path

import httpx

from connectors.rest.client import AgencyClient
from connectors.trust.service import TrustService
from connectors.trust.tsa import TsaClient
from document_flow.rendering.forms import PrintKind
from document_flow.rendering.models.certificate import Certificate, FamilyMember
from document_flow.rendering.models.parts import Body, Fact, Signatory, Verification
from document_flow.rendering.render import render
from document_flow.seals.pkcs12 import Pkcs12Key
from document_flow.seals.provider import RevocationFacts, Signed, SigningRequest
from document_flow.seals.signing import Signing
from document_flow.seals.trust import TrustStore
from document_flow.seals.verify import verify_pdf
from document_flow.words import Words
from tests.sandbox import RunningSandbox

GOAL_S, GOAL_CERTIFICATES, CORES = 60.0, 1_000, 2
_ORDER = {"name": "Dövlət Komitəsinin möhürü", "identifier": "9900000001", "kind": "seal", "key": "rsa"}


@dataclass(frozen=True, slots=True)
class CertificateFigures:
    """Wall time of all, and what one takes of a process: printing, and sealing without its share of the machine."""

    certificates: int
    processes: int
    wall_s: float
    print_ms: float
    seal_ms: float
    load: float
    defects: tuple[str, ...]

    def shortfalls(self) -> list[str]:
        """What is above the goal, scaled to fewer certificates."""
        goal_s = GOAL_S * self.certificates / GOAL_CERTIFICATES
        if self.wall_s <= goal_s:
            return []
        return [f"{self.certificates:,} certificates take {self.wall_s:.1f} s; the goal is {goal_s:.0f} s on two cores"]


@dataclass(frozen=True, slots=True)
class Share:
    """What one process is to do, and with what."""

    numbers: range
    seal: bytes
    tsa: str


@dataclass(frozen=True, slots=True)
class Done:
    """What one process did: processor seconds of each part, and its last file."""

    made: int
    print_s: float
    seal_s: float
    last: bytes


class _Nobody:
    """B-T asks nobody about revocation, and nothing is finished before."""

    async def about(self, certificate: bytes, issuer: bytes) -> RevocationFacts:
        return RevocationFacts()

    async def kept(self, request_id: str) -> Signed | None:
        return None

    async def keep(self, signed: Signed) -> Signed:
        return signed


async def measure_certificates(certificates: int, folder: Path) -> CertificateFigures:
    """Measure so many on CORES processes."""
    with RunningSandbox.start(folder / "authority") as authority:
        seal, pem, facts = await _orders(authority)
        tsa = f"{authority.url}/authority/tsa"
        shares = [Share(range(first, certificates, CORES), seal, tsa) for first in range(CORES)]
        with ProcessPoolExecutor(CORES, mp_context=get_context("spawn")) as pool:
            list(pool.map(work, [Share(range(core, core + 1), seal, tsa) for core in range(CORES)]))
            load = os.getloadavg()[0]
            began = time.perf_counter()
            done = list(pool.map(work, shares))
            wall_s = time.perf_counter() - began
    defects = await _defects(certificates, done, TrustStore.from_pem("sandbox", [pem]), facts)
    print_ms = 1000 * sum(each.print_s for each in done) / certificates
    seal_ms = 1000 * sum(each.seal_s for each in done) / certificates
    return CertificateFigures(certificates, CORES, wall_s, print_ms, seal_ms, load, tuple(defects))


def work(share: Share) -> Done:
    """One process: a key that stays loaded, one document after the other."""
    return asyncio.run(_worked(share))


async def _worked(share: Share) -> Done:
    key = Pkcs12Key.load(share.seal, "sandbox")
    client = AgencyClient()
    nobody = _Nobody()
    signing = Signing(TsaClient(TrustService(client, share.tsa)), nobody, nobody)
    print_s = seal_s = 0.0
    last = b""
    try:
        for number in share.numbers:
            began = time.process_time()
            page = render(PrintKind.CERTIFICATE, certificate(number), sample=True)
            printed = time.process_time()
            request = SigningRequest(
                f"c{number}", "pades", "B-T", key.certificate, datetime.now(UTC), document=page, chain=key.chain
            )
            prepared = await signing.prepare(request)
            last = (await signing.finish(prepared, key.answer(prepared))).document
            print_s += printed - began
            seal_s += time.process_time() - printed
    finally:
        await client.aclose()
    return Done(len(share.numbers), print_s, seal_s, last)


def certificate(number: int) -> Certificate:
    """A certificate of one invented person, with everything that a certificate may say."""
    facts = (
        Fact(Words("Doğum tarixi", "Date of birth"), "01.02.1970"),
        Fact(Words("Statusu", "Status"), "məcburi köçkün"),
        Fact(Words("Köçürüldüyü yer", "Displaced from"), "Ağdam rayonu, Çəmənli kəndi"),
        Fact(Words("Müvəqqəti qeydiyyat yeri", "Temporary registration"), "Bakı şəhəri, Nümunə küçəsi 12"),
        Fact(Words("Vəsiqənin nömrəsi", "Card number"), f"MK {number:06d}"),
    )
    text = (
        "Komitə təsdiq edir ki, yuxarıda adı göstərilən şəxs Azərbaycan Respublikasının qanunvericiliyinə uyğun olaraq"
        " məcburi köçkün statusuna malikdir və vahid məlumat bazasında qeydiyyatdadır."
    )
    return Certificate(
        Body(Words("Nümunə Komitəsi", "Sample Committee")),
        f"A-{number:06d}",
        date(2026, 4, 14),
        f"NÜMUNƏYEVA Gülşən {number}",
        text,
        facts,
        Signatory(Words("Şöbə müdiri", "Head of department"), "Elçin Məmmədli"),
        Verification(f"https://qayidis.example/a/{number:06d}", f"{number:08d}"),
        Words("Qeydiyyat şöbəsi", "Registration Unit"),
        "təhsil müəssisəsi",
        (FamilyMember("Nümunəyev Tural", "01.09.2009", Words("oğlu", "son")),),
        date(2027, 4, 14),
    )


async def _orders(authority: RunningSandbox) -> tuple[bytes, bytes, RevocationFacts]:
    async with httpx.AsyncClient(base_url=authority.url, trust_env=False, timeout=30) as client:
        seal = (await client.post("/_sandbox/authority/issue", json=_ORDER)).content
        pem, *lists = [(await client.get(f"/authority/{path}")).content for path in ("ca.pem", "crl", "root.crl")]
    return seal, pem, RevocationFacts(crls=tuple(lists))


async def _defects(certificates: int, done: Sequence[Done], trust: TrustStore, facts: RevocationFacts) -> list[str]:
    found = []
    if sum(each.made for each in done) != certificates:
        found.append(f"{sum(each.made for each in done)} of {certificates} certificates were made")
    for each in done:
        report = await verify_pdf(each.last, trust, datetime.now(UTC), facts)
        stamped = [signature.stamped_at for signature in report.signatures if signature.stamped_at]
        if report.status != "valid" or len(stamped) != 1:
            codes = [problem.code for signature in report.signatures for problem in signature.problems]
            found.append(f"a sealed certificate is {report.status}: {codes}")
    return found
