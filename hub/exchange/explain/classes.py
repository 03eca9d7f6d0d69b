"""Who is the cause of a failure, by its stable code, and what is advised before anything else is known.

A code without a line of its own gets that of its family, so a new code is never without advice.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from connectors.agencies import AGENCIES
from hub.errors import Words


class CauseClass(StrEnum):
    """Where the cause lies."""

    SENDER = "sender"
    AGENCY = "agency"
    HUB = "hub"
    MAPPING = "mapping"
    CONTRACT = "contract"


class Advice(StrEnum):
    """What is advised: an action of a repair, or something that has to come before one."""

    RETRY = "retry"
    REPROCESS = "reprocess"
    REDIRECT = "redirect"
    EDIT = "edit"
    CONFIRM_DELIVERED = "confirm_delivered"
    DISCARD = "discard"
    INFORM = "inform"
    WAIT = "wait"


CLASS_NAMES: Mapping[CauseClass, Words] = {
    CauseClass.SENDER: Words("göndərən", "the sender"),
    CauseClass.AGENCY: Words("qurum", "the agency"),
    CauseClass.HUB: Words("hab", "the hub"),
    CauseClass.MAPPING: Words("uyğunlaşdırma", "the mapping"),
    CauseClass.CONTRACT: Words("müqavilə (qurumun cavabının forması)", "the contract (the form of the answer)"),
}


@dataclass(frozen=True, slots=True)
class Rule:
    """What a code says by itself. `lasting` means that the same bytes fail again until something else has changed."""

    cause: CauseClass
    advice: Advice
    lasting: bool
    because: Words


_PASSING = Words(
    "Məzmun düzgündür və tətbiq olunmayıb: qurum işləyəndə eyni məzmun qəbul ediləcək.",
    "The content is right and was not applied: the same bytes go through once the agency works.",
)
_UNSURE = Words(
    "Sorğu göndərilib, tətbiq olunub-olunmadığı məlum deyil. Qurumdan soruşmadan ikinci dəfə göndərməyin.",
    "It was sent, and whether it was applied is not known. Ask the agency before it is sent twice.",
)
_REFUSED = Words(
    "Eyni məzmun yenə rədd ediləcək: qurum bağlantını yox, məlumatın özünü qəbul etmir.",
    "Retrying the same bytes will fail again: the agency refuses the data, not the connection.",
)
_AT_SOURCE = Words(
    "Eyni məzmun yenə rədd ediləcək: səhv mənbədən gələn məlumatdadır.",
    "Retrying the same bytes will fail again: the error is in the data as it came.",
)
_UNREAD = Words(
    "Dəyər bugünkü cədvəldə yoxdur. Kod əlavə olunandan sonra yenidən emal onu oxuyacaq.",
    "The value is not in today's table. Once the code is added, reprocessing will read it.",
)
_UNMAPPED = Words(
    "Uyğunlaşdırma bu məzmunu oxumur. Düzəldiləndən sonra yenidən emal edin; təkrar kömək etmir.",
    "The mapping cannot read this content. Mend it, then reprocess; a retry does not help.",
)
_BROKEN = Words(
    "Qurumun cavabı razılaşdırılmış formada deyil, ona görə nəticə bilinmir. Bunu yalnız qurum düzəldə bilər.",
    "The agency's answer is not of the agreed form, so the outcome is not known. Only it can mend that.",
)
_DOORS = Words(
    "Qurum habın açarını və ya sertifikatını qəbul etmir. Yenilənməyincə hər göndəriş rədd ediləcək.",
    "The agency does not accept the hub's key or certificate. Until renewed, each delivery is refused.",
)
_OWN = Words(
    "Səhv habın özündədir. Tərtibatçıya deyin; düzəldiləndən sonra eyni məzmun keçəcək.",
    "The fault is the hub's own. Tell the developers; once mended the same bytes go through.",
)
_GONE = Words(
    "Marşrut dəyişib və bu ünvana aparmır. Eyni ünvana təkrar göndərmək mümkün deyil.",
    "The route has changed and no longer leads there. It cannot be sent to the same place again.",
)
_PART = Words(
    "Marşrut dəyişib. Yenidən emal mesajı bugünkü marşrutla bölür.",
    "The route has changed. Reprocessing splits the message by today's route.",
)
_LOOP = Words(
    "Dəyişikliklər bir-birini doğurub. Marşrutlarda dövrə aradan qaldırılmayınca bu təkrarlanacaq.",
    "Changes caused each other. Until the loop in the routes is gone this will come again.",
)
_HELD = Words(
    "Göndərişdən çıxarılıb, arxasındakılar gözləyir. Hazırsınızsa, növbəni buraxın.",
    "It was taken out, and those behind it wait. Release the lane when you are ready.",
)
_CASE = Words(
    "Sənəd dövriyyəsi bunu qəbul etmir. Göndərənlə dəqiqləşdirin; sənəd düzəlməyincə təkrar kömək etmir.",
    "Document flow does not take it. Settle it with the sender; a retry does not help until then.",
)
_NUMBERS = Words(
    "Nömrələmə vərəqi nömrə vermir. Düzəldiləndən sonra təkrar göndərin.",
    "The numbering sheet gives no number. Mend it, then retry.",
)

_C, _A = CauseClass, Advice
_passing = Rule(_C.AGENCY, _A.RETRY, lasting=False, because=_PASSING)
_unsure = Rule(_C.AGENCY, _A.INFORM, lasting=False, because=_UNSURE)
_refused = Rule(_C.AGENCY, _A.INFORM, lasting=True, because=_REFUSED)
_at_source = Rule(_C.SENDER, _A.EDIT, lasting=True, because=_AT_SOURCE)
_ask_source = Rule(_C.SENDER, _A.INFORM, lasting=True, because=_AT_SOURCE)
_unmapped = Rule(_C.MAPPING, _A.REPROCESS, lasting=True, because=_UNMAPPED)
_broken = Rule(_C.CONTRACT, _A.INFORM, lasting=True, because=_BROKEN)
_doors = Rule(_C.HUB, _A.INFORM, lasting=True, because=_DOORS)
_own = Rule(_C.HUB, _A.RETRY, lasting=True, because=_OWN)

_BY_AGENCIES: Mapping[str, Rule] = {"sender": _ask_source, "contract": _broken, "agency": _refused,
                                    "mapping": _unmapped, "hub": _own}  # fmt: skip
RULES: Mapping[str, Rule] = {
    **{each.code: _BY_AGENCIES[each.where] for agency in AGENCIES for each in agency.causes},
    "agency.read_timeout": _unsure, "agency.total_timeout": _unsure, "agency.cut": _unsure, "agency.reset": _unsure,
    "agency.disconnected": _unsure, "attempt.unresolved": _unsure, "agency.accepted": _unsure,
    "agency.address": Rule(_C.HUB, _A.RETRY, lasting=True, because=_OWN),
    "agency.unauthorised": _doors, "agency.tls_certificate": _doors, "agency.tls": _doors,
    "agency.html": _broken, "agency.empty": _broken, "agency.too_large": _broken, "agency.content_type": _broken,
    "agency.content_encoding": _broken, "agency.fault_client": _unmapped,
    "map.cannot_write": _at_source, "map.impossible_date": _at_source, "map.future_date": _at_source,
    "map.ancient_date": _at_source, "map.date_shape": _at_source,
    "map.required": _at_source, "map.empty": _at_source, "map.mixed_alphabets": _at_source,
    "map.control_characters": _at_source, "map.number_shape": _at_source, "map.money_shape": _at_source,
    "map.too_long": _at_source, "map.fin_shape": _ask_source, "map.hash_differs": _ask_source,
    "map.size_differs": _ask_source, "map.unknown_code": Rule(_C.MAPPING, _A.REPROCESS, lasting=True, because=_UNREAD),
    "register.no_fin": _ask_source, "register.no_household_id": _ask_source,
    "route.gone": Rule(_C.HUB, _A.REDIRECT, lasting=True, because=_GONE),
    "route.part_gone": Rule(_C.HUB, _A.REPROCESS, lasting=True, because=_PART),
    "hub.too_many_hops": Rule(_C.HUB, _A.DISCARD, lasting=True, because=_LOOP),
    "held": Rule(_C.HUB, _A.DISCARD, lasting=True, because=_HELD),
}  # fmt: skip
_FAMILIES: tuple[tuple[str, Rule], ...] = (
    ("agency.http_4", _refused), ("agency.contract", _broken), ("agency.", _passing), ("map.", _unmapped),
    ("row.", _ask_source), ("file.", _ask_source), ("route.", Rule(_C.HUB, _A.REPROCESS, lasting=True, because=_PART)),
    ("register.", _ask_source), ("documents.", Rule(_C.SENDER, _A.INFORM, lasting=True, because=_CASE)),
    ("registration.", Rule(_C.HUB, _A.RETRY, lasting=True, because=_NUMBERS)),
    ("connector.", _unmapped), ("hub.", _own),
)  # fmt: skip


def rule_for(code: str | None) -> Rule:
    """The rule of a code, or of its family; an agency's own code that we do not know is its refusal."""
    if code is not None and code in RULES:
        return RULES[code]
    named = code or ""
    return next((rule for family, rule in _FAMILIES if named.startswith(family)), _refused)
