"""The seed comes from outside: parties commit before the list is frozen and reveal after; or a public value is stated.

Who announces or freezes brings no value: nobody is to know a value and the list while either can still change. A public
value counts once two more have typed it themselves, who have neither announced the draw nor frozen its list. Whoever
was overruled by another who stated it anew states no other, so that nobody holds a draw up with false ones.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from document_flow.draws.acting import (
    OFFICERS,
    Act,
    ByHand,
    Decision,
    Draw,
    Field,
    Form,
    Happened,
    Said,
    Standing,
    Words,
    refusal,
)
from document_flow.draws.order import SALT_BYTES, VALUE_BYTES, Revealed, is_hexadecimal
from document_flow.draws.state import Commitment


@dataclass(frozen=True, slots=True, kw_only=True)
class CommitValue(ByHand):
    """SHA-256 of value and salt, in hexadecimal; both stay with the party."""

    kind: Literal["commit_value"] = "commit_value"
    party: str
    hash: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RevealValue(ByHand):
    """What the party has committed to."""

    kind: Literal["reveal_value"] = "reveal_value"
    party: str
    revealed: Revealed


@dataclass(frozen=True, slots=True, kw_only=True)
class StatePublicValue(ByHand):
    """What the announced source has published, as it is spelt there; others confirm it, and a second person draws."""

    kind: Literal["state_public_value"] = "state_public_value"
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmPublicValue(ByHand):
    """Somebody else has looked at the source and types what it has published."""

    kind: Literal["confirm_public_value"] = "confirm_public_value"
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueCommitted(Happened):
    """Nothing else can be revealed now."""

    kind: Literal["value_committed"] = "value_committed"
    party: str
    hash: str

    def apply(self, draw: Draw) -> Draw:
        commitment = Commitment(hash=self.hash, by=self.by)
        return replace(draw, commitments={**draw.commitments, self.party: commitment})


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueRevealed(Happened):
    """It agrees with the commitment."""

    kind: Literal["value_revealed"] = "value_revealed"
    party: str
    revealed: Revealed

    def apply(self, draw: Draw) -> Draw:
        return replace(draw, values={**draw.values, self.party: self.revealed})


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicValueStated(Happened):
    """Typed anew it replaces what was typed wrongly, until it is drawn by; by another hand it overrules the first."""

    kind: Literal["public_value_stated"] = "public_value_stated"
    value: str

    def apply(self, draw: Draw) -> Draw:
        before = () if draw.stated_by in ("", self.by) else (draw.stated_by,)
        overruled = (*draw.overruled, *before)
        return replace(draw, public_value=self.value, stated_by=self.by, vouched=(), overruled=overruled)


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicValueConfirmed(Happened):
    """It is the one that was stated."""

    kind: Literal["public_value_confirmed"] = "public_value_confirmed"

    def apply(self, draw: Draw) -> Draw:
        return replace(draw, vouched=(*draw.vouched, self.by))


def _commit(standing: Standing, command: CommitValue) -> Decision:
    draw = standing.state
    makers = {draw.announced_by, *(each.by for each in draw.commitments.values())}
    refused = standing.unless("announced") or standing.party(command.by, command.party)
    if refused is None and command.party in draw.commitments:
        refused = refusal("draws.committed_already", party=standing.context.directory.title(command.party))
    if refused is None and not is_hexadecimal(command.hash, VALUE_BYTES):
        refused = refusal("draws.no_hash")
    if refused is None and command.hash in (each.hash for each in draw.commitments.values()):
        refused = refusal("draws.copied")
    committed = ValueCommitted(**standing.stamp(command.by), party=command.party, hash=command.hash)
    return refused or standing.second(command.by, makers) or (committed,)


def _reveal(standing: Standing, command: RevealValue) -> Decision:
    draw, said = standing.state, command.revealed
    refused = standing.unless("frozen") or standing.party(command.by, command.party) or standing.too_late()
    if refused is None and (command.party not in draw.commitments or command.party in draw.values):
        refused = refusal("draws.not_awaited", party=standing.context.directory.title(command.party))
    if refused is None and not said.opens(draw.commitments[command.party].hash):
        refused = refusal("draws.other_value", value=VALUE_BYTES, salt=SALT_BYTES)
    return refused or (ValueRevealed(**standing.stamp(command.by), party=command.party, revealed=said),)


def _state(standing: Standing, command: StatePublicValue) -> Decision:
    refused = standing.unless("frozen") or standing.too_early()
    if refused is None and (not standing.state.plan.source or not command.value.strip()):
        refused = refusal("draws.no_source")
    if refused is None and command.by in standing.state.overruled:
        refused = refusal("draws.overruled")
    return refused or (PublicValueStated(**standing.stamp(command.by), value=command.value),)


def _vouch(standing: Standing, command: ConfirmPublicValue) -> Decision:
    draw = standing.state
    refused = standing.unless("frozen")
    if refused is None and not draw.public_value:
        refused = refusal("draws.nothing_stated")
    makers = {draw.announced_by, draw.frozen_by, draw.stated_by, *draw.vouched}
    refused = refused or standing.second(command.by, makers)
    if refused is None and command.value.strip() != draw.public_value.strip():
        refused = refusal("draws.other_public_value")
    return refused or (PublicValueConfirmed(**standing.stamp(command.by)),)


def _revealed(said: Said) -> dict[str, Revealed]:
    return {"revealed": Revealed(value=said["value"].lower(), salt=said["salt"].lower())}


_COMMIT = Form(
    title=Words("Qiyməti möhürlə", "Commit a value"),
    place="now",
    tone="primary",
    fields=(
        Field("party", Words("Tərəf", "Party"), "choice", required=True),
        Field(
            "hash",
            Words("Qiymət və duzun SHA-256-sı", "SHA-256 of value and salt"),
            "line",
            required=True,
            tried="0" * 64,
            hint=Words("64 onaltılıq işarə", "64 hexadecimal digits"),
        ),
    ),
)
_VOUCH = Form(
    title=Words("Açıq mənbənin qiymətini təsdiq edin", "Confirm the public value"),
    place="now",
    tone="primary",
    fields=(
        Field(
            "value",
            Words("Mənbədə özünüz gördüyünüz qiymət", "The value that you see at the source"),
            "line",
            required=True,
        ),
    ),
)
ACTS = (
    Act(
        command=CommitValue,
        decide=_commit,
        events={ValueCommitted: Words("tərəf qiymətini möhürlədi", "a party has committed its value")},
        forms=(_COMMIT,),
    ),
    Act(
        command=RevealValue,
        decide=_reveal,
        events={ValueRevealed: Words("tərəf qiymətini açdı", "a party has revealed its value")},
        forms=(
            Form(
                title=Words("Qiyməti aç", "Reveal the value"),
                place="now",
                tone="primary",
                fields=(
                    Field("party", Words("Tərəf", "Party"), "choice", required=True),
                    Field("value", Words("Qiymət", "Value"), "line", required=True),
                    Field("salt", Words("Duz", "Salt"), "line", required=True),
                ),
                reads=_revealed,
            ),
        ),
    ),
    Act(
        command=StatePublicValue,
        decide=_state,
        who=OFFICERS,
        events={PublicValueStated: Words("açıq mənbənin qiyməti yazıldı", "the public value was stated")},
        forms=(
            Form(
                title=Words("Açıq mənbənin qiymətini yaz", "State the public value"),
                place="now",
                tone="primary",
                fields=(
                    Field(
                        "value",
                        Words("Qiymət, mənbədə yazıldığı kimi", "Value, as the source spells it"),
                        "line",
                        required=True,
                    ),
                ),
            ),
        ),
    ),
    Act(
        command=ConfirmPublicValue,
        decide=_vouch,
        events={PublicValueConfirmed: Words("açıq mənbənin qiyməti təsdiq edildi", "the public value was confirmed")},
        forms=(_VOUCH,),
    ),
)
