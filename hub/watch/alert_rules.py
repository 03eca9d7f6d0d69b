"""Rules of alerts: what is watched, and what of the facts of a moment each rule finds. Pure.

A finding has a mark, the thing it is about: as long as a rule finds the same mark, it is one alert.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from hub.clock import SECOND
from hub.errors import Words
from hub.evidence.aside import AsideLeaf
from hub.exchange.destinations import whole_name
from hub.watch.causes import Cause

DAY = 24 * 3600 * SECOND
MINUTE = 60 * SECOND
WHO = "{who}"
STEPS = (30, 7, 1)
"""Days before an end at which it is told again."""


class AlertKind(StrEnum):
    """What a rule watches."""

    FAILURE_RATE = "failure_rate"
    """More failures in the last hour than the threshold, at one destination."""
    OLDEST_DUE = "oldest_due"
    """Something has been due for more minutes than the threshold, though its agency is called."""
    NEW_GROUP = "new_group"
    """A cause of failure that was not there before, with as many failures as the threshold at least."""
    AGENCY_DOWN = "agency_down"
    """An operation whose breaker is not closed."""
    CERTIFICATE = "certificate"
    """A certificate or key that ends in fewer days than the threshold."""
    EVIDENCE = "evidence"
    """A leaf has waited for its place in the log for more minutes than the threshold, or is set aside as not ours."""
    ANCHORING = "anchoring"
    """A head of the log has had no time stamp for more minutes than the threshold."""
    MASS_QUERY = "mass_query"
    """Somebody has asked about more persons in the night that runs than the threshold."""


@dataclass(frozen=True, slots=True)
class KindWords:
    """A kind in words: its name, the unit of its threshold and where it begins."""

    name: Words
    unit: Words
    begins_at: int


KINDS: Mapping[AlertKind, KindWords] = {
    AlertKind.FAILURE_RATE: KindWords(
        Words("Uğursuz göndərişlərin sayı", "Number of failures"), Words("son saatda", "in the last hour"), 20),
    AlertKind.OLDEST_DUE: KindWords(
        Words("Ən köhnə növbə", "Oldest due"), Words("dəqiqə", "minutes"), 10),
    AlertKind.NEW_GROUP: KindWords(
        Words("Yeni uğursuzluq səbəbi", "New cause of failure"), Words("göndəriş", "deliveries"), 1),
    AlertKind.AGENCY_DOWN: KindWords(
        Words("Qurum cavab vermir", "Agency down"), Words("", ""), 0),
    AlertKind.CERTIFICATE: KindWords(
        Words("Sertifikatın müddəti bitir", "Certificate expires"), Words("gün qalmış", "days before"), 30),
    AlertKind.EVIDENCE: KindWords(
        Words("Sübut jurnalı gecikir", "Evidence is behind"), Words("dəqiqə", "minutes"), 2),
    AlertKind.ANCHORING: KindWords(
        Words("Sübut jurnalına vaxt damğası alınmır", "Evidence gets no time stamp"),
        Words("dəqiqə", "minutes"), 120),
    AlertKind.MASS_QUERY: KindWords(
        Words("Gecə kütləvi sorğu", "Mass query at night"), Words("nəfər", "persons"), 100),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule. `subject` narrows it to an agency or an operation; empty watches all. `quiet` are minutes of the day
    in Baku between which nothing is told; `repeat_minutes` is after how long an open alert is told again, 0 is never.
    """

    id: str
    kind: AlertKind
    subject: str
    threshold: int
    channel: str
    target: str
    repeat_minutes: int = 0
    quiet: tuple[int, int] | None = None
    since: int = 0

    def concerns(self, place: str) -> bool:
        """Whether a destination, format or agency is among what it watches."""
        return self.subject in ("", place) or place.startswith(f"{self.subject}.")


@dataclass(frozen=True, slots=True)
class Expiry:
    """A certificate or key that ends. `place` is whose it is."""

    place: str
    name: Words
    at: int


@dataclass(frozen=True, slots=True)
class Looker:
    """Who has asked about how many persons in the night that began at `night`; `person` is empty of a party that is
    counted as one.
    """

    party: str
    person: str
    persons: int
    night: int


