"""Everything that one can change in a published draw is refused by both verifiers, and they are equally strict."""

from __future__ import annotations

import json
import runpy
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from document_flow.draws.acts.finish import FinishDraw
from document_flow.draws.acts.leave import WithdrawEntry
from document_flow.draws.acts.offer import AnswerOffer, OfferHome
from document_flow.draws.order import canonical
from document_flow.draws.published import PUBLISHED
from document_flow.draws.state import Draw
from document_flow.draws.verifying import verify
from hub.cli import app
from hub.evidence.note import trusted
from hub.returns.draw_proofs import unproven
from tests.unit.document_flow.draws.logged import KEY, SCRIPT, STRANGER, all_changes, logged
from tests.unit.document_flow.draws.office import DRAW_AT, after, day, file_of, frozen, notified, reveal
from tests.unit.document_flow.draws.tampering import CANCELLED, DEEPER_FILES, PASSED, tampered


def _lived() -> Draw:
    """One went before the draw; afterwards one refused what it was offered, one accepted, one went."""
    gone = WithdrawEntry(by="clerk", number="M-104", document="M-0")
    draw = after(frozen(), *(reveal(each) for each in ("council", "press")), gone)
    draw = after(draw, FinishDraw(by="head"), moment=DRAW_AT)
    first, second = [each.number for each in draw.order if draw.homes.get(each.number)][:2]
    for number, accepted in ((first, False), (second, True)):
        home = draw.homes[number]
        offer = OfferHome(by="aysel", number=number, document=f"T-{home}", notified_on=notified())
        answer = AnswerOffer(by="clerk", number=number, accepted=accepted, document=f"C-{home}")
        draw = after(draw, offer, answer, moment=day(0))
    return after(draw, WithdrawEntry(by="clerk", number=second, document="M-9"), moment=day(1))


LIVED = _lived()
FILES = {
    "of parties, with a life afterwards": LIVED,
    "by hand, passed on": PASSED,
    "cancelled": CANCELLED,
}
script: Any = runpy.run_path(str(SCRIPT))


def by_hub(said: Any, key: Any = None) -> bool:
    """Whether `hub verify draw` takes it, with that key or the file's own."""
    if verify(said):
        return False
    log = PUBLISHED.validate_json(canonical(said)).log
    return log is not None and not list(unproven(log, said["after_root"], trusted([key] if key else [])))


def by_script(file: Path, said: Any, key: Any = None) -> bool:
    file.write_text(json.dumps(said), "utf-8")
    return bool(script["main"]([str(file), *(["--key", str(key)] if key else [])]) == 0)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "draw.json"


@pytest.mark.parametrize("draw", FILES.values(), ids=FILES)
def test_whatever_is_changed_afterwards_both_refuse(draw: Draw, file: Path) -> None:
    said = logged(dict(file_of(draw)))
    assert (by_hub(said), by_script(file, said)) == (True, True)

    changed = list(all_changes(said))
    taken = [name for name, each in changed if by_hub(each) or by_script(file, each)]

    assert (taken, len(changed) > 250) == ([], True)


@pytest.mark.parametrize("draw", FILES.values(), ids=FILES)
def test_what_a_hub_itself_publishes_wrongly_both_judge_alike(draw: Draw, file: Path) -> None:
    """It has the key and makes roots and leaf anew: what then cannot be told is no more for one than for the other."""
    said = dict(file_of(draw))

    apart = []
    for name, each in all_changes(said):
        try:
            again = logged(each)
        except (KeyError, TypeError):
            continue  # without entries or what is fixed there is no root
        if by_hub(again) != by_script(file, again):
            apart.append(name)

    assert apart == []


@pytest.mark.parametrize(("draw", "change", "_word"), DEEPER_FILES.values(), ids=DEEPER_FILES)
def test_what_the_command_refuses_the_script_refuses(draw: Draw, change: Any, _word: str, file: Path) -> None:
    assert not by_script(file, tampered(draw, change))


def test_a_home_that_became_free_and_went_to_somebody_else_is_refused_though_the_hub_signed_it(file: Path) -> None:
    said = logged(tampered(PASSED, lambda said: said["struck"][0].update(to="M-107")))

    assert (by_hub(said), by_script(file, said)) == (False, False)


def test_whoever_signs_with_a_key_of_their_own_is_refused_by_whoever_has_the_logs(file: Path) -> None:
    said = logged(dict(file_of(LIVED)), STRANGER)

    assert (by_hub(said), by_script(file, said)) == (True, True), "it agrees with itself, and both name the key"
    assert (by_hub(said, KEY.public), by_script(file, said, KEY.public)) == (False, False)


def test_the_command_takes_the_logs_key_and_says_which_one_has_signed(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HUB_DATA", str(file.parent))
    monkeypatch.setenv("HUB_LANG", "en")
    file.write_text(json.dumps(logged(dict(file_of(LIVED)))), "utf-8")
    words = ["verify", "draw", str(file)]

    own = CliRunner().invoke(app, words)
    same, other = (CliRunner().invoke(app, [*words, "--key", str(key.public)]) for key in (KEY, STRANGER))

    assert (own.exit_code, str(KEY.public) in own.stdout) == (0, True)
    assert (same.exit_code, other.exit_code) == (0, 1)
