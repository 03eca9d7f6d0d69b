"""What attributes, their values and their sources are called, and how a value is written out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from connectors.agencies import AGENCIES
from hub.console.settings.audit import SERVICES
from hub.console.writing import day
from hub.errors import Words

_OUTCOMES: Mapping[str, Words] = {
    "answered": Words("cavab verildi", "answered"),
    "found": Words("tapıldı", "found"),
    "unknown": Words("tapılmadı", "not found"),
    "shown": Words("göstərildi", "shown"),
    "interrupted": Words("yarımçıq qaldı", "interrupted"),
    "register.scope": Words("imtina edildi: rayon yoxlanıla bilmir", "refused: the district cannot be checked"),
}
_FINE = frozenset(("answered", "found", "unknown", "shown", "interrupted", "ok"))


def service_words(code: str) -> Words:
    """What was done."""
    return SERVICES.get(code) or Words(code, code)


def outcome_words(code: str) -> tuple[Words, bool]:
    """How it ended, and whether that was a refusal."""
    refused = Words(f"imtina edildi: {code}", f"refused: {code}")
    return (_OUTCOMES.get(code) or (Words(code, code) if code in _FINE else refused)), code not in _FINE


KINDS: Mapping[str, Words] = {
    "person": Words("Şəxs", "Person"),
    "household": Words("Ailə", "Household"),
    "utility_account": Words("Abonent hesabı", "Utility account"),
    "idp_status": Words("Məcburi köçkün statusu", "Status of a displaced person"),
    "civil_act": Words("Vətəndaşlıq vəziyyəti aktı", "Civil act"),
}
ATTRIBUTES: Mapping[str, Words] = {
    "fin": Words("FİN", "FIN"),
    "surname": Words("Soyadı", "Surname"),
    "given_name": Words("Adı", "Given name"),
    "patronymic": Words("Atasının adı", "Patronymic"),
    "patronymic_suffix": Words("Oğlu və ya qızı", "Suffix of the patronymic"),
    "sex": Words("Cinsi", "Sex"),
    "birth_date": Words("Doğum tarixi", "Date of birth"),
    "birth_place": Words("Doğulduğu yer", "Place of birth"),
    "citizenship": Words("Vətəndaşlığı", "Citizenship"),
    "vital_status": Words("Həyatda olması", "Alive or deceased"),
    "death_date": Words("Vəfat tarixi", "Date of death"),
    "marital_status": Words("Ailə vəziyyəti", "Marital status"),
    "spouse_fin": Words("Ər və ya arvadının FİN-i", "FIN of the spouse"),
    "mother_fin": Words("Anasının FİN-i", "FIN of the mother"),
    "father_fin": Words("Atasının FİN-i", "FIN of the father"),
    "previous_names": Words("Əvvəlki adları", "Previous names"),
    "household_id": Words("Ailənin nömrəsi", "Number of the household"),
    "head_fin": Words("Ailə başçısının FİN-i", "FIN of the head"),
    "status_id": Words("Statusun nömrəsi", "Number of the status"),
    "category": Words("Kateqoriyası", "Category"),
    "card_no": Words("Vəsiqənin nömrəsi", "Number of the card"),
    "origin_place": Words("Köçdüyü yer", "Place of origin"),
    "decision_no": Words("Qərarın nömrəsi", "Number of the decision"),
    "decision_date": Words("Qərarın tarixi", "Date of the decision"),
    "valid_from": Words("Qüvvədədir", "In force from"),
    "ended_on": Words("Bitib", "Ended on"),
    "end_reason": Words("Bitmə səbəbi", "Why it ended"),
    "provider": Words("Xidmət", "Utility"),
    "subscriber_code": Words("Abonent kodu", "Subscriber code"),
    "meter_no": Words("Sayğacın nömrəsi", "Number of the meter"),
    "holder_name": Words("Abonentin adı", "Name of the subscriber"),
    "holder": Words("Abonent", "Subscriber"),
    "idp_group": Words("Məcburi köçkün güzəşti", "Relief of displaced persons"),
    "persons_registered": Words("Qeydiyyatda olanlar", "Persons registered"),
    "limit_kwh": Words("Limit, kVt·saat", "Limit, kWh"),
    "place_text": Words("Yer", "Place"),
    "place_code": Words("Yerin kodu", "Code of the place"),
    "address": Words("Ünvan", "Address"),
    "period": Words("Ay", "Month"),
    "initial_reading": Words("İlkin göstərici", "Initial reading"),
    "final_reading": Words("Son göstərici", "Final reading"),
    "consumption_kwh": Words("Sərfiyyat, kVt·saat", "Consumption, kWh"),
    "amount_qepik": Words("Hesablanıb, manat", "Charged, manat"),
    "debt_qepik": Words("Borc, manat", "Debt, manat"),
    "state": Words("Vəziyyəti", "State"),
    "act_type": Words("Aktın növü", "Kind of the act"),
    "act_number": Words("Aktın nömrəsi", "Number of the act"),
    "act_date": Words("Aktın tarixi", "Date of the act"),
}
VALUES: Mapping[str, Words] = {
    "male": Words("kişi", "male"), "female": Words("qadın", "female"),
    "oglu": Words("oğlu", "son of"), "qizi": Words("qızı", "daughter of"),
    "alive": Words("sağdır", "alive"), "deceased": Words("vəfat edib", "deceased"),
    "single": Words("subay", "single"), "married": Words("evli", "married"),
    "divorced": Words("boşanıb", "divorced"), "widowed": Words("dul", "widowed"),
    **{agency.name: Words(*agency.title) for agency in AGENCIES if agency.account_title},
    "idp": Words("məcburi köçkün", "displaced person"),
    "equated": Words("məcburi köçkünə bərabər tutulan", "equated with displaced persons"),
    "refugee": Words("qaçqın", "refugee"),
    "returned": Words("qayıdıb", "returned"), "refused_housing": Words("mənzildən imtina edib", "refused housing"),
    "revoked": Words("ləğv edilib", "revoked"), "law": Words("qanunla", "by law"),
    "in_force": Words("qüvvədədir", "in force"), "cancelled": Words("ləğv edilib", "cancelled"),
    "birth": Words("doğum", "birth"), "death": Words("ölüm", "death"), "marriage": Words("nikah", "marriage"),
    "divorce": Words("boşanma", "divorce"), "name_change": Words("adın dəyişdirilməsi", "change of name"),
    "true": Words("bəli", "yes"), "false": Words("xeyr", "no"),
}  # fmt: skip
RELATIONS: Mapping[str, Words] = {
    "head": Words("ailə başçısı", "head"), "spouse": Words("ər və ya arvad", "spouse"),
    "son": Words("oğul", "son"), "daughter": Words("qız", "daughter"),
    "father": Words("ata", "father"), "mother": Words("ana", "mother"),
    "brother": Words("qardaş", "brother"), "sister": Words("bacı", "sister"),
    "grandfather": Words("baba", "grandfather"), "grandmother": Words("nənə", "grandmother"),
    "grandchild": Words("nəvə", "grandchild"), "daughter_in_law": Words("gəlin", "daughter-in-law"),
    "other": Words("digər", "other"),
}  # fmt: skip
PARTIES: Mapping[str, Words] = {
    **{agency.name: Words(*(agency.full_title or agency.title)) for agency in AGENCIES},
    "committee": Words("Dövlət Komitəsi", "State Committee"),
    "hub": Words("Qayıdış Hub", "Qayıdış Hub"),
}
_MONEY = frozenset(("amount_qepik", "debt_qepik"))
_NAME_PARTS = ("surname", "given_name", "patronymic", "patronymic_suffix")


def called(table: Mapping[str, Words], code: str) -> Words:
    """The words of a code; one that is not in the table as it is."""
    return table.get(code) or Words(code, code)


def written(name: str, value: Any, *, shown: bool = True) -> Words:
    """A value as people read it. What is masked (`shown` false) stays as the mask made it."""
    if isinstance(value, Mapping):
        return Words(_name_of(value, "az"), _name_of(value, "en"))
    if isinstance(value, list | tuple):
        parts = [written(name, each, shown=shown) for each in value]
        return Words("; ".join(part.az for part in parts), "; ".join(part.en for part in parts))
    if isinstance(value, bool):
        return VALUES["true" if value else "false"]
    if name in _MONEY and shown:
        return _same(f"{int(value) / 100:.2f}".replace(".", ","))
    text = str(value)
    if text in VALUES and not name.endswith("name"):
        return VALUES[text]
    return _same(_date(text) if shown else text)


def full_name(attributes: Mapping[str, Any]) -> Words:
    """Surname, given name, patronymic with its suffix; empty where nothing of it is known."""
    return Words(_name_of(attributes, "az"), _name_of(attributes, "en"))


def _name_of(attributes: Mapping[str, Any], lang: str) -> str:
    suffix = attributes.get("patronymic_suffix")
    ending = {"oglu": "oğlu", "qizi": "qızı"}.get(str(suffix), "")
    parts = [str(attributes[name]) for name in _NAME_PARTS[:3] if attributes.get(name)]
    until = attributes.get("until")
    if until:
        parts.append(f"({_date(str(until))} {'tarixinədək' if lang == 'az' else 'and before'})")
    return " ".join([*parts, ending] if ending and len(parts) > 2 and not until else parts)


def _date(text: str) -> str:
    whole = len(text) == 10 and text[4] == text[7] == "-" and text.replace("-", "").isdigit()
    return day(text) if whole else text


def _same(text: str) -> Words:
    return Words(text, text)
