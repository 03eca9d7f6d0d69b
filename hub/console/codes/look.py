"""How an added code looks: its state's word, icon and tone, and a meaning as people read it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hub.console.viewer import Viewer
from hub.errors import Forbidden, Words
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
    """A meaning of a table: `null` is "not known", the others as the records write them."""
    if meaning is None:
        return _NOT_KNOWN
    if isinstance(meaning, bool):
        return _YES if meaning else _NO
    return Words(str(meaning), str(meaning))


def house_only(who: Viewer) -> None:
    """Forbidden for people of an agency: these lists name messages of all."""
    if who.at_agency:
        raise Forbidden("access.house_only", _HOUSE_ONLY)


_HOUSE_ONLY = Words(
    "Bu siyahı yalnız komitənin əməkdaşları üçündür; öz mesajlarınız qurumunuzun səhifəsindədir.",
    "This list is for the committee's people; your messages are on your agency's page.",
)
