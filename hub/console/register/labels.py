"""What attributes, their values and their sources are called, and how a value is written out."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from connectors.agencies import AGENCIES
from document_flow.programmes import programmes
from hub.access.history import GIVEN
from hub.console.settings.audit import OUTCOMES, SERVICES
from hub.console.writing import day
from hub.errors import Words
from hub.programmes.case_words import CAPACITIES
from mappings.lineage import present
from mappings.places import PLACES

_FINE = GIVEN | {"unknown"}


def service_words(code: str) -> Words:
    """What was done."""
    return SERVICES.get(code) or Words(code, code)


def outcome_words(code: str) -> tuple[Words, bool]:
    """How it ended, and whether that was a refusal."""
    refused = Words(f"imtina edildi: {code}", f"refused: {code}")
    return (OUTCOMES.get(code) or (Words(code, code) if code in _FINE else refused)), code not in _FINE


KINDS: Mapping[str, Words] = {
    "person": Words("Şəxs", "Person"),
    "household": Words("Ailə", "Household"),
    "utility_account": Words("Abonent hesabı", "Utility account"),
    "idp_status": Words("Məcburi köçkün statusu", "Status of a displaced person"),
    "civil_act": Words("Vətəndaşlıq vəziyyəti aktı", "Civil act"),
    "housing_unit": Words("Ev", "Dwelling"),
    "vacancy": Words("Vakansiya", "Vacancy"),
    "job_match": Words("İşə uyğunluq", "Match with a vacancy"),
    "certificate_request": Words("Arayış müraciəti", "Request for a certificate"),
    "mandate": Words("Nümayəndəlik", "Mandate"),
    "protection": Words("Qorunan ünvan", "Protected address"),
    "permission": Words("İcazə", "Permission"),
    "acknowledgement": Words("Xidmətin təsdiqi", "Acknowledgement of a service"),
    "right": Words("Təyinat", "Right"),
    "idp_card": Words("Məcburi köçkün vəsiqəsi", "Card of a displaced person"),
    "allowance_payment": Words("Müavinət ödənişi", "Payment of the allowance"),
    "listed_family": Words("Siyahıdakı ailə", "Family of a list"),
    "allowance_entitlement": Words("Müavinət (köhnə baza)", "Allowance (old base)"),
    "survey_response": Words("Sorğu cavabı", "Answer in a survey"),
}
ATTRIBUTES: Mapping[str, Words] = {
    "fin": Words("FİN", "FIN"),
    "person_numbers": Words("Reyestr nömrəsi (FİN-siz)", "Register number (no FIN)"),
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
    "document": Words("Şəxsiyyət sənədi", "Identity document"),
    "registered_residence": Words("Qeydiyyatda olduğu yer", "Registered residence"),
    "origin_residence": Words("Əvvəlki yaşayış yeri", "Place of origin"),
    "temporary_settlement": Words("Müvəqqəti məskunlaşma", "Temporary settlement"),
    "actual_residence": Words("Faktiki yaşayış yeri", "Actual residence"),
    "household_id": Words("Ailənin nömrəsi", "Number of the household"),
    "head_fin": Words("Ailə başçısının FİN-i", "FIN of the head"),
    "status_id": Words("Statusun nömrəsi", "Number of the status"),
    "category": Words("Kateqoriyası", "Category"),
    "card_no": Words("Vəsiqənin nömrəsi", "Number of the card"),
    "origin_place": Words("Köçdüyü yer", "Place of origin"),
    "decision_no": Words("Qərarın nömrəsi", "Number of the decision"),
    "decision_date": Words("Qərarın tarixi", "Date of the decision"),
    "valid_from": Words("Qüvvədədir", "In force from"),
    "capacity": Words("Hüququ", "Capacity"),
    "representative_fin": Words("Nümayəndənin FİN-i", "FIN of the representative"),
    "institution": Words("Müəssisə", "Institution"),
    "act_authority": Words("Aktı verən", "Who gave the act"),
    "valid_until": Words("Son günü", "Last day"),
    "reason": Words("Səbəbi", "Reason"),
    "review_on": Words("Yenidən baxılacağı gün", "Day to look at it again"),
    "against_fin": Words("Kimdən qorunur, FİN", "From whom, FIN"),
    "with_fins": Words("Onunla birgə qorunanlar, FİN", "Covered with the person, FINs"),
    "programmes": Words("Proqramlar", "Programmes"),
    "acting_for": Words("Kimin adından, FİN", "On whose behalf, FIN"),
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
    "amount_since": Words("Bu məbləğ nə vaxtdan", "This sum since"),
    "debt_qepik": Words("Borc, manat", "Debt, manat"),
    "state": Words("Vəziyyəti", "State"),
    "state_since": Words("Bu vəziyyət nə vaxtdan", "In this state since"),
    "state_reason": Words("Bu vəziyyətin səbəbi", "Why in this state"),
    "state_basis": Words("Bu vəziyyətin əsası", "Basis of this state"),
    "state_decision_no": Words("Bu vəziyyətin qərarı", "Decision about this state"),
    "rests": Words("Dayandırıldığı günlər", "Days of its suspensions"),
    "act_type": Words("Aktın növü", "Kind of the act"),
    "act_number": Words("Aktın nömrəsi", "Number of the act"),
    "act_date": Words("Aktın tarixi", "Date of the act"),
    "unit_id": Words("Evin nömrəsi", "Number of the dwelling"),
    "rooms": Words("Otaq sayı", "Rooms"),
    "area_m2": Words("Sahəsi, m²", "Area, m²"),
    "dwelling": Words("Tipi", "Type"),
    "cadastral_no": Words("Kadastr nömrəsi", "Cadastral number"),
    "ready_on": Words("Hazır olduğu gün", "Ready on"),
    "vacancy_id": Words("Vakansiyanın nömrəsi", "Number of the vacancy"),
    "voen": Words("VÖEN", "VÖEN"),
    "employer": Words("İşəgötürən", "Employer"),
    "position": Words("Vəzifə", "Position"),
    "openings": Words("Yerlərin sayı", "Openings"),
    "salary_qepik": Words("Maaş, manat", "Salary, manat"),
    "since": Words("Başlayır", "Since"),
    "until": Words("Bitir", "Until"),
    "match_id": Words("Uyğunluğun nömrəsi", "Number of the match"),
    "matched_on": Words("Uyğunluq günü", "Matched on"),
    "request_id": Words("Müraciətin nömrəsi", "Number of the request"),
    "certificate_purpose": Words("Arayışın məqsədi", "Purpose of the certificate"),
    "with_family": Words("Ailə ilə birgə", "With the family"),
    "permission_id": Words("İcazənin nömrəsi", "Number of the permission"),
    "receiver": Words("Məlumatı alan", "Receiver"),
    "data_category": Words("Məlumatın növü", "Category of data"),
    "version": Words("Versiyası", "Version"),
    "notice_no": Words("Bildirişin nömrəsi", "Number of the notice"),
    "reference": Words("Qeyd nömrəsi", "Reference"),
    "acknowledged_on": Words("Təsdiq günü", "Acknowledged on"),
    "batch_id": Words("Paket", "Batch"),
    "sequence": Words("Sıra", "Number in the batch"),
    "entitlement_no": Words("Alanın nömrəsi", "Number of the recipient"),
    "survey_id": Words("Anketin nömrəsi", "Number of the form"),
    "asked_on": Words("Sorğu günü", "Asked on"),
    "intention": Words("Qayıtmaq niyyəti", "Intention to return"),
    "profession": Words("Peşəsi", "Profession"),
    "iban": Words("Hesab", "Account"),
    "payee": Words("Alan şəxs", "Payee"),
    "rate": Words("Məbləğ, adambaşı", "Rate a person"),
    "result": Words("Ödəyənin cavabı", "Answer of the payer"),
    "paid_on": Words("Ödəniş günü", "Paid on"),
    "bank_reference": Words("Ödəyənin istinadı", "Reference of the payer"),
    "list_title": Words("Siyahı", "List"),
    "number": Words("Sıra nömrəsi", "Number in the list"),
    "head": Words("Ailə başçısı", "Head of the family"),
    "members": Words("Ailə üzvləri", "Members"),
    "persons": Words("Siyahıda ailə üzvü", "Persons by the list"),
    "service": Words("Kommunal xidmət", "Service in kind"),
    "carried_from": Words("Köhnə abonent kodu", "Subscriber code before"),
    "carried_qepik": Words("Oradan keçən qalıq, manat", "Balance carried from there, manat"),
    "settlement": Words("Hansı məntəqədə", "In which settlement"),
    "origin_district": Words("Köçdüyü rayon", "District of origin"),
    "settlement_address": Words("Məskunlaşdığı yerin ünvanı", "Address of the settlement"),
    "origin_place_code": Words("Köçdüyü rayonun kodu", "Code of the district of origin"),
    "origin_village": Words("Köçdüyü kənd", "Village of origin"),
    "gas": Words("Qaz", "Gas"),
    "electricity": Words("İşıq", "Electricity"),
    "water": Words("Su", "Water"),
    "note": Words("Qeyd", "Note"),
}
VALUES: Mapping[str, Words] = {
    "id_card_old": Words("şəxsiyyət vəsiqəsi (köhnə)", "identity card (old)"),
    "id_card_new": Words("şəxsiyyət vəsiqəsi (yeni)", "identity card (new)"),
    "child_card": Words("uşağın şəxsiyyət vəsiqəsi", "child's identity card"),
    "passport": Words("pasport", "passport"),
    "birth_certificate": Words("doğum şəhadətnaməsi", "birth certificate"),
    "military_ticket": Words("hərbi bilet", "military ticket"),
    "yes": Words("hə", "yes"), "no": Words("yox", "no"), "undecided": Words("bilmir", "undecided"),
    "conditional": Words("şərtlə", "on a condition"),
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
    **CAPACITIES, "of_age": Words("yetkinlik yaşına çatıb", "came of age"),
    "capable": Words("fəaliyyət qabiliyyəti bərpa olunub", "capable again"),
    "violence": Words("məişət zorakılığı", "domestic violence"),
    "custody": Words("uşağın kiminlə yaşaması", "with whom a child lives"),
    "witness": Words("cinayət prosesi iştirakçısının qorunması", "protection in criminal proceedings"),
    "other_threat": Words("başqa təhlükə", "another threat"),
    "given_up": Words("şəxs özü imtina edib", "given up by the person"),
    "removed": Words("kənarlaşdırılıb", "removed"),
    "restored": Words("valideynlik hüququ bərpa edilib", "parental rights restored"),
    "mistake": Words("səhvən yazılıb", "written by mistake"),
    "undone": Words("xitam ləğv edilib", "the end was undone"),
    "in_force": Words("qüvvədədir", "in force"), "cancelled": Words("ləğv edilib", "cancelled"),
    "birth": Words("doğum", "birth"), "death": Words("ölüm", "death"), "marriage": Words("nikah", "marriage"),
    "divorce": Words("boşanma", "divorce"), "name_change": Words("adın dəyişdirilməsi", "change of name"),
    "individual": Words("fərdi ev", "house"),
    "yataqxana": Words("yataqxana", "dormitory"),
    "sanatoriya": Words("sanatoriya", "sanatorium"),
    "inzibati_bina": Words("inzibati bina", "office building"),
    "yarimciq_tikili": Words("yarımçıq tikili", "unfinished building"),
    "basqasinin_menzili": Words("başqasının mənzili", "flat of another"),
    "yeni_qesebe": Words("yeni qəsəbə", "new settlement"),
    "flat": Words("mənzil", "flat"),
    "listed": Words("siyahıdadır", "in the list"),
    "ended": Words("sonrakı siyahıda yoxdur", "no longer in the list"),
    "planned": Words("planda", "planned"),
    "ready": Words("hazır", "ready"),
    "reserved": Words("ehtiyatda", "reserved"),
    "allocated": Words("bölünüb", "allocated"),
    "handed_over": Words("təhvil verilib", "handed over"),
    "open": Words("açıq", "open"),
    "filled": Words("dolub", "filled"),
    "withdrawn": Words("geri götürülüb", "withdrawn"),
    "proposed": Words("təklif edilib", "proposed"),
    "accepted": Words("qəbul edib", "accepted"),
    "refused": Words("imtina edilib", "refused"),
    "hired": Words("işə götürülüb", "hired"),
    "granted": Words("verilib", "granted"),
    "closed": Words("bağlanıb", "closed"),
    "taken_in": Words("qeydə alınıb", "taken in"),
    "arranged": Words("yerləşdirilib", "arranged"),
    "asked": Words("tapşırılıb", "asked for"),
    "paid": Words("ödənilib", "paid"),
    "account_closed": Words("hesab bağlıdır", "account closed"),
    "name_mismatch": Words("ad uyğun deyil", "name differs"),
    "not_collected": Words("alınmayıb", "not collected"),
    "duplicate": Words("əvvəl ödənilib", "paid before"),
    "retry": Words("təkrar göndərilməlidir", "to be sent again"),
    "personal": Words("şəxsi", "personal"),
    "employment": Words("əmək", "employment"),
    "family": Words("ailə", "family"),
    "education": Words("təhsil", "education"),
    "transport": Words("nəqliyyat", "transport"),
    "social": Words("sosial", "social"),
    "communication": Words("rabitə", "communication"),
    "active": Words("qüvvədədir", "valid"), "lost": Words("itirilib", "lost"),
    "replaced": Words("dəyişdirilib", "replaced"), "suspended": Words("dayandırılıb", "suspended"),
    "electricity": Words("işıq", "electricity"), "gas": Words("qaz", "gas"), "water": Words("su", "water"),
    "portal": Words("portal", "portal"), "sms": Words("SMS", "SMS"),
    "delivered": Words("çatıb", "delivered"), "read": Words("oxunub", "read"), "failed": Words("çatmayıb", "failed"),
    "registered": Words("qeydə alınıb", "registered"),
    "given": Words("məlumat verilib", "told"), "not_given": Words("məlumat verilməyib", "not told"),
    "verified": Words("yoxlanılıb", "verified"), "unverified": Words("yoxlanılmayıb", "not verified"),
    "absent": Words("yoxdur", "none"),
    "child": Words("uşaq", "child"), "spouse1": Words("birinci tərəf", "first spouse"),
    "spouse2": Words("ikinci tərəf", "second spouse"), "person": Words("şəxs", "person"),
    "cancel": Words("aktın ləğvi", "cancellation of an act"),
    "cards": Words("vəsiqə bazası", "base of cards"), "allowance": Words("müavinət bazası", "base of the allowance"),
    "utilities": Words("kommunal baza", "base of utilities"), "survey": Words("sorğu bazası", "base of the survey"),
    "ownership": Words("mülkiyyət", "ownership"), "lease": Words("icarə", "lease"), "use": Words("istifadə", "use"),
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
    "committee.cards": Words("Komitənin vəsiqə bazası", "The committee's base of cards"),
    "committee.allowance": Words("Komitənin müavinət bazası", "The committee's base of the allowance"),
    "committee.utilities": Words("Komitənin kommunal bazası", "The committee's base of utilities"),
    "committee.survey": Words("Komitənin sorğu bazası", "The committee's base of the survey"),
    "committee.visit": Words("Rayon nümayəndəsinin baxışı", "Visit of a district's representative"),
    "hub": Words("Qayıdış Hub", "Qayıdış Hub"),
}
PART_LABELS: Mapping[str, Words] = {
    "type": Words("növü", "kind"), "series": Words("seriyası", "series"), "number": Words("nömrəsi", "number"),
    "issuer": Words("verən orqan", "issuer"), "issued_on": Words("verildiyi gün", "issued on"),
    "valid_until": Words("etibarlıdır", "valid until"),
    "district_code": Words("rayonun kodu", "code of the district"),
    "place_code": Words("yerin kodu", "code of the place"), "street": Words("küçə", "street"),
    "building": Words("bina", "building"), "flat": Words("mənzil", "flat"),
    "registered_on": Words("qeydiyyat günü", "registered on"),
    "place": Words("yer", "place"), "address": Words("ünvan", "address"),
    "object_type": Words("binanın növü", "kind of the building"), "since": Words("nə vaxtdan", "since"),
    "gas_supplied": Words("fərdi qaz", "gas of its own"),
}  # fmt: skip
PARTS: Mapping[str, tuple[str, ...]] = {
    "document": ("type", "series", "number", "issuer", "issued_on", "valid_until"),
    **dict.fromkeys(
        ("origin_residence", "temporary_settlement", "actual_residence"),
        ("place", "address", "object_type", "since", "gas_supplied"),
    ),
    "registered_residence": ("district_code", "place_code", "street", "building", "flat", "registered_on"),
}
_MASKED_DAY = re.compile(r"([0-9]{4})-••-••")
_MONEY = frozenset(("amount_qepik", "carried_qepik", "debt_qepik", "salary_qepik"))
_NAME_PARTS = ("surname", "given_name", "patronymic", "patronymic_suffix")


def called(table: Mapping[str, Words], code: str) -> Words:
    """The words of a code; one that is not in the table as it is."""
    return table.get(code) or Words(code, code)


def written(name: str, value: Any, *, shown: bool = True) -> Words:
    """A value as people read it. What is masked (`shown` false) stays as the mask made it."""
    if isinstance(value, Mapping) and name in PARTS:
        parts = [_part(part, str(value[part])) for part in PARTS[name] if value.get(part) not in (None, "")]
        return Words(" ".join(part.az for part in parts), " ".join(part.en for part in parts))
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
    if name == "programmes" and text in programmes():
        return programmes()[text].title
    if text in VALUES and not name.endswith("name"):
        return VALUES[text]
    return _same(_date(text) if shown else _MASKED_DAY.sub(r"••.••.\1", text))


def _part(part: str, text: str) -> Words:
    """A place that moved since is followed by what it is now."""
    if part in ("object_type", "type"):
        return called(VALUES, text)
    if part == "gas_supplied":
        said, label = VALUES[text.lower()], PART_LABELS[part]
        return Words(f"{label.az}: {said.az}", f"{label.en}: {said.en}")
    place = PLACES.at(text) if part == "place" else None
    now = [each.key for each in present(PLACES, place)] if place is not None else []
    return _same(f"{text} → {', '.join(now)}" if now not in ([], [text]) else _date(text))


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
