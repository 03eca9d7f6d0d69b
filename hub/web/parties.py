"""What administrators do with parties, at each door alike: one proposes, another agrees; what takes away holds at once.

The bodies below are what an API reads, what a page's form holds and what a command's words make.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Annotated, Final, Literal

from pydantic import Field

from hub.access.credentials import LONGEST, authorities, read_certificate, read_key
from hub.access.grants import EXCHANGE, NO_PURPOSE, Action, PartyRight
from hub.access.limits import LimitName
from hub.access.parties import ASKING, HOUSE, Party, sandbox_parties
from hub.access.party_changes import (
    NewCredential,
    NewLimit,
    NewParty,
    NewRight,
    Wanted,
    decide_change,
    end_proof,
    end_right,
    propose_change,
)
from hub.access.party_reading import Standing, all_standing, standing_of
from hub.access.people import Person
from hub.access.proposals import Outcome
from hub.access.rights import Right, RoleMissing, rights_of, roles_with
from hub.access.ssh_keys import is_ssh_key, read_ssh_key
from hub.bodies import Body, Day
from hub.clock import SECOND
from hub.errors import Forbidden, Refused, Words
from hub.settings import Settings
from hub.store.sealing import Sealer
from hub.store.tx import Tx
from hub.web.agency_book import title
from hub.web.fields import Wrong
from mappings.dates import BAKU

if TYPE_CHECKING:
    from hub.app import Hub


OverExchange = Literal["agency", "operate", "approve", "committee"]
_KEY_DAYS: Final = 365
_NAME = Words(
    "Adı kiçik latın hərfləri, rəqəm və “-” ilə yazın, məsələn: sosial-fond.",
    "Write the name in small Latin letters, digits and -, such as social-fund.",
)
_ROLES = Words("Ən azı bir rol seçin.", "Choose at least one role.")


@dataclass(frozen=True, slots=True)
class Around:
    """What a wish is read against: the moment, and the settings with the authorities."""

    now: int
    settings: Settings


class PartyForm(Body):
    """A new party: what it is called, and its rights over the exchange itself."""

    name: Annotated[str, Field(min_length=1, max_length=63), Wrong(_NAME)]
    title_az: str = Field(default="", max_length=200)
    title_en: str = Field(default="", max_length=200)
    over: Annotated[list[OverExchange], Field(min_length=1), Wrong(_ROLES)]

    def wanted(self, party: str, around: Around) -> Wanted:
        """The wish for it."""
        del around
        titles = self.title_az or party, self.title_en or self.title_az or party
        return NewParty(party=party, title_az=titles[0], title_en=titles[1], over=tuple(map(Action, self.over)))


Reason = Annotated[str, Field(min_length=5, max_length=500)]
"""Why something is taken away, for those who look later."""


class RightName(Body):
    """Which right: of a service the action follows, but of `exchange`; a right to ask names its purpose."""

    service: str = Field(min_length=1, max_length=200)
    action: OverExchange | Literal["send", "ask"] | None = None
    purpose: str = Field(default=NO_PURPOSE, max_length=100)

    @property
    def right(self) -> PartyRight:
        """As it is held; Refused where the action must be said."""
        if self.service == EXCHANGE and self.action is None:
            raise Refused("access.action_unknown", _WHICH_ACTION, status=422, place="action")
        by_service = Action.ASK if self.service.startswith(ASKING) else Action.SEND
        return PartyRight(self.service, self.action or by_service.value, self.purpose or NO_PURPOSE)


class RightEnd(RightName):
    """A right that is taken away, and why."""

    reason: Reason


class RightChosen(Body):
    """The same by one choice of a list: service, action and purpose with spaces between."""

    which: str = Field(pattern=r"^\S{1,200} (send|ask|agency|operate|approve|committee) \S{1,100}$")
    reason: Reason

    @property
    def right(self) -> PartyRight:
        """As it is held."""
        service, action, purpose = self.which.split(" ")
        return PartyRight(service, action, purpose)


class _ForATime(Body):
    """Days in Baku, the last one included."""

    since: Day | None = None
    until: Day | None = None

    def begins(self, earliest: int) -> int:
        """In microseconds, not before that."""
        return earliest if self.since is None else _start(self.since)


class RightForm(_ForATime, RightName):
    """A right, by default from now on and without an end."""

    def wanted(self, party: str, around: Around) -> Wanted:
        """The wish for it."""
        right = self.right
        return NewRight(
            party=party,
            service=right.service,
            action=Action(right.action),
            purpose=right.purpose,
            since=self.begins(around.now),
            until=None if self.until is None else after(self.until),
        )


class CertificateForm(_ForATime):
    """A certificate for mutual TLS as PEM, beside those that the party has; it can end sooner than it says."""

    certificate: str = Field(min_length=1, max_length=LONGEST)

    def wanted(self, party: str, around: Around) -> Wanted:
        """The wish for it."""
        ca = around.settings.tls_client_ca
        found = read_certificate(self.certificate, around.now, authorities(ca) if ca else None)
        begins = max(found.since, self.begins(found.since))
        ends = found.until if self.until is None else min(found.until, after(self.until))
        return _of_credential(NewCredential.of_credential(party, found), begins, ends)


class KeyForm(_ForATime):
    """A public key for POST /v1/token as PEM or JWK, for a year by default; of RSA keys PS256 is, unless said.

    One as OpenSSH writes it is for SFTP.
    """

    key: str = Field(min_length=1, max_length=LONGEST)
    algorithm: str = Field(default="", max_length=20)

    def wanted(self, party: str, around: Around) -> Wanted:
        """The wish for it."""
        begins = self.begins(around.now)
        ends = begins + _KEY_DAYS * 24 * 3600 * SECOND if self.until is None else after(self.until)
        if is_ssh_key(self.key):
            found = read_ssh_key(self.key, begins, ends)
        else:
            found = read_key(self.key, self.algorithm, begins, ends)
        return _of_credential(NewCredential.of_credential(party, found), begins, ends)


class LimitForm(Body):
    """How much the party may use."""

    name: LimitName
    most: int = Field(ge=0, le=2**62)

    def wanted(self, party: str, around: Around) -> Wanted:
        """The wish for it."""
        del around
        return NewLimit(party=party, name=self.name, most=self.most)


Wish = PartyForm | RightForm | CertificateForm | KeyForm | LimitForm


async def propose(tx: Tx, sealer: Sealer, settings: Settings, wish: Wish, *, party: str, by: str) -> str:
    """Write a wish down for a second administrator; its id. Refused for what nobody can have."""
    wanted = wish.wanted(party, Around(await tx.now(), settings))
    return await propose_change(tx, sealer, wanted, by)


async def decide(hub: Hub, proposal: str, by: str, outcome: Outcome) -> Wanted:
    """Agree to a wish or refuse it; its maker may take it back alone."""
    async with hub.store.write() as tx:
        return await decide_change(tx, hub.sealer, proposal, by, outcome)


async def take_right(hub: Hub, party: str, right: PartyRight, by: str, reason: str) -> None:
    """Take a right away, at once."""
    async with hub.store.write() as tx:
        await end_right(tx, hub.sealer, party, right, by, reason)


async def take_proof(hub: Hub, party: str, mark: str, by: str, last: date | None = None) -> None:
    """End a certificate or key of that party at once, with its tokens, or after its last day."""
    async with hub.store.write() as tx:
        await end_proof(tx, mark, by, None if last is None else after(last), of=party)


def need_administrator(person: Person) -> None:
    """Forbidden unless it is the house's own administrator: an agency's people decide about no party."""
    if Right.CONFIGURE not in rights_of(person.roles):
        raise RoleMissing(role.value for role in roles_with(Right.CONFIGURE))
    if person.party not in HOUSE:
        raise Forbidden("access.house_only", _HOUSE_ONLY)


async def read_parties(tx: Tx, hub: Hub) -> Sequence[Standing]:
    """Every party, with those that a sandbox has beside the stored ones."""
    return [titled(each) for each in await all_standing(tx, _known(hub))]


async def read_party(tx: Tx, hub: Hub, name: str) -> Standing:
    """One of them; NotFound for a name that nobody has."""
    return titled(await standing_of(tx, name, _known(hub)))


def titled(standing: Standing) -> Standing:
    """With the name that people know, where it is a sandbox's own."""
    return standing if standing.created_at is not None else replace(standing, title=title(standing.name))


