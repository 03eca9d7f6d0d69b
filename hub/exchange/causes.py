"""The causes of failures in a sentence: what failed and what to do about it, by the stable code of the outcome.

A code without a sentence of its own gets that of its family (`agency.http_*`, `map.*`), so a new code is never silent.
"""

from __future__ import annotations

from connectors.agencies import AGENCIES
from hub.errors import Words

_RETRY_AZ, _RETRY_EN = "Qurum işləyəndə təkrar göndərin.", "Retry once the agency works."
_ASK_AZ = "Tətbiq olunub-olunmadığını qurumdan soruşun, sonra təkrar göndərin və ya çatdırıldığını təsdiqləyin."
_ASK_EN = "Ask the agency whether it was applied, then retry or confirm it as delivered."

CAUSES: dict[str, Words] = {
    "agency.refused": Words(
        f"Qurum bağlantını qəbul etmədi. {_RETRY_AZ}", f"The agency refused the connection. {_RETRY_EN}"
    ),
    "agency.dns": Words(
        "Qurumun ünvanı tapılmadı. HUB_AGENCIES içində ünvanı yoxlayın.",
        "The agency's address was not found. Check its url in HUB_AGENCIES.",
    ),
    "agency.address": Words(
        "Qurumun ünvanı yararsızdır. HUB_AGENCIES içində ünvanı düzəldin.",
        "The agency's address cannot be used. Mend its url in HUB_AGENCIES.",
    ),
    "agency.connect_timeout": Words(
        f"Qurumla bağlantı vaxtında qurulmadı. {_RETRY_AZ}",
        f"The connection to the agency was not made in time. {_RETRY_EN}",
    ),
    "agency.read_timeout": Words(
        f"Sorğu göndərildi, cavab vaxtında gəlmədi. {_ASK_AZ}",
        f"The call was sent and no answer came in time. {_ASK_EN}",
    ),
    "agency.total_timeout": Words(
        f"Sorğu ayrılmış vaxta sığmadı. {_ASK_AZ}", f"The call did not end within its total time. {_ASK_EN}"
    ),
    "agency.cut": Words(f"Cavab yarıda kəsildi. {_ASK_AZ}", f"The answer was cut off. {_ASK_EN}"),
    "agency.reset": Words(f"Qurum bağlantını qırdı. {_ASK_AZ}", f"The agency reset the connection. {_ASK_EN}"),
    "agency.disconnected": Words(
        f"Qurum cavab vermədən bağlantını bağladı. {_ASK_AZ}",
        f"The agency closed the connection without an answer. {_ASK_EN}",
    ),
    "agency.tls": Words(
        "TLS bağlantısı qurulmadı. Qurumun sertifikatını və protokolunu yoxlayın.",
        "The TLS connection failed. Check the agency's certificate and protocol.",
    ),
    "agency.tls_certificate": Words(
        "Qurumun sertifikatına etibar yoxdur. Müddətini və verəni yoxlayın, sonra təkrar göndərin.",
        "The agency's certificate is not trusted. Check its dates and issuer, then retry.",
    ),
    "agency.unauthorised": Words(
        "Qurum habın açarını qəbul etmədi. Qurumla açarı yeniləyin, sonra təkrar göndərin.",
        "The agency did not accept the hub's credentials. Renew them with it, then retry.",
    ),
    "agency.html": Words(
        f"Qurum məlumat əvəzinə veb səhifə qaytardı. {_ASK_AZ}",
        f"The agency answered with a web page instead of data. {_ASK_EN}",
    ),
    "agency.empty": Words(f"Qurumun cavabı boşdur. {_ASK_AZ}", f"The agency's answer is empty. {_ASK_EN}"),
    "agency.too_large": Words(
        f"Qurumun cavabı həddən böyükdür. {_ASK_AZ}", f"The agency's answer is too large. {_ASK_EN}"
    ),
    "agency.fault_client": Words(
        "Qurum sorğunu səhv sayıb rədd etdi. Uyğunlaşdırmanı düzəldin və yenidən emal edin.",
        "The agency refused the call as wrong (SOAP Client fault). Mend the mapping and reprocess.",
    ),
    "agency.fault_server": Words(
        f"Qurumun xidməti xəta verdi. {_RETRY_AZ}", f"The agency's service failed (SOAP Server fault). {_RETRY_EN}"
    ),
    "attempt.unresolved": Words(
        f"Əvvəlki cəhdin nəticəsi məlum deyil və qurumdan soruşmaq mümkün deyil. {_ASK_AZ}",
        f"An earlier attempt left no answer and the agency has no status service. {_ASK_EN}",
    ),
    "documents.sender_does_not_match": Words(
        "Göndərən tərəf zərfdəki qurumu təmsil etmir. Göndərəndən izahat istəyin və ya göndərişdən çıxarın.",
        "Who handed the document over does not speak for the body in the envelope. Ask the sender, or discard it.",
    ),
    "documents.invalid_addressee": Words(
        "Sənəd bizə ünvanlanmayıb. Göndərənə bildirin və göndərişdən çıxarın.",
        "The document is addressed to another body. Tell the sender, and discard it.",
    ),
    "documents.unknown_consignment": Words(
        "Bildiriş bizim heç bir göndərişimizə aid deyil. Göndərənlə nömrəni dəqiqləşdirin və ya göndərişdən çıxarın.",
        "The notice is about no consignment of ours. Settle the number with its sender, or discard it.",
    ),
    "documents.no_such_consignment": Words(
        "Bu göndəriş başqa quruma getmişdi; bildirişi verən qurumun ona aidiyyəti yoxdur. Göndərəndən izahat istəyin.",
        "The consignment went to another body than the one that now speaks of it. Ask the sender.",
    ),
    "nomenclature.state_secret": Words(
        "Dövlət sirri bu yolla göndərilmir. Göndərənə bildirin, sənədi məxfi kargüzarlığa versin; göndərişdən çıxarın.",
        "A state secret does not travel this way. Tell the sender to use the office for secrets, and discard it.",
    ),
    "documents.crossed": Words(
        "Bu göndəriş barədə əvvəl başqa məzmun qəbul edilib. Hansının düz olduğunu göndərənlə dəqiqləşdirin.",
        "Other content about this consignment was taken before. Settle with the sender which is right.",
    ),
    "map.cannot_write": Words(
        "Məlumat yazısında qurumun formatı üçün vacib məlumat çatmır. Mənbədə tamamlatdırın və ya məzmunu düzəldin.",
        "The record lacks what the agency's format requires. Have it completed at its source, or edit it.",
    ),
    "map.unknown_code": Words(
        "Kod cədvəldə yoxdur. Kodu cədvələ əlavə edin və yenidən emal edin.",
        "A code is not in the code table. Add it to the table and reprocess.",
    ),
    "map.future_date": Words(
        "Tarix hələ gəlməyib. Mənbədə düzəltdirin və ya məzmunu düzəldin.",
        "The date has not come yet. Have it corrected at its source, or edit it.",
    ),
    "map.ancient_date": Words(
        "Tarix çox köhnədir. Mənbədə düzəltdirin və ya məzmunu düzəldin.",
        "The date is too old. Have it corrected at its source, or edit it.",
    ),
    "map.impossible_date": Words(
        "Belə tarix ola bilməz. Mənbədə düzəltdirin və ya məzmunu düzəldin.",
        "The date is impossible. Have it corrected at its source, or edit it.",
    ),
    "map.fin_shape": Words(
        "FİN-in forması səhvdir. Mənbədən düzgün məlumat istəyin.",
        "The FIN has a wrong shape. Ask the source for a correct message.",
    ),
    "register.no_fin": Words(
        "Məlumat yazısında FİN yoxdur, reyestrə salınmır. Mənbədən FİN ilə məlumat istəyin.",
        "The record has no FIN, so the register cannot take it. Ask the source for one with it.",
    ),
    "register.no_household_id": Words(
        "Ailənin nömrəsi yoxdur. Mənbədən nömrə ilə məlumat istəyin.",
        "The household has no id. Ask the source for one with it.",
    ),
    "route.gone": Words(
        "Marşrut artıq bu ünvana aparmır. Başqa ünvana yönəldin və ya göndərişdən çıxarın.",
        "The route no longer leads to this destination. Redirect it, or discard it.",
    ),
    "route.part_gone": Words(
        "Marşrut bu hissəni artıq yaratmır. Yenidən emal edin və ya göndərişdən çıxarın.",
        "The route no longer makes this part. Reprocess it, or discard it.",
    ),
    "hub.effect_failed": Words(
        "Habın öz addımı alınmadı. Jurnaldakı yeri tərtibatçıya deyin və təkrar göndərin.",
        "The hub's own step failed. Tell the developers the place in the log, then retry.",
    ),
    "hub.too_many_hops": Words(
        "Dəyişiklik zənciri həddən uzandı və dayandırıldı. Marşrutlarda dövrəni yoxlayın.",
        "The chain of changes grew too long and was parked. Look for a loop in the routes.",
    ),
    "held": Words(
        "Göndərişdən çıxarılıb, arxasındakılar gözləyir. Hazır olanda növbəni buraxın.",
        "Discarded, and those behind it wait. Release the lane when ready.",
    ),
}
CAUSES.update((each.code, Words(*each.words)) for agency in AGENCIES for each in agency.causes if each.words)

