"""What the register holds of a person as matters: rights, the status, the allowance, each with why it stands so. Pure.

Of what was suspended or ended the register may know reason, basis and decision. Where it does not, the words say so,
and who told the register of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final

from document_flow.dates_az import short_date
from document_flow.days import day_of
from document_flow.programmes import programmes
from document_flow.words import Words
from hub.clock import SECOND
from hub.desks.matters import (
    COMPLAIN,
    DECIDED_ON,
    NOTHING_NEXT,
    Matter,
    body_named,
    remedy_of,
    sentences,
    with_day,
    with_text,
)
from hub.register.entity import Entity
from hub.register.statuses import in_period

_IN_FORCE: Final = Words("Qüvvədədir", "In force")
_SUSPENDED: Final = Words("Dayandırılıb", "Suspended")
_ENDED: Final = Words("Xitam verilib", "Ended")
_STATES: Final = {"in_force": _IN_FORCE, "suspended": _SUSPENDED, "ended": _ENDED}
_REASON: Final = Words("Səbəb", "Reason")
_BASIS: Final = Words("Əsas", "Basis")
_DECISION: Final = Words("Qərar №", "Decision No.")
_CATEGORIES: Final = {
    "idp": Words("məcburi köçkün", "displaced person"),
    "equated": Words("məcburi köçkünə bərabər tutulan", "equated with displaced persons"),
    "refugee": Words("qaçqın", "refugee"),
}
_END_REASONS: Final = {
    "returned": Words("qayıdıb", "returned"),
    "refused_housing": Words("mənzildən imtina edib", "refused housing"),
    "deceased": Words("vəfat edib", "deceased"),
    "revoked": Words("qərar ləğv edilib", "the decision was revoked"),
    "law": Words("qanunla", "by law"),
}


def right_matter(entity: Entity, cases: Mapping[str, Matter]) -> Matter:
    """A right (təyinat); `cases` are the person's cases by the number of their paper, which may say more of it."""
    told = entity.attributes
    state = str(told.get("state", "in_force"))
    known = programmes().get(str(told.get("programme")))
    title = known.title if known else Words(str(told.get("programme")), str(told.get("programme")))
    money = told.get("amount_qepik")
    amount = f", {int(money) / 100:.2f} ₼".replace(".", ",") if money is not None else ""
    is_cut = state != "in_force"
    case = cases.get(str(told.get("decision_no"))) or cases.get(str(told.get("right_id")))
    return Matter(
        id=entity.id,
        kind="right",
        what=Words(title.az + amount, title.en + amount),
        why=_why_of_right(entity, _STATES[state], case) if is_cut else _given(told),
        since=day_of(told.get("state_since") or told.get("ended_on")) if is_cut else day_of(told.get("valid_from")),
        until=day_of(told.get("valid_to")),
        next_step=COMPLAIN if is_cut else NOTHING_NEXT,
        remedy=_remedy(case) if is_cut else None,
        tone="need" if is_cut else "ok",
    )


def status_matter(entity: Entity, cases: Mapping[str, Matter]) -> Matter:
    """The status of a displaced person."""
    told = in_period(entity)
    category = _CATEGORIES.get(str(told.get("category")), Words("", ""))
    ended, code = day_of(told.get("ended_on")), str(told.get("end_reason") or "")
    is_cut = bool(told.get("ended_on") or code)
    case = cases.get(str(told.get("decision_no")))
    reason = _END_REASONS.get(code)
    said = Words(f"{_REASON.az}: {reason.az}", f"{_REASON.en}: {reason.en}") if reason else None
    return Matter(
        id=entity.id,
        kind="status",
        what=Words(f"Statusu: {category.az}", f"Status: {category.en}"),
        why=_cut(entity, "ended_on", sentences(_ENDED, said), case, no_reason=reason is None)
        if is_cut
        else _given(told),
        since=ended if is_cut else day_of(told.get("valid_from")),
        next_step=COMPLAIN if is_cut else NOTHING_NEXT,
        remedy=_remedy(case) if is_cut else None,
        tone="need" if is_cut else "ok",
    )


def allowance_matter(entity: Entity) -> Matter:
    """The unified monthly allowance as the committee's own base has it; whether it was paid, the bank says."""
    told = entity.attributes
    money, rate = told.get("amount_qepik"), told.get("rate")
    paid = f" {int(money) / 100:.2f} ₼".replace(".", ",") if money is not None else f" {rate} ₼" if rate else ""
    return Matter(
        id=entity.id,
        kind="allowance",
        what=Words(f"Vahid aylıq müavinət{paid}", f"Unified monthly allowance{paid}"),
        why=sentences(
            Words(
                f"Komitənin müavinət bazasında № {told.get('entitlement_no')}",
                f"No. {told.get('entitlement_no')} in the committee's base of the allowance",
            ),
            Words(
                "Əsası və qərarı habda yoxdur, onu Dövlət Komitəsi bilir",
                "The hub does not know its basis and decision, the State Committee does",
            ),
        ),
        since=day_of(told.get("since")),
    )


def _given(told: Mapping[str, Any]) -> Words:
    """By which decision something holds; that the hub does not know it, where it does not."""
    number = with_text(_DECISION, told.get("decision_no"))
    if number is None:
        return sentences(_IN_FORCE, _NO_DECISION)
    return sentences(_IN_FORCE, number, with_day(DECIDED_ON, day_of(told.get("decision_date"))))


def _why_of_right(entity: Entity, state: Words, case: Matter | None) -> Words:
    told = entity.attributes
    said = sentences(
        state,
        with_text(_REASON, told.get("state_reason")),
        with_text(_BASIS, told.get("state_basis")),
        with_text(_DECISION, told.get("state_decision_no")),
    )
    return _cut(entity, "state", said, case, no_reason=not told.get("state_reason") and not told.get("state_basis"))


def _cut(entity: Entity, attribute: str, said: Words, case: Matter | None, *, no_reason: bool) -> Words:
    """Why it was cut: by the register, by the case that gave it, or that the hub does not know and who does."""
    if case is not None and case.tone == "need":
        return sentences(said, case.why)
    if not no_reason and any(entity.attributes.get(name) for name in ("state_basis", "state_decision_no")):
        return said
    return sentences(said, _unknown(entity, attribute))


def _unknown(entity: Entity, attribute: str) -> Words:
    told = entity.provenance.get(attribute, {})
    who = body_named(str(told.get("p") or "committee"))
    at = told.get("k")
    day = short_date(datetime.fromtimestamp(at / SECOND, UTC).date()) if isinstance(at, int) else ""
    when = (f" ({day} bildirib)", f" (told on {day})") if day else ("", "")
    return Words(
        f"Maddə və qərar habda yoxdur, bilən: {who.az}{when[0]}",
        f"The hub does not know article and decision; who does: {who.en}{when[1]}",
    )


def _remedy(case: Matter | None) -> Words:
    known = case.remedy if case is not None else None
    return known or remedy_of(None, None)


_NO_DECISION: Final = Words(
    "Qərarın nömrəsi habda yoxdur, onu Dövlət Komitəsi bilir",
    "The hub does not know the number of the decision, the State Committee does",
)