def _known(hub: Hub) -> list[Party]:
    return list(sandbox_parties(hub.formats).values()) if hub.settings.sandbox else []


LIMITS: Mapping[LimitName, Words] = {
    LimitName.MESSAGES_A_MINUTE: Words("mesaj, dəqiqədə", "messages a minute"),
    LimitName.MESSAGES_A_DAY: Words("mesaj, gündə", "messages a day"),
    LimitName.ASKS_A_MINUTE: Words("sorğu, dəqiqədə", "questions a minute"),
    LimitName.ASKS_A_DAY: Words("sorğu, gündə", "questions a day"),
    LimitName.KEPT_BYTES: Words("saxlanılan cavablar, bayt", "bytes of answers that are kept"),
    LimitName.INBOX_BYTES: Words("qəbulu gözləyən fayllar, bayt", "bytes of files that wait to be accepted"),
}


def said(wanted: Wanted) -> Words:
    """What is proposed, in words."""
    match wanted:
        case NewParty():
            over = ", ".join(sorted(wanted.over))
            return Words(f"yeni tərəf: {wanted.title_az} ({over})", f"new party: {wanted.title_en} ({over})")
        case NewRight():
            right = " ".join(each for each in wanted.grant.right if each != NO_PURPOSE)
            return Words(f"hüquq: {right} · {_days(wanted)}", f"right: {right} · {_days(wanted)}")
        case NewCredential():
            what = _PROOFS[wanted.of.value]
            more = f"{wanted.mark} {wanted.algorithm}".strip() + f" · {_days(wanted)}"
            return Words(f"{what.az}: {more}", f"{what.en}: {more}")
        case NewLimit():
            limit = LIMITS[LimitName(wanted.name)]
            return Words(f"hədd: {limit.az}, ən çoxu {wanted.most}", f"limit: {limit.en}, at most {wanted.most}")


