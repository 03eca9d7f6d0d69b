"""Why a request of SİMA's app, or an operation of ours, goes no further: values, never exceptions.

    400  sima.assignee_missing  sima.window  sima.contract_too_long             of our own operation
    400  sima.contract  sima.header_missing  sima.header_encoding  sima.too_large  sima.body  sima.type
    400  sima.algorithm  sima.data_hash  sima.data_encoding  sima.data_signature  sima.other_file
    401  sima.certificate_unreadable  sima.certificate_unknown  sima.certificate_expired  sima.certificate_use
         sima.certificate_person  sima.signature
    403  sima.assignee
    404  sima.operation
    409  sima.early  sima.answered  sima.withdrawn  sima.not_fetched
    410  sima.expired

No text repeats a certificate, a personal code or what was signed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

_LONGEST_VALUE = 40


@dataclass(frozen=True, slots=True)
class Refused:
    """A refusal with its stable code, the HTTP status to answer with, and the reason in both languages."""

    code: str
    status: int
    az: str
    en: str


_TEXTS: Final[Mapping[str, tuple[int, str, str]]] = MappingProxyType(
    {
        "sima.assignee_missing": (
            400,
            "İmza əməliyyatında imzalayan göstərilməyib; ən azı bir nəfərin FİN-ini verin.",
            "The signing operation names no signer; give the FIN of at least one person.",
        ),
        "sima.window": (
            400,
            "Əməliyyatın bitmə vaxtı başlanma vaxtından sonra olmalıdır; vaxtları düzəldin.",
            "The operation must end after it begins; correct its times.",
        ),
        "sima.contract_too_long": (
            400,
            "Müqavilə QR koda sığmır ({length} bayt, ən çoxu {most}); adları və ünvanları qısaldın.",
            "The contract does not fit into a QR code ({length} bytes, at most {most}); shorten its names and links.",
        ),
        "sima.contract": (
            400,
            "Sorğudakı müqavilə bizim verdiyimiz deyil və ya dəyişdirilib; yeni QR kod yaradın.",
            "The contract in the query was not made by us or was changed; make a new QR code.",
        ),
        "sima.header_missing": (
            400,
            "Sorğuda {header} başlığı yoxdur; sorğu SİMA tətbiqindən gəlməlidir.",
            "The request lacks the header {header}; it must come from the SİMA app.",
        ),
        "sima.header_encoding": (
            400,
            "{header} başlığı Base64 deyil və ya çox uzundur.",
            "The header {header} is no Base64 or too long.",
        ),
        "sima.too_large": (
            400,
            "Sorğu çox böyükdür: ən çoxu {most} bayt qəbul edilir.",
            "The request is too large: at most {most} bytes are accepted.",
        ),
        "sima.algorithm": (
            400,
            "İmza alqoritmi {algorithm} qəbul edilmir; yalnız {allowed} qəbul edilir.",
            "The signature algorithm {algorithm} is not accepted, only {allowed}.",
        ),
        "sima.certificate_unreadable": (
            401,
            "ts-cert başlığındakı sertifikat oxunmur (X.509 DER gözlənilir).",
            "The certificate in ts-cert cannot be read (X.509 DER is expected).",
        ),
        "sima.certificate_unknown": (
            401,
            "Sertifikatı tanınan SİMA mərkəzi verməyib; tanınan sertifikatların siyahısını yoxlayın.",
            "No pinned issuer of SİMA gave this certificate; check the list of pinned certificates.",
        ),
        "sima.certificate_expired": (
            401,
            "Sertifikatın etibarlılıq müddəti bu ana düşmür; imzalayan sertifikatını yeniləməlidir.",
            "The certificate is not valid at this moment; the signer must renew it.",
        ),
        "sima.certificate_use": (
            401,
            "Sertifikat imza üçün deyil: ən azı 256 bitlik elliptik əyri açarı olan şəxs sertifikatı lazımdır.",
            "No certificate to sign with: it must be a person's, with an elliptic curve key of at least 256 bits.",
        ),
        "sima.certificate_person": (
            401,
            "Sertifikatda şəxsin FİN-i (serialNumber) yoxdur və ya birdən çoxdur.",
            "The certificate bears no FIN of a person (serialNumber), or more than one.",
        ),
        "sima.signature": (
            401,
            "ts-sign imzası gələn baytlara uyğun deyil: sorğu yolda dəyişdirilib və ya başqası göndərib.",
            "ts-sign does not fit the bytes that came: the request was changed on its way, or another sent it.",
        ),
        "sima.body": (
            400,
            "Geri çağırışın məzmunu gözlənilən JSON deyil: {names} mətn sahələri olmalıdır.",
            "The callback's body is not the JSON expected: it must have the text members {names}.",
        ),
        "sima.operation": (
            404,
            "Belə əməliyyat yoxdur; yeni QR kod yaradın.",
            "There is no such operation; make a new QR code.",
        ),
        "sima.type": (
            400,
            "Geri çağırışdakı əməliyyat növü başladılan əməliyyatın növü ({expected}) deyil.",
            "The type in the callback is not that of the operation, {expected}.",
        ),
        "sima.early": (
            409,
            "Əməliyyatın vaxtı hələ başlamayıb; bir az sonra yenidən cəhd edin.",
            "The operation's time has not begun; try again a little later.",
        ),
        "sima.expired": (
            410,
            "Əməliyyatın vaxtı bitib; yeni QR kod yaradın.",
            "The operation's time is over; make a new QR code.",
        ),
        "sima.answered": (
            409,
            "Bu əməliyyat artıq istifadə olunub; yenidən imzalamaq üçün yeni QR kod yaradın.",
            "This operation was used already; make a new QR code to sign again.",
        ),
        "sima.withdrawn": (
            409,
            "Bu əməliyyat geri çağırılıb; sənədə yenidən baxın.",
            "This operation was withdrawn; look at the document again.",
        ),
        "sima.not_fetched": (
            409,
            "Bu sertifikatla məlumat bizdən alınmayıb; QR kodu yenidən oxudun.",
            "Nothing was fetched from us with this certificate; scan the QR code again.",
        ),
        "sima.assignee": (
            403,
            "Bu əməliyyat başqa şəxs üçün yaradılıb; onu göstərilən şəxs öz SİMA tətbiqi ilə imzalamalıdır.",
            "The operation was made for somebody else; the person named must sign it with their own SİMA app.",
        ),
        "sima.data_hash": (
            400,
            "İmzalanan məlumat bizim verdiyimiz deyil: SignedDataHash uyğun gəlmir.",
            "What was signed is not what we gave: SignedDataHash differs.",
        ),
        "sima.data_encoding": (
            400,
            "{name} sahəsi Base64 deyil.",
            "The member {name} is no Base64.",
        ),
        "sima.data_signature": (
            400,
            "DataSignature verdiyimiz məlumata və sertifikatın açarına uyğun gəlmir.",
            "DataSignature does not fit the data that we gave and the certificate's key.",
        ),
        "sima.other_file": (
            400,
            "Qayıdan fayl verdiyimiz PDF-in davamı deyil; imza onun sonuna əlavə edilməlidir.",
            "The file that came back does not continue the PDF that we gave; a signature must be appended to it.",
        ),
    }
)


def refused(code: str, **values: object) -> Refused:
    """The refusal of `sima.{code}`; `values` fill the places in its words, shortened and without control characters."""
    code = f"sima.{code}"
    status, az, en = _TEXTS[code]
    shown = {name: _shown(value) for name, value in values.items()}
    return Refused(code, status, az.format(**shown), en.format(**shown))


def _shown(value: object) -> str:
    text = str(value)
    return "".join(each if each.isprintable() else "?" for each in text[:_LONGEST_VALUE])
