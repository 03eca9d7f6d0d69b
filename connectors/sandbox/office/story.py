"""What becomes of a letter that a ministry sent: resolved, drafted, returned once, decided by the commission of nine in
a meeting with a quorum, registered, sealed, sent, answered, put in its file.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from connectors.sandbox.office.desk import Desks

LETTER = "application/vnd.qayidis.letter+json"
HEAD, EXECUTOR, LAWYER, CLERK = "elcin", "rauf", "nigar", "sevinc"
CHAIR, SECRETARY = "fuad", "aysel"
PRESENT = ("fuad", "elcin", "nigar", "aysel", "uzv-1", "uzv-2", "uzv-3", "uzv-4")
RECUSED, AGAINST, ABSTAINS = "uzv-4", "uzv-3", "uzv-2"
_PATH = "commission-decision"
_ANSWER_S = 90


@dataclass(frozen=True, slots=True)
class Telling:
    """How fast it is told, to whom each sentence goes, and the legal time (microseconds) in which it happens."""

    between_s: float
    say: Callable[[str], None]
    now: Callable[[], int]


async def tell(desks: Desks, incoming: str, telling: Telling) -> None:
    """Work one incoming letter from its resolution to its file. Told again, it goes on where it was."""
    draft = await _drafted(desks, incoming, telling)
    await _decided(desks, draft, telling)
    await _sent(desks, draft, telling)
    await _closed(desks, incoming, draft, telling)


async def _drafted(desks: Desks, incoming: str, telling: Telling) -> str:
    letter = await desks.read(CLERK, f"/v1/documents/{incoming}")
    title, body = letter["title"], letter["origin"]["body"]
    head = _resolver(letter)
    await desks.act(
        head,
        incoming,
        "orders",
        "resolve",
        kind="give_resolution",
        resolution="r1",
        executors=[EXECUTOR],
        text="Cavab layihəsini hazırlayıb komissiyaya təqdim edin.",
        days=5,
        control=True,
    )
    telling.say(f"“{title}”: dərkənar qoyuldu, icraçı {EXECUTOR}")
    await asyncio.sleep(telling.between_s)
    first = await _source(desks, "Ağalı kəndinə qayıdan ailələrin siyahısı hazırlanır.")
    draft = await desks.create(
        EXECUTOR,
        {
            "kind": "outgoing",
            "title": f"Cavab: {title}"[:200],
            "unit": "qayidis",
            "recipients": [body],
            "files": [_main(first)],
            "links": [{"other": incoming, "relation": "answers"}],
        },
        "draft",
    )
    await desks.do(EXECUTOR, draft, "submit", "submit", path=_PATH)
    content = await _content(desks, draft)
    await desks.act(LAWYER, draft, "path", "return", kind="return", content_hash=content, note="Hüquqi əsası göstərin.")
    telling.say("Hüquqşünas layihəni qaytardı: hüquqi əsas göstərilməlidir")
    await asyncio.sleep(telling.between_s)
    mended = await _source(
        desks, "Ağalı kəndinə qayıdan ailələrin siyahısı komissiya tərəfindən təsdiq edilmişdir.\nSiyahı əlavə olunur."
    )
    await desks.do(EXECUTOR, draft, "versions", "revise", files=[_main(mended)], note="Əsas əlavə olundu")
    content = await _content(desks, draft)
    await desks.act(
        EXECUTOR,
        draft,
        "path",
        "resubmit",
        kind="resubmit",
        content_hash=content,
        difference="Əsas əlavə olundu",
    )
    await desks.act(LAWYER, draft, "path", "visa", kind="approve", content_hash=content)
    telling.say("Düzəldilmiş layihəyə hüquqşünas viza verdi; komissiyaya gedir")
    return draft


async def _decided(desks: Desks, draft: str, telling: Telling) -> None:
    """A meeting: 8 of 9 come, one withdraws, five are for it, one against with a dissent, one abstains."""
    content = await _content(desks, draft)

    def act(who: str, step: str, **body: Any) -> Awaitable[None]:
        return desks.act(who, draft, "path", step, **body)

    await act(
        SECRETARY,
        "meeting",
        kind="open_meeting",
        agenda=["Cavab məktubu"],
        place="Komitənin iclas zalı",
        held_at=f"{datetime.fromtimestamp(telling.now() // 1_000_000, UTC):%Y-%m-%dT%H:%M:00+00:00}",
    )
    await act(SECRETARY, "invite", kind="invite_members")
    for member in PRESENT:
        await act(SECRETARY, f"came {member}", kind="mark_attendance", member=member)
    await act(RECUSED, "recuse", kind="recuse", reason="Siyahıda qohumum var")
    await act(CHAIR, "voting", kind="open_voting")
    await asyncio.sleep(telling.between_s)
    for member in PRESENT:
        if member != RECUSED:
            choice = {AGAINST: "against", ABSTAINS: "abstain"}.get(member, "for")
            await act(member, f"vote {member}", kind="cast_vote", choice=choice, content_hash=content)
    await act(CHAIR, "close", kind="close_meeting")
    await act(AGAINST, "dissent", kind="dissent", text="Siyahı növbəlik üzrə yenidən yoxlanmalıdır.")
    minutes = await desks.fetch(SECRETARY, f"/v1/documents/{draft}/prints/minutes.pdf")
    digest = hashlib.sha256(minutes).hexdigest()
    for signer in (CHAIR, SECRETARY):
        await act(signer, f"minutes {signer}", kind="sign_minutes", minutes_hash=digest)
    telling.say(
        "Komissiya iclasda qərar verdi: 8 nəfər iştirak etdi, 5 lehinə, 1 əleyhinə, 1 bitərəf, 1 özünü kənarlaşdırdı"
    )


async def _sent(desks: Desks, draft: str, telling: Telling) -> None:
    await desks.do(CLERK, draft, "register", "register", file="01-05")
    await desks.sign(CHAIR, draft, "sign")
    await desks.seal(CLERK, draft, "seal")
    await desks.do(CLERK, draft, "send", "send")
    sent = await desks.read(CLERK, f"/v1/documents/{draft}")
    telling.say(f"№ {sent['registration']['reg_no']} qeydə alındı, imzalandı, möhürləndi və göndərildi")


async def _closed(desks: Desks, incoming: str, draft: str, telling: Telling) -> None:
    await desks.act(EXECUTOR, incoming, "orders", "report", kind="report", resolution="r1", answer=draft)
    letter = await desks.read(CLERK, f"/v1/documents/{incoming}")
    head = _resolver(letter)
    await desks.act(head, incoming, "orders", "accept", kind="accept_execution", resolution="r1")
    for _ in range(_ANSWER_S):
        if (await desks.read(CLERK, f"/v1/documents/{draft}"))["status"] == "answered":
            telling.say("Nazirlikdən cavab gəldi və qeydə alındı")
            await desks.act(CLERK, draft, "document", "file", kind="put_in_file", case_file="01-05")
            break
        await asyncio.sleep(1)
    await desks.act(CLERK, incoming, "document", "file in", kind="put_in_file", case_file="01-05")


def _resolver(letter: dict[str, Any]) -> str:
    """Whoever heads the unit that the letter went to."""
    heads = {"deftarxana": CLERK, "huquq": LAWYER, "rehberlik": CHAIR}
    return heads.get(letter["unit"], HEAD)


async def _source(desks: Desks, text: str) -> str:
    source = {"addressee": {"body": "Nümunə Nazirliyi"}, "text": text, "signatory": CHAIR}
    return await desks.store(EXECUTOR, json.dumps(source, ensure_ascii=False).encode())


def _main(sha256: str) -> dict[str, Any]:
    return {"name": "mektub.json", "mime": LETTER, "sha256": sha256, "main": True}


async def _content(desks: Desks, document: str) -> str:
    return str((await desks.read(EXECUTOR, f"/v1/documents/{document}"))["content_hash"])