_FAMILIES: tuple[tuple[str, Words], ...] = (
    (
        "agency.http_4",
        Words(
            "Qurum sorğunu rədd etdi. Səbəbi cavabda oxuyun, düzəldin və yenidən emal edin.",
            "The agency refused the call. Read why in its answer, mend it and reprocess.",
        ),
    ),
    ("agency.http_5", Words(f"Qurumun serveri xəta verdi. {_RETRY_AZ}", f"The agency's server failed. {_RETRY_EN}")),
    (
        "agency.contract",
        Words(
            f"Qurumun cavabı müqaviləyə uyğun deyil. {_ASK_AZ}",
            f"The agency's answer breaks its own contract. {_ASK_EN}",
        ),
    ),
    (
        "agency.fault",
        Words(
            "Qurum SOAP xətası qaytardı. Səbəbi cavabda oxuyun.",
            "The agency answered with a SOAP fault. Read why in its answer.",
        ),
    ),
    ("agency.", Words(f"Qurumla mübadilə alınmadı. {_RETRY_AZ}", f"The exchange with the agency failed. {_RETRY_EN}")),
    (
        "map.",
        Words(
            "Məlumat uyğunlaşdırılmadı. Uyğunlaşdırmanı və ya kod cədvəlini düzəldin və yenidən emal edin.",
            "The data could not be mapped. Mend the mapping or code table and reprocess.",
        ),
    ),
    (
        "route.",
        Words(
            "Marşrut dəyişib. Marşrutu yoxlayın və yenidən emal edin.", "The route has changed. Check it and reprocess."
        ),
    ),
    (
        "register.",
        Words(
            "Reyestr bu məlumat yazısını qəbul etmədi. Mənbədə düzəltdirin.",
            "The register did not take the record. Have it corrected at its source.",
        ),
    ),
    (
        "documents.",
        Words(
            "Sənəd dövriyyəsi bunu qəbul etmədi. Sənədin vəziyyətinə baxın, sonra təkrar göndərin.",
            "The document flow did not take it. Look at how the document stands, then retry.",
        ),
    ),
    (
        "registration.",
        Words(
            "Qeydiyyat nömrəsi yazılmadı. Nömrələmə vərəqini düzəldin, sonra təkrar göndərin.",
            "No registration number could be written. Mend the numbering sheet, then retry.",
        ),
    ),
    (
        "hub.",
        Words(
            "Habın öz xətası. Tərtibatçıya xəbər verin, sonra təkrar göndərin.",
            "The hub's own fault. Tell the developers, then retry.",
        ),
    ),
)
_OTHER = Words(
    "Qurum bunu qəbul etmədi. Səbəbi cavabda oxuyun; düzəldib yenidən emal edin və ya göndərişdən çıxarın.",
    "The agency did not accept this. Read why in its answer; mend and reprocess, or discard.",
)


def cause(code: str | None) -> Words:
    """The sentence for a code, or for its family."""
    if code in CAUSES:
        return CAUSES[code]
    return next((words for family, words in _FAMILIES if (code or "").startswith(family)), _OTHER)