def _of_credential(wanted: NewCredential, since: int, until: int) -> NewCredential:
    """For that time; Refused where nothing is left of it."""
    if until <= since:
        raise Refused("access.no_time", _NO_TIME, status=422, place="until")
    return wanted.model_copy(update={"since": since, "until": until})


def _days(wanted: NewRight | NewCredential) -> str:
    """As people write days, from the first to the last one."""
    days = (day_of(wanted.since), last_day(wanted.until) if wanted.until is not None else "")
    first, last = (f"{date.fromisoformat(each):%d.%m.%Y}" if each else "…" for each in days)
    return f"{first} – {last}"


def _start(day: date) -> int:
    """The day's beginning in Baku."""
    return int(datetime.combine(day, time(), BAKU).timestamp()) * SECOND


def after(day: date) -> int:
    """The moment after the day's end in Baku."""
    return _start(day + timedelta(days=1))


def day_of(at: int) -> str:
    """The day in Baku."""
    return datetime.fromtimestamp(at / SECOND, BAKU).date().isoformat()


def last_day(until: int) -> str:
    """The last day that is covered."""
    return day_of(until - 1)


_PROOFS = {
    "certificate": Words("sertifikat", "certificate"),
    "key": Words("açıq açar", "public key"),
    "ssh": Words("SFTP açarı", "key for SFTP"),
}
_WHICH_ACTION = Words(
    "“exchange” üçün əməl göstərilir: agency, operate, approve, committee.",
    "Of exchange the action is named: agency, operate, approve, committee.",
)
_NO_TIME = Words("Son gün başlanğıcdan sonra olmalıdır.", "The last day comes after the beginning.")
_HOUSE_ONLY = Words(
    "Tərəfləri komitənin öz inzibatçıları idarə edir.", "Parties are managed by the committee's own administrators."
)
