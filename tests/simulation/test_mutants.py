"""Worlds find what is missing: with one guard taken out of the source, one of fifty seeds is broken.

The gate tries a few of them, other ones each day; all are tried in a soak.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from tests.mutants import OF_THE_EXCHANGE, Mutant, plant, run_in

SEEDS = 50
_CLAIM, _WRITER, _BREAKER = "hub/exchange/claim.py", "hub/store/writer.py", "hub/exchange/breaker.py"
_REPLACE = "hub/exchange/repair/replace.py"
_RUN = "                    results = await batch.run(tx, [waiting.command for waiting in group])\n"
_ANSWER = (
    "                    for waiting, result in zip(group, results, strict=True):\n"
    "                        _answer(waiting, result)\n"
)
MESSAGES: Mapping[str, Sequence[Mutant]] = {
    "no idempotency check": [OF_THE_EXCHANGE["no idempotency check"]],
    "no sweeper": [
        Mutant(
            "hub/exchange/sweeper.py",
            "        if rows:\n            await tx",
            "        if not rows:\n            await tx",
        )
    ],
    "a relay that remembers for ever": [
        Mutant("hub/exchange/relay.py", "if is_empty and line.was_empty:", "if False:")
    ],
    "answered before it is stored": [Mutant(_WRITER, _RUN, _RUN + _ANSWER)],
    "no lease": [Mutant(_CLAIM, "lease = now + max(", "lease = now + 0 * max(")],
    "commit after the call": [OF_THE_EXCHANGE["commit after the call"]],
    "nobody waits for the head of a lane": [
        OF_THE_EXCHANGE["no lane check"],
        Mutant(
            _CLAIM,
            " AND NOT EXISTS (SELECT 1 FROM lane_entries e JOIN lane_entries f ON f.destination = e.destination\n"
            "  AND f.key_hash = e.key_hash AND f.number < e.number WHERE e.delivery_id = d.id)\n",
            "",
        ),
    ],
    "sent again unasked": [
        Mutant(
            _CLAIM,
            'unresolved = row["last_started"] is not None and row["last_outcome"] in (None, "unknown", "breach")',
            "unresolved = False",
        )
    ],
    "no fence": [OF_THE_EXCHANGE["no fence"]],
    "what was edited is sent as it was": [
        Mutant(_REPLACE, "message or facts.deliveries[s.item.id]", "facts.deliveries[s.item.id]")
    ],
    "what was edited gets no place of its own": [
        Mutant(
            _REPLACE,
            'await hand_over(tx, [(heir.replaces or "", heir.planned.id) for heir in heirs])',
            "await hand_over(tx, [])",
        )
    ],
    "a settlement in two commits": [
        Mutant(
            "hub/exchange/transition.py",
            "    await free_heads(tx, await heads_after",
            '    await tx._connection.execute("COMMIT")\n    await tx._connection.execute("BEGIN IMMEDIATE")\n'
            "    await free_heads(tx, await heads_after",
        )
    ],
    "a good answer that came late is forgotten": [
        Mutant(
            "hub/exchange/settle.py",
            "late_good = await _late_deliveries(tx, commands) | _late_in_batch(commands, rows)",
            "late_good: set[str] = set()",
        )
    ],
    "as many calls at once as there are workers": [
        Mutant(
            _BREAKER, "        count = max(0, min(count, limits.parallel - ", "        count = max(0, min(count, 96 - "
        )
    ],
    "no breaker": [Mutant(_BREAKER, "return breaker.consecutive >= IN_A_ROW or crowded", "return False")],
    "no window": [
        Mutant(
            _BREAKER,
            'return bool(row["maintenance_from"] - longest <= now < row["maintenance_until"])',
            "return False",
        )
    ],
    "no retry budget": [
        Mutant("hub/exchange/verdict.py", f"    if {first}facts.counted + 1 >= facts.budget:", "    if False:")
        for first in ("counted and ", "")
    ],
    "a repair needs no second person": [
        Mutant("hub/exchange/repair/deciding.py", '        need_second_person(who, row["made_by"])\n', "")
    ],
}
VERSIONS: Mapping[str, Sequence[Mutant]] = {
    "what is overtaken is applied": [
        Mutant(
            "hub/register/lifted.py",
            "    if standing is None or standing < coming:\n        return False\n    return ",
            "    return False and ",
        )
    ]
}
_HOLD = Mutant("hub/lists/kinds.py", "    if head.holds_slot:\n        yield head.run.slot\n", "")
_LEDGER = "hub/store/command_ledger.py"
_RANDOM = "__import__('os').urandom(8).hex()"
MONEY: Mapping[str, Sequence[Mutant]] = {
    "one person's word is enough": [
        Mutant(file, f"{{head.{first}, *(each.by for each in head.approvals.values())}}", "set()")
        for file, first in (
            ("document_flow/runs/acts/ask_all.py", "asked_by"),
            ("document_flow/lists/acts/approve.py", "cut_by"),
        )
    ],
    "two runs may have one month": [_HOLD],
    "an obligation without a key of its own": [
        _HOLD,
        Mutant(
            "document_flow/money/rules.py",
            'f"{person}\\n{right}\\n{period}"))',
            f'f"{{person}}\\n{{right}}\\n{{period}}{{{_RANDOM}}}"))',
        ),
    ],
    "a bank's word that it has paid before is taken for a refusal": [
        Mutant("connectors/agencies/xezine/agency.py", 'Says("duplicate", "paid"', 'Says("duplicate", "refused"')
    ],
    "a second instruction beside one that is on its way": [
        Mutant(
            "document_flow/money/acts/instruct.py",
            "if in_flight := state.in_flight:",
            "if (in_flight := state.in_flight) and not state.due_qepik:",
        ),
        Mutant(
            "hub/store/money_tables.py",
            '    "ix_instructions_in_flight",\n    instructions.c.obligation_id,\n    unique=True,\n',
            '    "ix_instructions_in_flight",\n    instructions.c.obligation_id,\n',
        ),
    ],
    "any root is approved": [
        Mutant(
            "document_flow/runs/acts/ask_all.py",
            "if refused is None and command.root != head.root:",
            "if refused is None and command.root == '':",
        )
    ],
    "a chunk is not marked as owed": [
        Mutant("hub/lists/owing.py", "UPDATE list_chunks SET owed = 1 WHERE", "UPDATE list_chunks SET owed = 0 WHERE")
    ],
    "a command is not known again": [
        Mutant(_LEDGER, "    found = (await entries(tx, (key,))).get(key)\n", "    found = None\n"),
        Mutant(_LEDGER, "[(each.key, each", f"[(each.key + {_RANDOM}, each"),
    ],
}
_DRAW_ACTS = "document_flow/draws/acts"
DRAWS: Mapping[str, Sequence[Mutant]] = {
    "another list is frozen than was approved": [
        Mutant(f"{_DRAW_ACTS}/freeze.py", "if changed := {*entries} ^ {*drafted.entries}:", "if changed := set():")
    ],
    "a frozen list loses who withdraws": [
        Mutant(
            f"{_DRAW_ACTS}/leave.py",
            "return replace(draw, withdrawn=",
            "return replace(draw, entries=tuple(e for e in draw.entries if e.number != self.number), withdrawn=",
        )
    ],
    "a seed of another root than was frozen": [
        Mutant(f"{_DRAW_ACTS}/finish.py", "seed_of(draw.plan, draw.root,", 'seed_of(draw.plan, "00" * 32,')
    ],
    "an offer lapses before its term": [
        Mutant(
            f"{_DRAW_ACTS}/offer.py",
            "if standing.context.today <= offer.answer_until:",
            "if standing.context.today <= offer.notified_on:",
        ),
        Mutant("hub/returns/draws.py", "each.answer_until < today]", "each.notified_on < today]"),
    ],
    "an offer never lapses": [
        Mutant(
            "hub/returns/draws.py",
            'over = [n for n, each in offers if each.status == "offered" and each.answer_until < today]',
            "over: list[str] = []",
        )
    ],
    "a home is offered twice": [
        Mutant(
            f"{_DRAW_ACTS}/offer.py",
            "if refused is None and command.number in draw.offers:",
            "if refused is None and command.number in ():",
        )
    ],
    "who announced a draw freezes its list": [
        Mutant(f"{_DRAW_ACTS}/freeze.py", " or standing.second(command.by, hands)", "")
    ],
    "whoever stated a public value vouches for it": [
        Mutant(f"{_DRAW_ACTS}/bring_value.py", "    refused = refused or standing.second(command.by, makers)\n", "")
    ],
}
MUTANTS = {
    f"{name}, {play}": (play, mutants)
    for play, found in (("messages", MESSAGES), ("versions", VERSIONS), ("money", MONEY), ("draws", DRAWS))
    for name, mutants in found.items()
}


@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.campaign(sample=2)
@pytest.mark.parametrize("name", MUTANTS)
def test_a_world_is_broken_without_a_guard(tmp_path: Path, request: pytest.FixtureRequest, name: str) -> None:
    play, mutants = MUTANTS[name]
    plant(tmp_path, *mutants)
    first = int(request.config.getoption("campaign_seed")) * 1000
    asked = ["--play", play, "--first", str(first), "--seeds", str(SEEDS), "--jobs", "1", "--stop"]

    ran = run_in(tmp_path, f"from tests.simulation.__main__ import main; sys.exit(main({asked!r}))", 590)

    assert ran.returncode == 1, f"{ran.stdout[-2000:]}{ran.stderr[-2000:]}"
    assert re.search(r"^seed \d+ is broken:$", ran.stdout, re.MULTILINE)
