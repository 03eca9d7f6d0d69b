"""Parties and what they have: one administrator proposes, a second one agrees. What takes away holds at once.

Each change leaves a leaf of evidence with its maker and who agreed (`hub.evidence.rights`).
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from hub.access.credentials import Credential, CredentialKind, add_credential, end_credential, refuse_known
from hub.access.grants import EXCHANGE, NO_PURPOSE, OVER_EXCHANGE, Action, Grant, PartyRight, end, give, refuse_unfit
from hub.access.keys import API_KEY, revoke_key
from hub.access.limits import LimitName, set_limit
from hub.access.parties import add_party, must_exist, normal_name, refuse_taken
from hub.access.proposals import (
    Outcome,
    Proposal,
    decide_proposal,
    decided_about,
    note_alone,
    one_proposal,
    propose,
    propose_beside,
    waiting,
)
from hub.clock import rfc3339
from hub.errors import Refused, Words
from hub.evidence.rights import note_right
from hub.store.sealing import Sealer
from hub.store.tx import Tx

RIGHT_ENDED: Final = "party_right.ended"


class _PartyChange(BaseModel):
    """What waits for the second person."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    party: str


class NewParty(_PartyChange):
    """A party, and its rights over the exchange itself."""

    kind: Literal["party"] = "party"
    title_az: str
    title_en: str
    over: tuple[Action, ...]

    @property
    def subject(self) -> str:
        """What it is about."""
        return self.party

    def facts(self) -> dict[str, str | None]:
        """What the leaf of evidence holds."""
        return {"over": " ".join(sorted(self.over))}

    async def check(self, tx: Tx) -> None:
        """Refused where it cannot be."""
        await refuse_taken(tx, normal_name(self.party))
        if not self.over or not set(self.over) <= set(OVER_EXCHANGE):
            raise Refused("access.party_role", _BAD_ROLE, status=422, place="roles")

    async def carry_out(self, tx: Tx, made: Proposal, second: str) -> None:
        """Make it so."""
        await add_party(tx, self.party, self.title_az, self.title_en)
        now = await tx.now()
        for action in sorted(set(self.over)):
            await give(tx, self.party, Grant(PartyRight(EXCHANGE, action.value), now), made.made_by, second)


class NewRight(_PartyChange):
    """A right for a time, in microseconds."""

    kind: Literal["party_right"] = "party_right"
    service: str
    action: Action
    purpose: str = NO_PURPOSE
    since: int
    until: int | None = None

    @property
    def grant(self) -> Grant:
        """As it will be held."""
        return Grant(PartyRight(self.service, self.action.value, self.purpose), self.since, self.until)

    @property
    def subject(self) -> str:
        """What it is about."""
        return f"{self.party} {self.service} {self.action} {self.purpose}"

    def facts(self) -> dict[str, str | None]:
        """What the leaf of evidence holds."""
        until = None if self.until is None else rfc3339(self.until)
        return {
            "service": self.service,
            "action": self.action.value,
            "purpose": self.purpose,
            "since": rfc3339(self.since),
            "until": until,
        }

    async def check(self, tx: Tx) -> None:
        """Refused where it cannot be."""
        await must_exist(tx, self.party)
        refuse_unfit(self.grant)

    async def carry_out(self, tx: Tx, made: Proposal, second: str) -> None:
        """Make it so."""
        await give(tx, self.party, self.grant, made.made_by, second)


class NewCredential(_PartyChange):
    """A certificate, public key or key of SSH for a time, in microseconds."""

    kind: Literal["party_credential"] = "party_credential"
    of: CredentialKind
    mark: str
    public: str
    algorithm: str
    since: int
    until: int

    @classmethod
    def of_credential(cls, party: str, new: Credential) -> NewCredential:
        """The wish for it."""
        return cls(
            party=party,
            of=new.kind,
            mark=new.mark,
            public=new.public,
            algorithm=new.algorithm,
            since=new.since,
            until=new.until,
        )

    @property
    def subject(self) -> str:
        """What it is about."""
        return f"{self.party} {self.mark}"

    def facts(self) -> dict[str, str | None]:
        """What the leaf of evidence holds."""
        dates = {"since": rfc3339(self.since), "until": rfc3339(self.until)}
        return {"credential": self.of.value, "mark": self.mark, "algorithm": self.algorithm, **dates}

    async def check(self, tx: Tx) -> None:
        """Refused where it cannot be."""
        await must_exist(tx, self.party)
        await refuse_known(tx, self.mark)

    async def carry_out(self, tx: Tx, made: Proposal, second: str) -> None:
        """Make it so."""
        new = Credential(self.of, self.mark, self.public, self.algorithm, self.since, self.until)
        await add_credential(tx, made.id, self.party, new, made.made_by, second)


