"""`hub verify certificate`: a certificate's signed facts, judged without a network."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated, Final

import typer

from document_flow.seals.offline import Judged, RevokedList, Verdict, judge
from hub.clock import SECOND, SystemClock
from hub.commands.servers.starting import console, settings_or_exit
from hub.errors import Words

VERDICTS: Final[Mapping[Verdict, Words]] = {
    "valid": Words("həqiqidir, qüvvədədir", "genuine and in force"),
    "unreadable": Words("arayışın kodu deyil", "no certificate's code"),
    "forged": Words("saxtadır: imza tutmur", "forged: the signature does not hold"),
    "unknown_key": Words(
        "kimin verdiyi bilinmir: açarı siyahıda yoxdur; bizim arayışdırsa, siyahını yeniləyin",
        "whose it is is not known: its key is not in the list; if it is a certificate of ours, fetch a newer list",
    ),
    "expired": Words("həqiqidir, müddəti bitib", "genuine, expired"),
    "revoked": Words("həqiqidir, ləğv edilib", "genuine, revoked"),
    "specimen": Words("nümunədir, heç nəyi təsdiq etmir", "a specimen, it proves nothing"),
    "old_list": Words(
        "həqiqidir; ləğv siyahınız köhnədir və ya yoxdur, ləğv edilib-edilmədiyi bilinmir",
        "genuine; your list of revocations is too old or missing, so whether it was revoked is not known",
    ),
}
_STATUS: Final[Mapping[Verdict, int]] = {"valid": 0, "old_list": 3, "unknown_key": 3}
_LONGEST: Final = 100_000_000


def certificate(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="What the code holds, as text; - reads it typed in.")],
    keys: Annotated[Path, typer.Option(exists=True, dir_okay=False, help="GET /v1/certificates/keys, kept.")],
    revoked: Annotated[
        Path | None, typer.Option(exists=True, dir_okay=False, help="GET /v1/certificates/revoked, kept.")
    ] = None,
    oldest: Annotated[int, typer.Option(min=1, help="How many days old the list of revocations may be.")] = 1,
) -> None:
    """Check a certificate's signed facts offline; exit status 1 if it is not good, 3 if your lists cannot say."""
    lang = settings_or_exit().lang
    text = sys.stdin.read(_LONGEST) if str(file) == "-" else file.read_text("utf-8", errors="replace")
    known = {each["id"]: each["public"] for each in json.loads(keys.read_bytes())["keys"]}
    now = datetime.fromtimestamp(SystemClock().now() / SECOND, UTC)
    found = judge(text, known, now, _listed(revoked), timedelta(days=oldest))
    console.print(VERDICTS[found.verdict].say(lang), highlight=False)
    _tell(found)
    raise typer.Exit(_STATUS.get(found.verdict, 1))


def _listed(file: Path | None) -> RevokedList | None:
    if file is None:
        return None
    said = json.loads(file.read_bytes())
    return RevokedList(frozenset(said["revoked"]), datetime.fromisoformat(said["as_of"]))


def _tell(found: Judged) -> None:
    if found.facts is None:
        return
    console.print(f"№ {found.facts.number}  {found.facts.issued_at:%d.%m.%Y} – {found.facts.expires_at:%d.%m.%Y}")
    for name, value in found.facts.facts.items():
        console.print(f"  {name}: {value}", markup=False, highlight=False)
