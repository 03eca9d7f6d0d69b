"""The causes of failures by the stable code of the outcome: what failed, on whose side, and the one thing to do.

A code without a row of its own gets that of its family (`agency.http_*`, `map.*`), so a new code is never silent.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from connectors.agencies import AGENCIES
from connectors.operations import Cause
from hub.errors import Words
from hub.exchange.explain.classes import Advice, CauseClass, Diagnosis

_SENDER, _AGENCY, _HUB, _MAPPING = CauseClass.SENDER, CauseClass.AGENCY, CauseClass.HUB, CauseClass.MAPPING


def _row(what: tuple[str, str], like: Diagnosis, then: tuple[str, str] | None = None) -> Diagnosis:
    """A row that is like another one but for what failed, and where it says so for what to do."""
    return replace(like, what=Words(*what), then=like.then if then is None else Words(*then))


_PASSING = Diagnosis(
    Words("Qurumla mübadilə alınmadı.", "The exchange with the agency failed."),
    (_AGENCY,),
    Advice.RETRY,
    Words(
        "Qurum işləyəndə təkrar göndərin: məzmun tətbiq olunmayıb.",
        "Retry once the agency works: nothing was applied.",
    ),
    lasting=False,
)
_UNSURE = Diagnosis(
    Words("Sorğu göndərilib, nəticəsi məlum deyil.", "It was sent, and its outcome is not known."),
    (_AGENCY,),
    Advice.INFORM,
    Words(
        "Tətbiq olunub-olunmadığını qurumdan soruşun; cavab gəlməyincə ikinci dəfə göndərməyin.",
        "Ask the agency whether it was applied; do not send it twice before it answers.",
    ),
    lasting=False,
    unsure=True,
)
_REFUSED = Diagnosis(
    Words("Qurum bunu qəbul etmədi.", "The agency did not accept this."),
    (_MAPPING, _AGENCY),
    Advice.INFORM,
    Words(
        "Nəyi qəbul etmədiyini qurumdan soruşun: eyni məzmun yenə rədd ediləcək.",
        "Ask the agency what it does not accept: the same content would be refused again.",
    ),
)
_WRONG_DATA = Diagnosis(
    Words("Gələn məlumat səhvdir.", "The data came wrong."),
    (_SENDER,),
    Advice.ASK_SENDER,
    Words(
        "Göndərəndən düzgün məlumat istəyin: eyni məzmun yenə alınmayacaq.",
        "Ask the sender for correct data: the same content would fail again.",
    ),
)
_WRONG_FIELD = replace(
    _WRONG_DATA,
    advice=Advice.EDIT,
    then=Words(
        "Göndərəndən soruşub məzmunu düzəldin: eyni məzmun yenə alınmayacaq.",
        "Ask the sender and edit the content: the same content would fail again.",
    ),
)
_UNMAPPED = Diagnosis(
    Words("Məlumat uyğunlaşdırılmadı.", "The data could not be mapped."),
    (_MAPPING,),
    Advice.REPROCESS,
    Words(
        "Uyğunlaşdırmanı düzəldin, sonra yenidən emal edin: təkrar göndərmək kömək etmir.",
        "Mend the mapping, then reprocess: a retry does not help.",
    ),
)
_BROKEN = Diagnosis(
    Words("Qurumun cavabı razılaşdırılmış formada deyil.", "The agency's answer is not of the agreed form."),
    (_AGENCY,),
    Advice.INFORM,
    Words(
        "Cavabı və sorğunun tətbiq olunub-olunmadığını qurumla dəqiqləşdirin.",
        "Settle with the agency what it answers, and whether the call was applied.",
    ),
    unsure=True,
)
_DOORS = Diagnosis(
    Words("Qurum habı tanımadı.", "The agency did not recognise the hub."),
    (_HUB, _AGENCY),
    Advice.INFORM,
    Words(
        "Açarı və ya sertifikatı qurumla yeniləyin: yenilənməyincə hər göndəriş rədd ediləcək.",
        "Renew the key or certificate with the agency: until then each delivery is refused.",
    ),
)
_OWN = Diagnosis(
    Words("Habın öz xətası.", "The hub's own fault."),
    (_HUB,),
    Advice.RETRY,
    Words(
        "Tərtibatçıya xəbər verin; xəta aradan qalxandan sonra təkrar göndərin.",
        "Tell the developers; once it is mended, retry.",
    ),
)
_ADDRESS = _row(
    ("Qurumun ünvanı yararsızdır.", "The agency's address cannot be used."),
    _OWN,
    ("HUB_AGENCIES içində ünvanı düzəldin, sonra təkrar göndərin.", "Mend its url in HUB_AGENCIES, then retry."),
)
_CASE = Diagnosis(
    Words("Sənəd dövriyyəsi bunu qəbul etmədi.", "The document flow did not take it."),
    (_SENDER,),
    Advice.ASK_SENDER,
    Words(
        "Göndərənlə dəqiqləşdirin: sənəd düzəlməyincə təkrar göndərmək kömək etmir.",
        "Settle it with the sender: a retry does not help until the document is right.",
    ),
)
_MOVED = Diagnosis(
    Words("Marşrut dəyişib.", "The route has changed."),
    (_HUB,),
    Advice.REPROCESS,
    Words("Yenidən emal edin: mesaj bugünkü marşrutla bölünəcək.", "Reprocess: the message is split by today's route."),
)
_REGISTER = _row(
    ("Reyestr bu məlumat yazısını qəbul etmədi.", "The register did not take the record."),
    _WRONG_DATA,
)
_REFUSED_CONTENT = replace(
    _REFUSED,
    what=Words("Qurum sorğunun məzmununu səhv sayıb rədd etdi.", "The agency refused the call's content as wrong."),
    sides=(_SENDER, _MAPPING),
    then=Words(
        "Hansı sahəni qəbul etmədiyini qurumdan soruşun: eyni məzmun yenə rədd ediləcək.",
        "Ask the agency which field it does not accept: the same content would be refused again.",
    ),
)

DIAGNOSES: dict[str, Diagnosis] = {
    "agency.refused": _row(("Qurum bağlantını qəbul etmədi.", "The agency refused the connection."), _PASSING),
    "agency.dns": _row(
        ("Qurumun ünvanı tapılmadı.", "The agency's address was not found."),
        replace(_PASSING, sides=(_HUB, _AGENCY)),
        (
            "HUB_AGENCIES içində ünvanı yoxlayın, sonra təkrar göndərin.",
            "Check its url in HUB_AGENCIES, then retry.",
        ),
    ),
    "agency.address": _ADDRESS,
    "agency.connect_timeout": _row(
        ("Qurumla bağlantı vaxtında qurulmadı.", "The connection to the agency was not made in time."), _PASSING
    ),
    "agency.read_timeout": _row(
        ("Sorğu göndərildi, cavab vaxtında gəlmədi.", "The call was sent and no answer came in time."), _UNSURE
    ),
    "agency.total_timeout": _row(
        ("Sorğu ayrılmış vaxta sığmadı.", "The call did not end within its total time."), _UNSURE
    ),
    "agency.cut": _row(("Qurumun cavabı yarıda kəsildi.", "The agency's answer was cut off."), _UNSURE),
    "agency.reset": _row(("Qurum bağlantını qırdı.", "The agency reset the connection."), _UNSURE),
    "agency.disconnected": _row(
        ("Qurum cavab vermədən bağlantını bağladı.", "The agency closed the connection without an answer."), _UNSURE
    ),
    "agency.bad_http": _row(
        ("Qurumun cavabı HTTP qaydasına uyğun deyil.", "The agency's answer is no valid HTTP."), _UNSURE
    ),
    "agency.accepted": _row(
        (
            "Qurum sorğunu aldığını deyib, nəticəsini deməyib.",
            "The agency said that it has the call, not what came of it.",
        ),
        _UNSURE,
    ),
    "agency.tls": _row(
        ("Təhlükəsiz (TLS) bağlantı qurulmadı.", "The TLS connection failed."),
        _DOORS,
        (
            "Sertifikatı və protokolu qurumla dəqiqləşdirin: o vaxta qədər heç nə göndərilə bilmir.",
            "Settle the certificate and the protocol with the agency: nothing can be sent until then.",
        ),
    ),
    "agency.tls_certificate": _row(
        ("Qurumun sertifikatına etibar yoxdur.", "The agency's certificate is not trusted."),
        _DOORS,
        (
            "Sertifikatın müddətini və verəni qurumla dəqiqləşdirin: o vaxta qədər heç nə göndərilə bilmir.",
            "Settle its dates and issuer with the agency: nothing can be sent until then.",
        ),
    ),
    "agency.unauthorised": _row(
        ("Qurum habın açarını qəbul etmədi.", "The agency did not accept the hub's credentials."), _DOORS
    ),
    "agency.name_taken": replace(
        _REFUSED,
        what=Words(
            "Qurumun qovluğunda bu adla başqa fayl var.", "Another file of this name lies in the agency's folder."
        ),
        advice=Advice.RETRY,
        then=Words(
            "Faylın nədən qaldığını qurumdan soruşun; o götürüləndən sonra təkrar göndərin.",
            "Ask the agency what that file is; once it is gone, retry.",
        ),
        lasting=False,
    ),
    "agency.html": _row(
        (
            "Qurum məlumat əvəzinə veb səhifə qaytardı.",
            "The agency answered with a web page instead of data.",
        ),
        _BROKEN,
    ),
    "agency.empty": _row(("Qurumun cavabı boşdur.", "The agency's answer is empty."), _BROKEN),
    "agency.too_large": _row(("Qurumun cavabı həddən böyükdür.", "The agency's answer is too large."), _BROKEN),
    "agency.content_type": _row(
        ("Qurumun cavabı başqa növ məzmundur.", "The agency's answer is of another content type."), _BROKEN
    ),
    "agency.content_encoding": _row(
        ("Qurumun cavabı oxuna bilən şəkildə sıxılmayıb.", "The agency's answer is packed in a way nobody agreed."),
        _BROKEN,
    ),
    "agency.fault_client": _row(
        (
            "Qurum sorğunu səhv sayıb rədd etdi (SOAP Client).",
            "The agency refused the call as wrong (SOAP Client fault).",
        ),
        _REFUSED_CONTENT,
    ),
    "agency.http_400": _REFUSED_CONTENT,
    "agency.http_422": _REFUSED_CONTENT,
    **dict.fromkeys(
        ("agency.http_425", "agency.http_429", "agency.http_503"),
        _row(("Qurum məşğul olduğunu bildirib.", "The agency said that it is busy."), _PASSING),
    ),
    **dict.fromkeys(
        ("agency.http_404", "agency.http_405", "agency.http_410"),
        _row(
            ("Qurumda bu ünvanda xidmət yoxdur.", "The agency has no service at this address."),
            replace(_REFUSED, sides=(_HUB, _AGENCY)),
            ("Xidmətin ünvanını qurumla dəqiqləşdirin.", "Settle the address of the service with the agency."),
        ),
    ),
    "agency.http_408": _row(("Qurum sorğunu vaxtında almadı.", "The agency did not get the call in time."), _UNSURE),
    "agency.fault_server": _row(
        ("Qurumun xidməti xəta verdi (SOAP Server).", "The agency's service failed (SOAP Server fault)."), _UNSURE
    ),
    **dict.fromkeys(
        ("agency.xroad_header", "agency.xroad_other_call", "agency.xroad_hash"),
        _row(
            (
                "X-Road cavabı başqa sorğunun cavabıdır və ya başlığı düzgün deyil.",
                "The answer by X-Road is that of another call, or its header is not right.",
            ),
            _BROKEN,
        ),
    ),
    "agency.security": _row(
        (
            "Qurumun cavabının imzası yoxdur və ya keçmir (WS-Security).",
            "The agency's answer has no signature, or none that holds (WS-Security).",
        ),
        _BROKEN,
    ),
    "agency.xroad_answer": _row(
        (
            "Təhlükəsizlik serveri qurumun cavabını protokola uyğun saymadı.",
            "The security server found the agency's answer to break the protocol.",
        ),
        _BROKEN,
    ),
    "agency.xroad_access": _row(
        (
            "X-Road bu xidmətə icazə vermir və ya onu tanımır.",
            "X-Road gives no access to this service, or does not know it.",
        ),
        _DOORS,
        (
            "İcazəni və xidmətin identifikatorunu qurumla dəqiqləşdirin: o vaxta qədər hər göndəriş rədd ediləcək.",
            "Settle access and the service's identifier with the agency: until then each delivery is refused.",
        ),
    ),
    "agency.xroad_message": _row(
        (
            "Təhlükəsizlik serveri sorğunu protokola uyğun saymadı.",
            "The security server found the call to break the protocol.",
        ),
        _OWN,
    ),
    "agency.xroad_not_ready": _row(
        ("Qurumun təhlükəsizlik serveri hazır deyil.", "The agency's security server is not ready."), _PASSING
    ),
    "agency.xroad_disabled": _row(
        ("Qurum xidməti X-Road-da dayandırıb.", "The agency has switched the service off in X-Road."), _PASSING
    ),
    **dict.fromkeys(
        ("agency.xroad_network", "agency.xroad_failed"),
        _row(("Təhlükəsizlik serverində xəta oldu.", "A security server failed on the way."), _UNSURE),
    ),
    "lease.lost": _row(
        (
            "Göndərən proses çox dayandı: göndəriş artıq başqasında ola bilərdi, ona görə heç nə göndərilmədi.",
            "The process that was to send it stood still for too long: another might have it, so nothing was sent.",
        ),
        _PASSING,
        (
            "Təkrar göndərin: əvvəlki cəhdin nəticəsi məlum deyilsə, qurumdan əvvəlcə o soruşulur.",
            "Retry it: where an earlier attempt left no answer, the agency is asked about that first.",
        ),
    ),
    "attempt.unresolved": _row(
        (
            "Əvvəlki cəhdin nəticəsi məlum deyil və qurumdan soruşmaq üçün xidmət yoxdur.",
            "An earlier attempt left no answer, and the agency has no status service.",
        ),
        _UNSURE,
    ),
    "documents.sender_does_not_match": _row(
        (
            "Göndərən tərəf zərfdəki qurumu təmsil etmir.",
            "Who handed the document over does not speak for the body in the envelope.",
        ),
        _CASE,
        ("Göndərəndən izahat istəyin.", "Ask the sender to explain."),
    ),
    "documents.invalid_addressee": _row(
        ("Sənəd bizə ünvanlanmayıb.", "The document is addressed to another body."),
        _CASE,
        ("Göndərənə bildirin: sənəd ünvanlandığı quruma getməlidir.", "Tell the sender: it belongs to its addressee."),
    ),
    "documents.unknown_consignment": _row(
        ("Bildiriş bizim heç bir göndərişimizə aid deyil.", "The notice is about no consignment of ours."),
        _CASE,
        ("Nömrəni göndərənlə dəqiqləşdirin.", "Settle the number with its sender."),
    ),
    "documents.no_such_consignment": _row(
        (
            "Bu göndəriş başqa quruma getmişdi; bildirişi verən qurumun ona aidiyyəti yoxdur.",
            "The consignment went to another body than the one that now speaks of it.",
        ),
        _CASE,
        ("Göndərəndən izahat istəyin.", "Ask the sender to explain."),
    ),
    "nomenclature.state_secret": _row(
        ("Dövlət sirri bu yolla göndərilmir.", "A state secret does not travel this way."),
        _CASE,
        (
            "Göndərənə bildirin, sənədi məxfi kargüzarlığa versin.",
            "Tell the sender to use the office for secrets.",
        ),
    ),
    "documents.crossed": _row(
        (
            "Bu göndəriş barədə əvvəl başqa məzmun qəbul edilib.",
            "Other content about this consignment was taken before.",
        ),
        _CASE,
        ("Hansının düz olduğunu göndərənlə dəqiqləşdirin.", "Settle with the sender which is right."),
    ),
    "map.cannot_write": _row(
        (
            "Məlumat yazısında qurumun formatı üçün vacib məlumat çatmır.",
            "The record lacks what the agency's format requires.",
        ),
        _WRONG_DATA,
        (
            "Çatışmayanı göndərəndən istəyin: eyni məzmun yenə alınmayacaq.",
            "Have the sender complete it: the same content would fail again.",
        ),
    ),
    "map.unknown_code": Diagnosis(
        Words("Kod cədvəldə yoxdur.", "The code is not in the code table."),
        (_SENDER, _MAPPING),
        Advice.MAP_CODE,
        Words(
            "Kodun mənasını göndərənlə dəqiqləşdirin və cədvələ əlavə edin: gözləyənlər onda oxunacaq.",
            "Settle with the sender what it means, and map it: what waits is read then.",
        ),
    ),
    "map.future_date": _row(("Tarix hələ gəlməyib.", "The date has not come yet."), _WRONG_FIELD),
    "map.ancient_date": _row(("Tarix çox köhnədir.", "The date is too old."), _WRONG_FIELD),
    "map.impossible_date": _row(("Təqvimdə belə tarix yoxdur.", "There is no such date."), _WRONG_FIELD),
    "map.date_shape": _row(
        ("Tarix razılaşdırılmış şəkildə deyil.", "The date is not of the agreed shape."), _WRONG_FIELD
    ),
    "map.required": _row(("Vacib sahə yoxdur.", "A required field is not there."), _WRONG_FIELD),
    "map.empty": _row(("Vacib sahə boşdur.", "A required field is empty."), _WRONG_FIELD),
    "map.mixed_alphabets": _row(
        ("Sözdə iki əlifbanın hərfləri qarışıb.", "A word mixes letters of two alphabets."), _WRONG_FIELD
    ),
    "map.control_characters": _row(
        ("Mətndə görünməyən işarələr var.", "The text holds control characters."), _WRONG_FIELD
    ),
    "map.number_shape": _row(
        ("Ədəd razılaşdırılmış şəkildə deyil.", "The number is not of the agreed shape."), _WRONG_FIELD
    ),
    "map.money_shape": _row(
        ("Məbləğ razılaşdırılmış şəkildə deyil.", "The amount is not of the agreed shape."), _WRONG_FIELD
    ),
    "map.too_long": _row(("Dəyər icazə veriləndən uzundur.", "The value is longer than allowed."), _WRONG_FIELD),
    "map.fin_shape": _row(("FİN-in forması səhvdir.", "The FIN has a wrong shape."), _WRONG_DATA),
    "map.hash_differs": _row(
        ("Faylın heş göstəricisi məzmununa uyğun deyil.", "The file's hash does not fit its content."), _WRONG_DATA
    ),
    "map.size_differs": _row(
        ("Faylın ölçüsü bildirilən ölçüyə uyğun deyil.", "The file's size is not the one that was named."), _WRONG_DATA
    ),
    "file.rows_refused": _row(
        ("Faylın sətirlərinin çoxu və ya hamısı səhvdir.", "Most rows of the file, or all, are wrong."),
        _WRONG_DATA,
        (
            "Cavab faylını göndərənə çatdırın: düzəldilmiş fayl növbəti nömrə ilə göndərilir.",
            "See that the sender has the reply: the corrected file comes under the next number.",
        ),
    ),
    "file.superseded": _row(
        ("Daha yeni fayl bunu bütünlüklə əvəz edib.", "A newer file has superseded this one wholly."),
        _WRONG_DATA,
        (
            "Hansı faylın sayıldığını göndərənlə dəqiqləşdirin; yenisinin adı səhvdirsə, versiyasını qaldırın.",
            "Settle with the sender which file counts; where the newer one's name is wrong, lift its version.",
        ),
    ),
    "register.no_fin": _row(
        ("Məlumat yazısında FİN yoxdur, reyestrə salınmır.", "The record has no FIN, so the register cannot take it."),
        _WRONG_DATA,
    ),
    "register.no_household_id": _row(
        ("Ailənin nömrəsi yoxdur, reyestrə salınmır.", "The household has no id, so the register cannot take it."),
        _WRONG_DATA,
    ),
    "register.left_out": _row(
        (
            "Siyahının bu faylında əvvəlkilərdə olan ailələr yoxdur; onlar bitmiş sayıldı, silinmədi.",
            "This file of the list leaves out families of earlier ones; they count as ended, none was deleted.",
        ),
        _WRONG_DATA,
        (
            "Səhvən buraxılıbsa, tam siyahını yenidən istəyin: adı çəkilən ailə yenə siyahıda sayılır.",
            "Where they were left out by mistake, ask for the whole list again: who is named is listed again.",
        ),
    ),
    "register.other_payment": _row(
        (
            "Bu paket və sıra ilə başqa ödəniş artıq məlumdur.",
            "Another payment is known under this batch and number.",
        ),
        _WRONG_DATA,
        (
            "Hansı ödənişin nəzərdə tutulduğunu göndərənlə dəqiqləşdirin: eyni nömrə başqa ödənişə verilməməlidir.",
            "Settle with the sender which payment is meant: a number must not be given to another one.",
        ),
    ),
    "register.paid_and_refused": _row(
        (
            "Bank əvvəl ödənildiyini bildirdiyi ödənişdən indi imtina edir.",
            "The bank refuses a payment that it had said was paid.",
        ),
        _WRONG_DATA,
        ("Hansı cavabın doğru olduğunu bankdan soruşun.", "Ask the bank which of its answers is right."),
    ),
    "route.gone": Diagnosis(
        Words("Marşrut artıq bu ünvana aparmır.", "The route no longer leads to this destination."),
        (_HUB,),
        Advice.REDIRECT,
        Words(
            "Başqa ünvana yönəldin: eyni ünvana göndərmək mümkün deyil.",
            "Redirect it: it cannot be sent to the same place again.",
        ),
    ),
    "route.part_gone": _row(("Marşrut bu hissəni artıq yaratmır.", "The route no longer makes this part."), _MOVED),
    "hub.effect_failed": _row(
        ("Habın öz addımı alınmadı.", "The hub's own step failed."),
        _OWN,
        (
            "Jurnaldakı yeri tərtibatçıya deyin; xəta aradan qalxandan sonra təkrar göndərin.",
            "Tell the developers the place in the log; once it is mended, retry.",
        ),
    ),
    "hub.too_many_hops": Diagnosis(
        Words(
            "Dəyişikliklər bir-birini doğurub: zəncir həddən uzandı və dayandırıldı.",
            "Changes caused each other: the chain grew too long and was parked.",
        ),
        (_HUB,),
        Advice.DISCARD,
        Words(
            "Göndərişdən çıxarın; marşrutlardakı dövrə aradan qalxmayınca bu təkrarlanacaq.",
            "Discard it; until the loop in the routes is gone it will come again.",
        ),
    ),
    "held": Diagnosis(
        Words("Göndərişdən çıxarılıb, arxasındakılar gözləyir.", "It was taken out, and those behind it wait."),
        (_HUB,),
        Advice.DISCARD,
        Words("Hazır olanda növbəni buraxın.", "Release the lane when you are ready."),
    ),
}
_BY_SIDE: Mapping[str, Diagnosis] = {
    "sender": _WRONG_DATA, "agency": _REFUSED, "hub": _OWN, "mapping": _UNMAPPED, "contract": _BROKEN,
}  # fmt: skip
_SIDES: Mapping[str, CauseClass] = {
    "sender": _SENDER, "agency": _AGENCY, "hub": _HUB, "mapping": _MAPPING, "contract": _AGENCY,
}  # fmt: skip


def _of_agency(said: Cause) -> Diagnosis:
    """What a manifest says of one of its agency's codes."""
    like = _PASSING if said.passes else _BY_SIDE[said.where[0]]
    sides = like.sides if said.where == ("agency",) else tuple(_SIDES[each] for each in said.where)
    row = replace(like, sides=sides)
    return row if said.words is None else _row(said.words, row, said.then)