class NewLimit(_PartyChange):
    """How much the party may use."""

    kind: Literal["party_limit"] = "party_limit"
    name: LimitName
    most: int = Field(ge=0, le=2**62)

    @property
    def subject(self) -> str:
        """What it is about."""
        return f"{self.party} {self.name}"

    def facts(self) -> dict[str, str | None]:
        """What the leaf of evidence holds."""
        return {"name": self.name.value, "most": str(self.most)}

    async def check(self, tx: Tx) -> None:
        """Refused where it cannot be."""
        await must_exist(tx, self.party)

    async def carry_out(self, tx: Tx, made: Proposal, second: str) -> None:
        """Make it so."""
        await set_limit(tx, self.party, self.name, self.most, made.made_by, second)


Wanted = NewParty | NewRight | NewCredential | NewLimit
KINDS = ("party", "party_right", "party_credential", "party_limit")
_READER: TypeAdapter[Wanted] = TypeAdapter(Annotated[Wanted, Field(discriminator="kind")])


def wanted_of(proposal: Proposal) -> Wanted:
    """What a proposal of these kinds asks for."""
    return _READER.validate_json(proposal.wanted)


async def propose_change(tx: Tx, sealer: Sealer, wanted: Wanted, by: str) -> str:
    """Write the wish down for a second administrator; its id."""
    await wanted.check(tx)
    made = await propose(tx, sealer, wanted.kind, wanted.subject, wanted.model_dump_json(), by)
    await note_right(tx, f"{wanted.kind}.proposed", by, made.id, of=wanted.party, **wanted.facts())
    return made.id


async def decide_change(tx: Tx, sealer: Sealer, proposal: str, by: str, outcome: Outcome) -> Wanted:
    """Agree to it, or refuse it; its maker may take it back, not agree."""
    found = await one_proposal(tx, sealer, proposal, KINDS)
    await decide_proposal(tx, found, by, outcome, ())
    wanted = wanted_of(found)
    if outcome == "refused":
        await note_right(tx, f"{found.kind}.refused", by, found.id, of=wanted.party)
        return wanted
    await wanted.check(tx)
    await wanted.carry_out(tx, found, by)
    await note_right(tx, found.kind, found.made_by, found.id, of=wanted.party, second=by, **wanted.facts())
    return wanted


async def waiting_changes(tx: Tx, sealer: Sealer) -> Sequence[tuple[Proposal, Wanted]]:
    """What waits for a second administrator, the oldest first."""
    return [(each, wanted_of(each)) for each in await waiting(tx, sealer, KINDS)]


async def end_right(tx: Tx, sealer: Sealer, party: str, right: PartyRight, by: str, reason: str) -> None:
    """Take a right away, at once; why is kept sealed beside what was proposed and agreed to."""
    await end(tx, party, right)
    made = await propose_beside(tx, sealer, RIGHT_ENDED, party, json.dumps(right._asdict()), by)
    await note_alone(tx, sealer, made, reason)
    await note_right(tx, RIGHT_ENDED, by, made.id, of=party, **right._asdict())


@dataclass(frozen=True, slots=True)
class EndedRight:
    """A right that was taken away: by whom, when (microseconds) and why."""

    right: PartyRight
    by: str
    at: int
    reason: str


async def ended_rights(tx: Tx, sealer: Sealer, party: str) -> Sequence[EndedRight]:
    """Those of a party, the newest first."""
    found = await decided_about(tx, sealer, RIGHT_ENDED, party)
    return [
        EndedRight(PartyRight(**json.loads(each.wanted)), each.made_by, each.made_at, each.reason) for each in found
    ]


async def end_proof(tx: Tx, mark: str, by: str, at: int | None = None, of: str | None = None) -> None:
    """End a certificate or key, with the tokens given on it: at once, or sooner than it would, at a moment.

    An API key of a sandbox, by its prefix, ends at once. NotFound for the mark of nobody, or of another than `of`.
    """
    if mark.startswith(API_KEY):
        await note_right(tx, "key.revoked", by, of=await revoke_key(tx, mark, of), prefix=mark)
        return
    party = await end_credential(tx, mark, at, of)
    when = rfc3339(at) if at is not None else None
    await note_right(tx, "party_credential.ended", by, of=party, mark=mark, until=when)


_BAD_ROLE = Words(
    f"Tərəfin rolu bunlardan biri və ya bir neçəsi olmalıdır: {', '.join(OVER_EXCHANGE)}.",
    f"A party's roles are one or more of {', '.join(OVER_EXCHANGE)}.",
)
