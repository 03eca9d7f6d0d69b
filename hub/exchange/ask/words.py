"""The names of a dossier's fields, values and reasons in both languages; codes are for programs."""

from __future__ import annotations

from collections.abc import Mapping

from hub.errors import Lang, Words
from hub.exchange.ask.reasons import Reason

REASONS: Mapping[str, Words] = {
    Reason.LATE: Words("vaxtında cavab vermədi", "did not answer in time"),
    Reason.DOWN: Words("əlçatan deyil", "cannot be reached"),
    Reason.REFUSED: Words("cavab verməkdən imtina etdi", "refused to answer"),
    Reason.NOT_PERMITTED: Words("bu məqsədlə icazə yoxdur, soruşulmadı", "not permitted for this purpose, not asked"),
    Reason.NOT_HELD: Words("məlumat yoxdur", "holds nothing"),
    Reason.NOT_TOLD: Words(
        "sorğuya cavab vermir, reyestrə göndərdiyi fayllarda bu şəxs yoxdur",
        "answers no questions, and its files have told the register nothing of this person",
    ),
    Reason.NO_SOURCE: Words("bu suala cavab verən qurum yoxdur", "no agency answers this question"),
    Reason.NO_FIN: Words("şəxsin FİN-i yoxdur, soruşula bilmir", "the person has no FIN, so it cannot be asked"),
    Reason.UNREADABLE: Words("cavabı razılaşmaya uyğun deyil", "did not answer as agreed"),
}
FIELDS: Mapping[str, Words] = {
    "surname": Words("Soyad", "Surname"),
    "given_name": Words("Ad", "Given name"),
    "patronymic": Words("Ata adı", "Father's name"),
    "patronymic_suffix": Words("oğlu / qızı", "oğlu / qızı"),
    "fin_state": Words("FİN-in vəziyyəti", "State of the FIN"),
    "sex": Words("Cins", "Sex"),
    "birth_date": Words("Doğum tarixi", "Birth date"),
    "birth_place": Words("Doğum yeri", "Birth place"),
    "vital_status": Words("Həyatda olması", "Vital status"),
    "document": Words("Sənəd", "Document"),
    "registered_residence": Words("Qeydiyyat ünvanı", "Registered residence"),
    "origin_residence": Words("Əvvəlki yaşayış yeri", "Place of origin"),
    "temporary_settlement": Words("Müvəqqəti məskunlaşma", "Temporary settlement"),
    "actual_residence": Words("Faktiki yaşayış yeri", "Actual residence"),
    "marital_status": Words("Ailə vəziyyəti", "Marital status"),
    "relatives": Words("Ailə üzvləri", "Relatives"),
    "disability": Words("Əlillik", "Disability"),
    "martyr_family": Words("Şəhid ailəsi", "Martyr's family"),
    "pensions": Words("Pensiyalar", "Pensions"),
    "employments": Words("İş yerləri", "Employments"),
    "voen": Words("VÖEN", "VÖEN"),
    "incomes": Words("Gəlirlər (qəpik)", "Incomes (qəpik)"),
    "extract_no": Words("Çıxarışın nömrəsi", "Number of the extract"),
    "extract_sha256": Words("Çıxarışın SHA-256-sı", "SHA-256 of the extract"),
    "electricity": Words("Elektrik abonentliyi", "Electricity"),
    "gas": Words("Qaz abonentliyi", "Gas"),
    "water": Words("Su abonentliyi", "Water"),
    "property_rights": Words("Əmlak hüquqları", "Rights to property"),
}
_VALUES: Mapping[str, Words] = {
    "male": Words("kişi", "male"),
    "female": Words("qadın", "female"),
    "alive": Words("sağ", "alive"),
    "deceased": Words("vəfat edib", "deceased"),
    "verified": Words("təsdiqlənib", "verified"),
    "oglu": Words("oğlu", "oğlu"),
    "qizi": Words("qızı", "qızı"),
    "single": Words("subay", "single"),
    "married": Words("evli", "married"),
    "divorced": Words("boşanmış", "divorced"),
    "widowed": Words("dul", "widowed"),
    "spouse": Words("həyat yoldaşı", "spouse"),
    "child": Words("övlad", "child"),
    "mother": Words("ana", "mother"),
    "father": Words("ata", "father"),
    "ownership": Words("mülkiyyət", "ownership"),
    "lease": Words("icarə", "lease"),
    "use": Words("istifadə", "use"),
}
_NONE = Words("yoxdur", "none")
_YES, _NO = Words("bəli", "yes"), Words("xeyr", "no")


def field_name(name: str, lang: Lang) -> str:
    """What a field is called."""
    return FIELDS[name].say(lang) if name in FIELDS else name


def value_text(value: object, lang: Lang) -> str:
    """A value of a dossier as people read it: parts of an object by " · ", members of a list by "; "."""
    match value:
        case bool():
            return (_YES if value else _NO).say(lang)
        case list():
            return "; ".join(value_text(each, lang) for each in value) or _NONE.say(lang)
        case dict():
            return " · ".join(value_text(each, lang) for each in value.values())
        case str() if value in _VALUES:
            return _VALUES[value].say(lang)
        case _:
            return str(value)