DIAGNOSES.update((each.code, _of_agency(each)) for agency in AGENCIES for each in agency.causes)

_FAMILIES: tuple[tuple[str, Diagnosis], ...] = (
    ("agency.http_4", _row(("Qurum sorğunu rədd etdi.", "The agency refused the call."), _REFUSED)),
    ("agency.http_5", _row(("Qurumun serveri xəta verdi.", "The agency's server failed."), _UNSURE)),
    (
        "agency.contract",
        _row(("Qurumun cavabı müqaviləyə uyğun deyil.", "The agency's answer breaks its own contract."), _BROKEN),
    ),
    ("agency.fault", _row(("Qurum SOAP xətası qaytardı.", "The agency answered with a SOAP fault."), _REFUSED)),
    ("agency.http_", _row(("Qurumun cavabı razılaşdırılmayıb.", "The agency's answer was not agreed."), _BROKEN)),
    ("agency.", _PASSING),
    ("map.", _UNMAPPED),
    ("connector.", _UNMAPPED),
    ("row.", _WRONG_DATA),
    ("file.", _WRONG_DATA),
    ("route.", _MOVED),
    ("register.", _REGISTER),
    ("documents.", _CASE),
    (
        "registration.",
        _row(
            ("Qeydiyyat nömrəsi yazılmadı.", "No registration number could be written."),
            _OWN,
            ("Nömrələmə vərəqini düzəldin, sonra təkrar göndərin.", "Mend the numbering sheet, then retry."),
        ),
    ),
    ("hub.", _OWN),
)


def diagnosis(code: str | None) -> Diagnosis:
    """What the code says, or its family; an agency's own code that we do not know is its refusal."""
    named = code or ""
    if named in DIAGNOSES:
        return DIAGNOSES[named]
    return next((row for family, row in _FAMILIES if named.startswith(family)), _REFUSED)


def is_code(text: str) -> bool:
    """Whether it is an error's code as the hub writes them."""
    return text in DIAGNOSES or ("." in text and any(text.startswith(family) for family, _row in _FAMILIES))


def cause(code: str | None) -> Words:
    """What failed and what to do, in two sentences."""
    return diagnosis(code).words
