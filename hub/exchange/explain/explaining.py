"""From what is known to what is said: the cause, and the advised action with its reason. Pure and deterministic."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from hub.errors import Words
from hub.exchange.causes import diagnosis
from hub.exchange.changes import Kind
from hub.exchange.explain.classes import Advice, CauseClass, Diagnosis
from hub.exchange.explain.evidence import Evidence, Tried
from hub.exchange.repair.names import ACTIONS
from hub.exchange.repair.states import Action


@dataclass(frozen=True, slots=True)
class Explanation:
    """What people are told of a group: `sentence` what failed, `sides` whose it is (two where that is undecided),
    `advice` the one thing to do, `because` that in a sentence. `evidence` is what it rests on.
    """

    sides: tuple[CauseClass, ...]
    sentence: Words
    advice: Advice
    because: Words
    evidence: Evidence

    @property
    def asks_sender(self) -> bool:
        """Whether whoever handed it over is to be asked, rather than the agency that was called."""
        if self.advice in (Advice.INFORM, Advice.ASK_SENDER):
            return self.advice is Advice.ASK_SENDER
        return self.sides[0] is CauseClass.SENDER and not self.evidence.ours


def explain(code: str | None, known: Evidence) -> Explanation:
    """The same group, history and changes always give the same explanation."""
    row = diagnosis(code)
    if known.ours and CauseClass.SENDER in row.sides:
        row = _of_our_own(row)
    found = next((said for decide in _DECISIONS if (said := decide(row, known)) is not None), (row.advice, row.then))
    if found[0] is Advice.RETRY and known.standing in _AWAY:
        found = Advice.WAIT, _AWAY[known.standing]
    return Explanation(row.sides, row.what, *found, known)


def _of_our_own(row: Diagnosis) -> Diagnosis:
    """Nobody is sent to ask themselves."""
    return replace(row, advice=Advice.MEND_SOURCE if row.advice is Advice.ASK_SENDER else row.advice, then=_OURS)


_OURS = Words(
    "Göndərən özümüzük: məlumatı mənbəyində düzəldin, eyni məzmun yenə alınmayacaq.",
    "We are the sender ourselves: mend the data where they come from; the same content would fail again.",
)
_Found = tuple[Advice, Words] | None
_SILENT = Words(
    "Qurum hələ cavab vermir: indi təkrar göndərsəniz, yenə alınmayacaq.",
    "The agency still does not answer: a retry now would fail again.",
)
_AWAY: Mapping[str, Words] = {
    "paused": Words(
        "Bu ünvana göndərişi əməkdaş dayandırıb. Davam etdiriləndə təkrar göndərin.",
        "A person has paused sending there. Retry once it is resumed.",
    ),
    "open": _SILENT,
    "half_open": _SILENT,
}


def _rules_have_changed(rule: Diagnosis, known: Evidence) -> _Found:
    """A mapping or code table that is newer than the last failure may read what the old one could not."""
    changed = next((each for each in known.changed_since if each.kind is Kind.MAPPING), None)
    if changed is None or CauseClass.MAPPING not in rule.sides:
        return None
    return Advice.REPROCESS, Words(
        f"Son uğursuzluqdan sonra uyğunlaşdırma dəyişib ({changed.subject}): yenidən emal onu bugünkü ilə oxuyacaq.",
        f"The mapping has changed since the last failure ({changed.subject}): reprocessing reads with today's.",
    )


def _history_speaks(rule: Diagnosis, known: Evidence) -> _Found:
    """What has worked before is advised; what never has is advised against."""
    best = max(known.tried, key=lambda each: (_rate(each), each.last_at), default=None)
    if best is not None and best.succeeded and _rate(best) >= _WORKS:
        name = ACTIONS[best.action]
        return Advice(best.action.value), Words(
            f"Bu səbəbdən əvvəl də kömək edib: “{name.az}” {best.ended} haldan {best.succeeded} dəfə nəticə verib.",
            f"It has helped with this cause before: {name.en} worked {best.succeeded} of {best.ended} times.",
        )
    retried = next((each for each in known.tried if each.action is Action.RETRY), None)
    if (
        retried is None
        or retried.succeeded
        or (rule.advice is Advice.RETRY and not rule.lasting and retried.ended < _ENOUGH)
    ):
        return None
    tries = Words(
        f"Təkrar göndərmək kömək etmir: {retried.ended} cəhddən heç biri nəticə verməyib.",
        f"A retry does not help: none of {retried.ended} tries so far has succeeded.",
    )
    if rule.advice is not Advice.RETRY:
        return rule.advice, Words(f"{rule.then.az} {tries.az}", f"{rule.then.en} {tries.en}")
    return (Advice.INFORM if CauseClass.AGENCY in rule.sides else Advice.WAIT), tries


def _can_be_asked(rule: Diagnosis, known: Evidence) -> _Found:
    """An unknown outcome is no riddle where the agency can be asked by our key, or takes the same key twice."""
    if rule.lasting or not rule.unsure:
        return None
    if known.asks_first:
        return Advice.RETRY, Words(
            "Hab əvvəlcə qurumdan soruşur və yalnız tətbiq olunmayanı göndərir: iki dəfə tətbiq olunmur.",
            "The hub asks the agency first and sends only what was not applied: never twice.",
        )
    if known.idempotent:
        return Advice.RETRY, Words(
            "Qurum eyni açarı ikinci dəfə tətbiq etmir, ona görə təkrar göndərmək təhlükəsizdir.",
            "The agency applies a key once, so sending it again with the same key is safe.",
        )
    return None


_DECISIONS: tuple[Callable[[Diagnosis, Evidence], _Found], ...] = (
    _rules_have_changed,
    _history_speaks,
    _can_be_asked,
)
_WORKS = 0.5
_ENOUGH = 3


def _rate(each: Tried) -> float:
    return each.succeeded / each.ended if each.ended else 0.0
