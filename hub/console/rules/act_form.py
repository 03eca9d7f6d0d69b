"""The act behind a version, or behind its end, as a form types it."""

from __future__ import annotations

from document_flow.decisions.versions import Act
from hub.console.rules.facts_form import day_typed
from hub.console.rules.grid_form import read_basis
from hub.console.viewer import Form
from hub.errors import Words

ACT_FIELDS = ("act_id", "act_az", "act_en", "act_day")


def read_act(form: Form) -> tuple[Act | None, dict[str, Words]]:
    """The act behind the version, and what is wrong with its fields."""
    wrong = {name: _NEEDED for name in ("act_id", "act_az", "act_en") if not form.text(name)}
    written = form.text("act_day")
    day = day_typed(written) if written else None
    if written and day is None:
        wrong["act_day"] = NO_DAY
    if wrong:
        return None, wrong
    return Act(
        read_basis(form.text("act_id"))[:100], Words(form.text("act_az")[:300], form.text("act_en")[:300]), day
    ), {}


_NEEDED = Words(
    "Bu sahə boş ola bilməz; akt yoxdursa, fərziyyə yazın.",
    "This cannot be empty; where there is no act, write assumed.",
)
NO_DAY = Words("Belə gün yoxdur; gün.ay.il şəklində yazın.", "There is no such day; write it as day.month.year.")
