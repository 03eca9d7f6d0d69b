"""A stage told in sentences: who does what, by which rule, when it applies, until when, and what a return does."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from document_flow.paths.drawing.words import ACTS, condition_words, return_words, rule_words, who_words
from document_flow.paths.path import OnChange, OnReturn, Order, Path, Quorum, QuorumShare, RuleKind, Stage
from document_flow.words import Lang
from hub.console.paths.choices import Choices
from hub.errors import Words

ON_RETURN: Mapping[OnReturn, Words] = {
    "restart": Words("hamısı əvvəldən başlayır", "all begins anew"),
    "resume": Words("qaytarandan davam edir", "continues with the person who returned it"),
    "author_chooses": Words("müəllif seçir: əvvəldən, yoxsa qaytarandan", "the author chooses: anew, or from there"),
}
ON_CHANGE: Mapping[OnChange, Words] = {
    "void_all": Words("verilmiş bütün vizalar qüvvədən düşür", "all visas given so far become void"),
    "void_later": Words("yalnız bu mərhələdən sonrakı vizalar qüvvədən düşür",
                        "only visas after this stage become void"),
    "minor_keeps": Words("kiçik düzəlişdə vizalar saxlanılır, fərq göstərilir",
                         "a minor change keeps the visas, and the difference is shown"),
}  # fmt: skip
RULES: Mapping[RuleKind, Words] = {
    "all": Words("hamısı", "all of them"),
    "any": Words("istənilən biri", "any one of them"),
    "at_least": Words("ən azı bu qədər nəfər", "at least so many"),
    "majority": Words("üzvlərin yarıdan çoxu", "more than half of the members"),
    "majority_of_present": Words("iclasda iştirak edənlərin yarıdan çoxu", "more than half of those present"),
    "per_group": Words("hər qrupdan ən azı bu qədər nəfər", "at least so many of each group"),
}
ORDERS: Mapping[Order, Words] = {
    "parallel": Words("hamı eyni vaxtda", "all at the same time"),
    "sequential": Words("növbə ilə, siyahıdakı sıra ilə", "one after the other, as listed"),
}
SHARES: Mapping[QuorumShare, Words] = {
    "half": Words("üzvlərin yarısı", "half of the members"),
    "two_thirds": Words("üzvlərin üçdə ikisi", "two thirds of the members"),
    "all": Words("bütün üzvlər", "all members"),
}
_VERBS: Mapping[str, Words] = {
    "visa": Words("viza verir", "give their visa"),
    "agreement": Words("razılıq verir", "gives its agreement"),
    "approve": Words("təsdiq edir", "approve"),
    "sign": Words("imzalayır", "sign"),
    "seal": Words("möhür vurur", "seal it"),
    "acquaint": Words("tanış olur", "read and note it"),
    "vote": Words("səs verir", "vote"),
}


@dataclass(frozen=True, slots=True)
class ToldStage:
    """A stage for a page."""

    id: str
    number: int
    title: Words
    act: Words
    sentences: Sequence[str]


def told(path: Path, choices: Choices, lang: Lang) -> list[ToldStage]:
    """All stages of a path in the language."""
    return [
        ToldStage(stage.id, number, stage.title, ACTS[stage.act], list(_sentences(path, stage, choices, lang)))
        for number, stage in enumerate(choices.readable(path).stages, 1)
    ]


def _sentences(path: Path, stage: Stage, choices: Choices, lang: Lang) -> Iterator[str]:
    def say(az: str, en: str) -> str:
        return az if lang == "az" else en

    who = "; ".join(who_words(each, lang, choices.directory) for each in stage.who) or "—"
    verb = _VERBS[stage.act]
    yield f"{_capital(who)} — {say(verb.az, verb.en)}."
    if len(stage.who) > 1 or stage.rule.kind != "all" or any(each.kind in ("role", "group") for each in stage.who):
        order = ORDERS[stage.order]
        yield say(
            f"{_capital(rule_words(stage.rule, lang))}; {order.az}.",
            f"Enough: {rule_words(stage.rule, lang)}; {order.en}.",
        )
    if stage.when:
        tests = "; ".join(condition_words(path, each, lang) for each in stage.when)
        yield say(f"Yalnız bu halda: {tests}.", f"Only where: {tests}.")
    yield from _meeting(stage, choices, lang)
    yield from _terms(stage, choices, lang)
    if return_words(stage, lang) is not None:
        back, change = ON_RETURN[stage.on_return], ON_CHANGE[stage.on_change]
        yield say(f"Qaytarılsa: {back.az}.", f"When returned: {back.en}.")
        yield say(f"Mətn dəyişsə: {change.az}.", f"When the content changes: {change.en}.")
    if stage.abstain:
        yield say("Bitərəf qalmaq olar.", "One may abstain.")
    if not stage.bulk:
        yield say("Açılmamış sənəd toplu təsdiqlənmir.", "Never in a bulk unread: each is opened.")


def _capital(text: str) -> str:
    return ("İ" if text[0] == "i" else text[0].upper()) + text[1:]


def _meeting(stage: Stage, choices: Choices, lang: Lang) -> Iterator[str]:
    if stage.meeting is None:
        return
    chair = who_words(stage.meeting.chair, lang, choices.directory)
    secretary = who_words(stage.meeting.secretary, lang, choices.directory)
    share = SHARES[stage.meeting.quorum.share]
    least = stage.meeting.quorum.least
    if lang == "az":
        yield f"İclasda: sədr – {chair}; katib – {secretary}."
        yield f"Kvorum: {share.az}, {least} nəfərdən az olmamaqla.{_act(stage.meeting.quorum)}"
    else:
        yield f"In a meeting: chair – {chair}; secretary – {secretary}."
        yield f"Quorum: {share.en}, not fewer than {least}.{_act(stage.meeting.quorum)}"
    if stage.meeting.casting_vote is not None:
        word = "Sədrin həlledici səsi" if lang == "az" else "The chair's casting vote"
        yield f"{word}: {stage.meeting.casting_vote}."


def _act(quorum: Quorum) -> str:
    return f" ({quorum.act})" if quorum.act else ""


def _terms(stage: Stage, choices: Choices, lang: Lang) -> Iterator[str]:
    is_az = lang == "az"
    if stage.due is not None:
        yield f"Müddət: {stage.due} iş günü." if is_az else f"Term: {_days(stage.due)}."
    if stage.reminders:
        days = ", ".join(str(each) for each in stage.reminders)
        yield (
            f"Xatırlatma: müddətə {days} iş günü qalmış."
            if is_az
            else f"Reminders: {days} working day{'' if days == '1' else 's'} before."
        )
    for step in stage.escalation:
        to = who_words(step.to, lang, choices.directory)
        yield (f"{step.after} iş günü gecikəndə bilir: {to}." if is_az else f"{_days(step.after)} late, told: {to}.")


def _days(count: int) -> str:
    return f"{count} working day{'' if count == 1 else 's'}"
