"""How an added code looks: its state's word, icon and tone, and a meaning as people read it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hub.console.register.labels import RELATIONS, VALUES
from hub.errors import Words
from hub.exchange.codes.states import CodeState

LOOKS: Mapping[CodeState, tuple[str, str, Words]] = {
    CodeState.PROPOSED: ("wait", "○", Words("təsdiq gözləyir", "awaits approval")),
    CodeState.IN_FORCE: ("ok", "✓", Words("qüvvədədir", "in force")),
    CodeState.REFUSED: ("gone", "✕", Words("rədd edilib", "refused")),
    CodeState.WITHDRAWING: ("wait", "○", Words("qüvvədədir, geri götürülməsi təsdiq gözləyir",
                                               "in force, its withdrawal awaits approval")),
    CodeState.WITHDRAWN: ("gone", "✕", Words("geri götürülüb", "withdrawn")),
}  # fmt: skip
_NOT_KNOWN = Words("məlum deyil", "not known")
_YES, _NO = Words("bəli", "yes"), Words("xeyr", "no")


def meaning_words(meaning: Any) -> Words:
    """A meaning of a table: `null` is "not known", the others as people read them in a record."""
    if meaning is None:
        return _NOT_KNOWN
    if isinstance(meaning, bool):
        return _YES if meaning else _NO
    return VALUES.get(str(meaning)) or RELATIONS.get(str(meaning)) or Words(str(meaning), str(meaning))
