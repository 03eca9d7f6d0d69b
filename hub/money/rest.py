"""What came to be owed while an instruction was on its way is instructed once that is paid: never two at a time."""

from __future__ import annotations

from collections.abc import Iterable

from hub.aggregates.kind import Needs
from hub.money.accounts import accounts_of
from hub.money.ledger import Bank, Move
from hub.money.owing import Desk, Sending
from hub.money.payers import payers
from hub.money.sending import batch_of, holders
from hub.store.tx import Tx


async def instruct_rest(needs: Needs, tx: Tx, desk: Desk, moves: Iterable[Move]) -> Sending:
    """Instruct it to the payee's account of now, else as that which was paid; whoever saves the moves hands it in.

    It is of the list that said so last. What a payer did not pay is no rest: that waits for people.
    """
    found = [each for each in moves if each.state.rest_qepik > 0 and each.state.instructions]
    waiting, sending = sorted(found, key=lambda each: each.id), Sending()
    now = await accounts_of(needs, tx, [each.payee for each in waiting]) if waiting else {}
    accounts = {each.id: now.get(each.payee) or each.state.instructions[-1].account for each in waiting}
    able = await holders(needs, tx, {(each.payee, accounts[each.id]) for each in waiting}) if waiting else {}
    for payer, paying in payers().items():
        paid = [
            each
            for each in waiting
            if (each.payee, accounts[each.id]) in able and desk.rules.payer_of(accounts[each.id]) == payer
        ]
        for first in range(0, len(paid), paying.pays.most):
            some = paid[first : first + paying.pays.most]
            batch = batch_of(payer, *(f"{each.id}:{len(each.state.instructions)}" for each in some))
            for seq, move in enumerate(some, 1):
                account, bank = accounts[move.id], Bank(batch, seq, _said_by(move))
                sending.instruct(desk, move, account, able[move.payee, account], bank)
    return sending


def _said_by(move: Move) -> str:
    return next((each.list_id for each in reversed(move.state.shares) if each.amount_qepik > 0), "")
