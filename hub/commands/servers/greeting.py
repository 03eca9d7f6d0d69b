"""What `hub run` says at its start: where things are, the sandbox's keys and one message to send."""

from __future__ import annotations

from pathlib import Path

from rich.console import Console, Group
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from connectors.agencies import AGENCIES, giver_of, takers_of
from hub.access.grants import EXCHANGE, Action
from hub.access.parties import Party, sandbox_parties
from hub.errors import Lang, Words
from hub.settings import Settings

_SAMPLE_FORMAT = "justice.civil-act.v1"
_SAMPLE = (
    '{"eventId":"sample-1","eventType":"NAME_CHANGE","actNumber":"AA-0000001/2026",'
    '"actDate":"2026-01-05T00:00:00+04:00","subjects":[{"role":"PERSON","pin":"EG6WVC4",'
    '"firstName":"Tural","lastName":"İbrahimli","fatherName":"Orxan","gender":"M",'
    '"birthDate":"1956-09-13T00:00:00+04:00"}]}'
)
"""A synthetic person of the simulated agencies that the sample traffic leaves alone."""

_LINES = {
    "ready": Words("Qayıdış Hub hazırdır", "Qayıdış Hub is ready"),
    "console": Words("Konsol (brauzerdə açın)", "Console (open it in a browser)"),
    "docs": Words("API təsviri", "API docs"),
    "ready_at": Words("Hazırlıq", "Readiness"),
    "agencies": Words("Sınaq qurumları", "Simulated agencies"),
    "pushed": Words("Faylların SFTP qapısı", "SFTP door for files"),
    "data": Words("Məlumat qovluğu", "Data folder"),
    "log": Words("Jurnal (JSON)", "Log (JSON)"),
    "keys": Words("Sınaq açarları (yalnız --sandbox ilə)", "Sandbox keys (with --sandbox only)"),
    "try": Words(
        "Bunu sınayın (soyad dəyişməsi; iki dəfə göndərsəniz, cavab eyni olacaq):",
        "Try this (a change of surname; sent twice, it gets the same answer):",
    ),
    "look": Words(
        "Sonra baxın: mesajlar, qurumun tətbiq etdikləri, dəftərxananı gözləyən sənədlər",
        "Then look: the messages, what an agency has applied, and the documents that wait for the registry",
    ),
    "stop": Words(
        "Dayandırmaq üçün Ctrl-C. Yenidən başladanda qaldığı yerdən davam edir.",
        "Ctrl-C stops it. Started again, it goes on where it was.",
    ),
}


def greet(console: Console, settings: Settings, url: str, log: Path | None = None, pushed: str | None = None) -> None:
    """Print it, in the language of the settings. `log` is the file of the log, if it goes to one, `pushed` where
    the SFTP door listens.
    """
    lang = settings.lang
    parts = [_part(lang, settings, url, log, pushed)]
    if settings.sandbox:
        parts.append(Group(Text(_LINES["keys"].say(lang), style="bold"), _keys()))
    console.print(Panel(Group(*parts), expand=False, padding=(1, 2)))
    if settings.sandbox:
        # Outside the panel, so that it can be copied whole.
        console.print(_LINES["try"].say(lang), style="bold")
        _plain(console, curl(url))
        console.print(_LINES["look"].say(lang), style="bold")
        _plain(console, f"curl -H 'Authorization: Bearer sandbox-committee' {url}/v1/messages")
        told, _ = next(takers_of("person-change"))
        _plain(console, f"curl {settings.agencies_url}/_sandbox/{told.name}/ledger")
        _plain(console, f"curl -H 'Authorization: Bearer sandbox-sevinc' {url}/v1/inbox")
    console.print(_LINES["stop"].say(lang), style="bold")


def curl(url: str) -> str:
    """One message to send by hand."""
    giver = giver_of(_SAMPLE_FORMAT)
    return (
        f"curl -X POST {url}/v1/messages/{_SAMPLE_FORMAT} \\\n"
        f"  -H 'Authorization: Bearer sandbox-{giver.name if giver else ''}'"
        " -H 'Content-Type: application/json' \\\n"
        f"  -d '{_SAMPLE}'"
    )


def _plain(console: Console, text: str) -> None:
    """Unwrapped and uncoloured: a terminal folds it, but what is copied stays one command."""
    console.print(text, style="cyan", highlight=False, markup=False, soft_wrap=True)


def _part(lang: Lang, settings: Settings, url: str, log: Path | None, pushed: str | None) -> Group:
    places = Table.grid(padding=(0, 2))
    places.add_row(_LINES["console"].say(lang), f"{url}/console/")
    places.add_row(_LINES["docs"].say(lang), f"{url}/docs?lang={lang}")
    places.add_row(_LINES["ready_at"].say(lang), f"{url}/health/ready")
    if settings.sandbox:
        places.add_row(_LINES["agencies"].say(lang), f"{settings.agencies_url}/_sandbox/health")
    if pushed is not None:
        places.add_row(_LINES["pushed"].say(lang), pushed)
        if settings.sandbox:
            places.add_row("", _sftp(pushed, settings.data))
    if settings.is_embedded:
        places.add_row(_LINES["data"].say(lang), str(settings.data.resolve()))
    if log is not None:
        places.add_row(_LINES["log"].say(lang), str(log.resolve()))
    return Group(Text(_LINES["ready"].say(lang), style="bold green"), places, Text(""))


def _sftp(pushed: str, data: Path) -> str:
    """How to come in as an agency of the sandbox."""
    host, _, port = pushed.removeprefix("sftp://").rpartition(":")
    name = next((each.name for each in AGENCIES for given in each.gives if given.picked_up), "")
    return f"sftp -i {data / 'sandbox_sftp_key'} -P {port} {name}@{host}"


def _keys() -> Table:
    table = Table.grid(padding=(0, 2))
    for key, party in sandbox_parties(()).items():
        table.add_row(Text(key, style="cyan"), Text(_rights(party), style="dim"))
    return table


def _rights(party: Party) -> str:
    services = {right.service for right in party.rights if right.service != EXCHANGE}
    return ", ".join(sorted(services) + sorted(party.roles - {Action.AGENCY}))