@dataclass(frozen=True, slots=True)
class Facts:
    """What rules are asked about at one moment; `down` and `due` are by destination, `due` the oldest due time.

    `lookers` are those of the night that runs; by day there are none.
    """

    now: int
    failures: Mapping[str, int]
    due: Mapping[str, int]
    causes: Sequence[Cause]
    down: Sequence[str]
    expiries: Sequence[Expiry]
    oldest_unmerged: int | None
    unanchored_since: int | None
    lookers: Sequence[Looker] = ()
    aside: Sequence[AsideLeaf] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule found: what it is about, and the sentence that people are told; who it is about is said as `{who}`,
    and named when it is told (`hub.watch.rule_book.named`).
    """

    mark: str
    words: Words


def findings(rule: Rule, facts: Facts) -> list[Finding]:
    """What the rule finds in the facts."""
    return _FIND[rule.kind](rule, facts)


def _failure_rate(rule: Rule, facts: Facts) -> list[Finding]:
    return [
        Finding(
            place,
            Words(
                f"{whole_name(place).az}: son saatda {count} uğursuz göndəriş (hədd {rule.threshold}).",
                f"{whole_name(place).en}: {count} failures in the last hour (limit {rule.threshold}).",
            ),
        )
        for place, count in sorted(facts.failures.items())
        if rule.concerns(place) and count > rule.threshold
    ]


def _oldest_due(rule: Rule, facts: Facts) -> list[Finding]:
    late = {place: (facts.now - at) // MINUTE for place, at in facts.due.items() if rule.concerns(place)}
    return [
        Finding(
            place,
            Words(
                f"{whole_name(place).az}: ən köhnə göndəriş {age} dəqiqədir növbədədir (hədd {rule.threshold}).",
                f"{whole_name(place).en}: the oldest delivery has been due for {age} min (limit {rule.threshold}).",
            ),
        )
        for place, age in sorted(late.items())
        if age > rule.threshold
    ]


def _new_group(rule: Rule, facts: Facts) -> list[Finding]:
    return [
        Finding(
            cause.mark,
            Words(
                f"{whole_name(cause.place).az}: yeni uğursuzluq səbəbi, {cause.count} hal. {cause.words.az}",
                f"{whole_name(cause.place).en}: a new cause of failure, {cause.count} times. {cause.words.en}",
            ),
        )
        for cause in facts.causes
        if rule.concerns(cause.place) and cause.first_seen >= rule.since and cause.count >= rule.threshold
    ]


def _agency_down(rule: Rule, facts: Facts) -> list[Finding]:
    return [
        Finding(
            place,
            Words(
                f"{whole_name(place).az}: qurum cavab vermir; göndəriş özü davam edəcək.",
                f"{whole_name(place).en}: the agency does not answer; sending goes on by itself.",
            ),
        )
        for place in facts.down
        if rule.concerns(place)
    ]


def _certificate(rule: Rule, facts: Facts) -> list[Finding]:
    """Told again as an end comes nearer: each of the days STEPS that is passed is an alert of its own."""
    soon = [each for each in facts.expiries if rule.concerns(each.place) and each.at - facts.now < rule.threshold * DAY]
    return [
        Finding(
            " ".join([each.place, str(each.at), *_step(each.at - facts.now, rule.threshold)]),
            Words(
                f"{each.name.az}: {_days_az(each.at - facts.now)}.", f"{each.name.en}: {_days_en(each.at - facts.now)}."
            ),
        )
        for each in soon
    ]


def _evidence(rule: Rule, facts: Facts) -> list[Finding]:
    late = _late(
        rule,
        facts.now,
        facts.oldest_unmerged,
        Words(
            "Sübut jurnalında yer gözləyən qeyd {age} dəqiqədir gözləyir.",
            "An entry has waited {age} min for its place in the evidence log.",
        ),
    )
    return [*late, *(Finding(f"aside {each.id}", each.words) for each in facts.aside)]


def _anchoring(rule: Rule, facts: Facts) -> list[Finding]:
    return _late(
        rule,
        facts.now,
        facts.unanchored_since,
        Words(
            "Sübut jurnalı {age} dəqiqədir vaxt damğası almır. "
            "Mərkəz göstərilibsə, hədd keçəndə hab yeni mesaj qəbul etmir.",
            "The evidence log has had no time stamp for {age} min. "
            "Where authorities are set, past the limit no new messages are taken.",
        ),
    )


def _mass_query(rule: Rule, facts: Facts) -> list[Finding]:
    """One alert a night and person or party, however many more are asked about. What was asked stays answered."""
    return [
        Finding(
            f"{each.party} {each.person} {each.night}",
            Words(
                f"{WHO}: gecə {each.persons} nəfər barədə sorğu (hədd {rule.threshold}). Nə üçün olduğunu "
                "baxış tarixçəsindən yoxlayın.",
                f"{WHO}: asked about {each.persons} persons at night (limit {rule.threshold}). See in the access"
                " history what for.",
            ),
        )
        for each in facts.lookers
        if rule.concerns(each.party) and each.persons > rule.threshold
    ]


def looker_in(mark: str) -> tuple[str, str]:
    """The party and the person, empty of a party that is counted as one, of a mark of a mass query."""
    party, _, rest = mark.partition(" ")
    return party, rest.rpartition(" ")[0]


def _late(rule: Rule, now: int, since: int | None, words: Words) -> list[Finding]:
    """What of the log waits longer than the threshold; the words say for how long at `{age}`."""
    if since is None or now - since <= rule.threshold * MINUTE:
        return []
    age = (now - since) // MINUTE
    return [Finding("log", Words(words.az.format(age=age), words.en.format(age=age)))]


def _step(left: int, threshold: int) -> list[str]:
    """The nearest of STEPS that an end has come within, where it is nearer than where the rule begins."""
    return [str(days) for days in STEPS if days < threshold and left < days * DAY][-1:]


def _days_az(left: int) -> str:
    return f"müddəti bitməyə {left // DAY} gün qalıb" if left > 0 else "müddəti bitib"


def _days_en(left: int) -> str:
    return f"expires in {left // DAY} days" if left > 0 else "has expired"


_FIND: Mapping[AlertKind, Callable[[Rule, Facts], list[Finding]]] = {
    AlertKind.FAILURE_RATE: _failure_rate,
    AlertKind.OLDEST_DUE: _oldest_due,
    AlertKind.NEW_GROUP: _new_group,
    AlertKind.AGENCY_DOWN: _agency_down,
    AlertKind.CERTIFICATE: _certificate,
    AlertKind.EVIDENCE: _evidence,
    AlertKind.ANCHORING: _anchoring,
    AlertKind.MASS_QUERY: _mass_query,
}


def is_quiet(rule: Rule, minute: int) -> bool:
    """Whether nothing is told at this minute of Baku's day; the hours may go over midnight."""
    if rule.quiet is None or rule.quiet[0] == rule.quiet[1]:
        return False
    start, stop = rule.quiet
    return (minute - start) % 1440 < (stop - start) % 1440
