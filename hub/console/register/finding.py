"""Finding by a personal value: posted, never in an address; what was looked for is in the access history as a hash."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from connectors.agencies import AGENCIES
from hub.access.purposes import OF_PROTECTED, OF_REGISTER
from hub.access.rights import Right
from hub.console.viewer import Form, Viewer, lacking
from hub.errors import Forbidden, Words
from hub.register.looking import MOST_NAMES_AN_HOUR, Purpose
from hub.register.names import MOST_WORDS, NameQuery, read_query
from hub.web.register_scope import outside_scope
from mappings.identity import FinRefused, read_code
from routes.usage import usage_rules

_LONGEST_BASIS = 200


def may_open(who: Viewer) -> Words | None:
    """Why the register stays closed to somebody, None where it opens. Auditors see it masked."""
    if who.at_agency or not (who.may(Right.REGISTER) or who.may(Right.AUDIT)):
        return lacking(Right.REGISTER)
    return outside_scope(who.person)


def must_open(who: Viewer, subject: str) -> None:
    """Forbidden with the reason, and a line in the log of decisions either way. `subject` is no personal value."""
    who.need(Right.AUDIT if who.may(Right.AUDIT) and not who.may(Right.REGISTER) else Right.REGISTER, subject)
    closed = may_open(who)
    if closed is not None:
        raise Forbidden("register.scope", closed)


def purposes_for(who: Viewer) -> Mapping[str, Words]:
    """What they may look at a person for: at a protected address who has the right to it."""
    return OF_PROTECTED if who.may(Right.PROTECTED) else OF_REGISTER


def purpose_of(who: Viewer, code: str, legal_basis: str) -> tuple[Purpose, dict[str, Words]]:
    """What was filled in, and what is wrong with it by field."""
    wrong: dict[str, Words] = {}
    if code not in purposes_for(who):
        wrong["purpose"] = Words("Məqsədi seçin.", "Choose the purpose.")
    elif code in usage_rules().held:
        wrong["purpose"] = _NOT_ALONE
    if not 3 <= len(legal_basis) <= _LONGEST_BASIS:
        wrong["legal_basis"] = _NO_BASIS
    return Purpose(code, legal_basis), wrong


TOO_OFTEN = Words(
    f"Bir saatda ən çoxu {MOST_NAMES_AN_HOUR} ad axtarışı olur. FİN ilə axtarın, yaxud bir qədər sonra davam edin.",
    f"At most {MOST_NAMES_AN_HOUR} names are looked for within an hour. Search by FIN, or go on later.",
)
_NOT_ALONE = Words(
    "Bu məqsədlə baxış şəxsdən aylarla gizlədilir, ona görə bir nəfər onu tək edə bilməz. Sorğunu iş nömrəsi ilə, "
    "qurumun bu məqsəd üçün iki inzibatçının verdiyi hüququ ilə göndərin; şəxsə dərhal bildirilən baxış üçün başqa "
    "məqsəd seçin.",
    "A look for this purpose is kept from the person for months, so nobody takes it alone. Ask with the case number, "
    "under a party's right for this purpose, which two administrators gave; for a look that is told at once choose "
    "another.",
)
_NO_BASIS = Words(
    "Hüquqi əsası göstərin: aktın adı, maddəsi (3–200 simvol).",
    "Name the legal basis: the act and its article (3 to 200 characters).",
)


KINDS: Mapping[str, Words] = {
    "fin": Words("FİN və ya reyestr nömrəsi", "FIN or register number"),
    "name": Words("Ad, soyad", "Name"),
    "household": Words("Ailənin nömrəsi", "Number of the household"),
    **{agency.name: Words(*agency.account_title) for agency in AGENCIES if agency.account_title},
}
_LONGEST = 80


@dataclass(frozen=True, slots=True)
class SearchedValue:
    """What is looked for: the key's kind and value as the register writes them, a name, or why that cannot be."""

    kind: str
    typed: str
    key: tuple[str, str] | None = None
    wrong: Words | None = None
    name: NameQuery | None = None


def wanted_of(form: Form) -> SearchedValue:
    """What the form asks for."""
    kind, typed = form.text("kind", "fin"), form.text("value")
    if kind not in KINDS:
        return SearchedValue("fin", typed, wrong=_CHOOSE)
    if not typed or len(typed) > _LONGEST:
        return SearchedValue(kind, typed[:_LONGEST], wrong=_EMPTY)
    if kind == "name":
        name = read_query(typed)
        return SearchedValue(kind, typed, wrong=None if name else _NO_NAME, name=name)
    if kind == "household":
        return SearchedValue(kind, typed, ("household", typed.upper()))
    if kind != "fin":
        return SearchedValue(kind, typed, ("account", f"{kind}:{typed}"))
    fin = read_code(typed)
    if isinstance(fin, FinRefused):
        return SearchedValue(kind, typed, wrong=_fin_words(fin.suggestion))
    return SearchedValue(kind, typed, ("fin", fin))


def _fin_words(suggestion: str | None) -> Words:
    az = "FİN 7 simvoldan ibarətdir: rəqəmlər və I, O istisna olmaqla ingilis hərfləri."
    en = "A FIN has 7 characters: digits and English letters except I and O."
    if suggestion is None:
        return Words(az, en)
    return Words(f"{az} Bəlkə, {suggestion} nəzərdə tutulub.", f"{en} Perhaps {suggestion} is meant.")


_CHOOSE = Words("Nə üzrə axtardığınızı seçin.", "Choose what to look for.")
_EMPTY = Words("Dəyəri yazın (80 simvoladək).", "Type a value of up to 80 characters.")
_NO_NAME = Words(
    f"Ən azı iki hərfli bir söz, ən çoxu {MOST_WORDS} söz yazın: soyad, ad, ata adı, istəsəniz doğum ili.",
    f"Type one to {MOST_WORDS} words of two letters or more: surname, name, patronymic, a year of birth if you like.",
)
