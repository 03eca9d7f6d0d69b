"""Telling people: of alerts by webhook (JSON, with a `text` that chat servers show) or by e-mail; of what is theirs
alone by e-mail, which a sandbox without a mail server leaves in its folder.
"""

from __future__ import annotations

import asyncio
import json
import smtplib
import ssl
from collections.abc import Sequence
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from typing import Protocol
from urllib.parse import unquote, urlsplit

import httpx

from hub.errors import Words
from hub.events.target import TargetRefused, resolved, trust
from hub.settings import Settings
from hub.store.ids import new_id

_POST_S = 5.0
_MAIL_S = 15.0
_SUBJECT = Words("Qayıdış Hub: xəbərdarlıq", "Qayıdış Hub: alert")


class NotTold(Exception):
    """The alert did not reach anybody; the text says why, without the address."""


@dataclass(frozen=True, slots=True)
class Notice:
    """What is told at once: of a rule its alerts in words, in the language of the installation."""

    kind: str
    lines: Sequence[str]
    lang: str
    subject: Words = _SUBJECT

    @property
    def text(self) -> str:
        """All lines."""
        return "\n".join(self.lines)


class Channel(Protocol):
    """A way to tell; raises NotTold."""

    async def tell(self, target: str, notice: Notice) -> None: ...


class WebhookChannel:
    """Posts to the address; redirects are not followed. Addresses inside are refused unless `inside` allows them."""

    def __init__(self, *, inside: bool) -> None:
        self._inside = inside

    async def tell(self, target: str, notice: Notice) -> None:
        """Tell by one POST."""
        body = json.dumps({"text": notice.text, "kind": notice.kind, "alerts": list(notice.lines)}, ensure_ascii=False)
        try:
            judged = await resolved(target, sandbox=self._inside)
            async with (
                asyncio.timeout(_POST_S),
                httpx.AsyncClient(verify=trust(), follow_redirects=False, trust_env=False, timeout=_POST_S) as client,
            ):
                answer = await client.post(
                    judged.url,
                    content=body.encode(),
                    extensions={"sni_hostname": judged.name},
                    headers={"host": judged.host, "content-type": "application/json"},
                )
        except TargetRefused as refused:
            raise NotTold(refused.words.en) from refused
        except (httpx.HTTPError, TimeoutError, OSError) as failed:
            raise NotTold(type(failed).__name__) from failed
        if not answer.is_success:
            raise NotTold(f"http_{answer.status_code}")


class MailChannel:
    """Sends through the server of HUB_ALERT_SMTP_URL, in a thread of its own."""

    def __init__(self, server: str | None, sender: str) -> None:
        self._server = server
        self._sender = sender

    async def tell(self, target: str, notice: Notice) -> None:
        """Tell by one message."""
        if self._server is None:
            raise NotTold("HUB_ALERT_SMTP_URL is not set")
        try:
            async with asyncio.timeout(2 * _MAIL_S):
                await asyncio.to_thread(_send, self._server, _message(self._sender, target, notice))
        except (smtplib.SMTPException, TimeoutError, OSError) as failed:
            raise NotTold(type(failed).__name__) from failed


class SandboxMail:
    """The twin of a mail server: what was sent lies in a folder, the newest last by name."""

    def __init__(self, folder: Path, sender: str) -> None:
        self._folder = folder
        self._sender = sender

    async def tell(self, target: str, notice: Notice) -> None:
        """Leave one message."""
        await asyncio.to_thread(self._leave, _message(self._sender, target, notice))

    def _leave(self, message: EmailMessage) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        (self._folder / f"{new_id()}.eml").write_bytes(message.as_bytes(policy=SMTP.clone(cte_type="8bit")))


def mail_of(settings: Settings) -> Channel | None:
    """How a person is told what is theirs alone; None where there is no mail server."""
    if settings.alert_smtp_url is not None:
        return MailChannel(settings.alert_smtp_url, settings.alert_from)
    return SandboxMail(settings.data / "sandbox" / "mail", settings.alert_from) if settings.sandbox else None


def _message(sender: str, target: str, notice: Notice) -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"] = sender, target
    message["Subject"] = notice.subject.say(notice.lang)
    message.set_content(notice.text + "\n")
    return message


def _send(server: str, message: EmailMessage) -> None:
    place = urlsplit(server)
    host, user, password = place.hostname or "localhost", unquote(place.username or ""), unquote(place.password or "")
    tls = ssl.create_default_context()
    if place.scheme == "smtps":
        connection: smtplib.SMTP = smtplib.SMTP_SSL(host, place.port or 465, timeout=_MAIL_S, context=tls)
    else:
        connection = smtplib.SMTP(host, place.port or 25, timeout=_MAIL_S)
    with connection:
        connection.ehlo()
        if place.scheme == "smtp" and (password or connection.has_extn("starttls")):
            connection.starttls(context=tls)
        if password:
            connection.login(user, password)
        connection.send_message(message)
