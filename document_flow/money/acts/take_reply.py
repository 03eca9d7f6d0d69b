"""A payer's reply is taken in, late, partial, in whatever order, however often. Its own code table says what it means.

A code that the table has not is refused and looked at. Code 31 of a bank ("duplicate in the period") after a silence
means that the instruction was paid: that too is a row of the table.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from document_flow.money.acting import MACHINE, Act, ByHand, Decision, Happened, Obligation, Standing, Words, refusal
from document_flow.money.obligation import Reply


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeReply(ByHand):
    """Of a file of the payer's, of its registered letter, or of the clock where there is neither."""

    kind: Literal["take_reply"] = "take_reply"
    reference: str
    reply: Reply


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyTaken(Happened):
    """It stands beside the others of its instruction."""

    kind: Literal["reply_taken"] = "reply_taken"
    reference: str
    reply: Reply

    def apply(self, state: Obligation) -> Obligation:
        return state.answered(self.reference, self.reply)


def take(standing: Standing[Obligation], command: TakeReply) -> Decision:
    """Repeated it changes nothing; the same number of the bank's with another sum is a contradiction."""
    reply, answered = command.reply, standing.state.instruction(command.reference)
    if answered is None:
        return refusal("money.no_instruction", reference=command.reference)
    codes = standing.rules.codes_of(answered.payer)
    if reply.code not in codes:
        return refusal("money.unknown_code", of_bank=reply.code, known=", ".join(codes))
    if reply.amount_qepik is not None and (reply.amount_qepik <= 0 or not reply.bank_reference):
        return refusal("money.no_bank_reference", qepik=reply.amount_qepik)
    reply = replace(reply, meaning=codes[reply.code])
    for each in answered.replies:
        if (each.meaning, each.bank_reference) == (reply.meaning, reply.bank_reference):
            same = each.amount_qepik == reply.amount_qepik
            return () if same else refusal("money.reply_differs", number=reply.bank_reference)
    return (ReplyTaken(**standing.stamp(command.by), reference=command.reference, reply=reply),)


TAKEN = {ReplyTaken: Words("ödəyənin cavabı alındı", "the payer's reply came in")}
ACTS = (Act(command=TakeReply, decide=take, who=MACHINE, events=TAKEN),)
