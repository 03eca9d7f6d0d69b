"""Why a command about a document is refused, in both languages."""

from __future__ import annotations

from document_flow.outcome import Refusal, Why
from document_flow.words import Words


def _refusal(code: str, why: Why, az: str, en: str) -> Refusal:
    return Refusal(f"documents.{code}", Words(az, en), why)


NOT_BEGUN = _refusal("unknown", "state", "Belə sənəd yoxdur.", "There is no such document.")
ALREADY_BEGUN = _refusal("exists", "state", "Bu sənəd artıq var.", "This document exists already.")
CLOSED = _refusal(
    "closed",
    "state",
    "Sənəd işə tikilib, imtina edilib və ya məhv edilib; onunla daha heç nə edilmir.",
    "The document is in its file, refused or destroyed; nothing more is done with it.",
)
APPEAL_KIND = _refusal(
    "appeal_kind",
    "invalid",
    "Müraciətin növü (təklif, ərizə, şikayət) yalnız vətəndaş müraciətində və mütləq göstərilir.",
    "The kind of an appeal (proposal, application, complaint) is given for a citizen's appeal, and only there.",
)
NOT_THE_AUTHOR = _refusal(
    "not_the_author",
    "forbidden",
    "Bunu yalnız sənədin müəllifi edə bilər.",
    "Only the author of the document may do this.",
)
CONCERNED = _refusal(
    "concerned",
    "forbidden",
    "Şikayət bu vəzifəli şəxs haqqındadır; o, sənədlə məşğul olmur.",
    "The complaint is about this official, who has no part in handling it.",
)
APPLICANT = _refusal(
    "applicant",
    "invalid",
    "Müraciət edənin adı (anonim deyilsə) və imzalayanların sayı (ən azı 1) göstərilməlidir.",
    "Name who appeals, unless it is anonymous, and how many signed: at least 1.",
)
NOT_AN_APPEAL = _refusal(
    "not_an_appeal",
    "state",
    "Bu, yalnız qeydə alınmış vətəndaş müraciəti ilə edilir.",
    "This is done with a registered appeal only.",
)
NOTHING_TO_TELL = _refusal(
    "nothing_to_tell",
    "state",
    "Müraciət başqa quruma göndərilməyib və ya vətəndaşa artıq məlumat verilib.",
    "The appeal was not forwarded, or the citizen was told already, or is not known.",
)
NO_STAND_IN = _refusal(
    "no_stand_in",
    "forbidden",
    "Bu gün həmin vəzifəli şəxsin əvəzinə bu növ sənəd üzrə hərəkət edə bilməzsiniz.",
    "You may not act for that official on this kind of document today.",
)
NOTHING_TO_READ = _refusal(
    "nothing_to_read",
    "state",
    "Bu sənəd sizə məlumat üçün verilməyib və ya onunla artıq tanış olmusunuz.",
    "The document was not given to you for information, or you have noted it already.",
)
SAME_PERSON = _refusal(
    "same_person",
    "invalid",
    "İşləri təhvil verən və qəbul edən eyni şəxs ola bilməz, akt nömrəsi və səbəb isə yazılmalıdır.",
    "Who hands over and who receives are two people; the act's number and the reason are written down.",
)
RECEIVER = _refusal(
    "receiver",
    "invalid",
    "İşləri qəbul edən tanınmır, artıq işləmir və ya şikayət onun haqqındadır.",
    "Who is to receive is not known, has left, or is the one whom the complaint is about.",
)
NOTHING_TO_HAND_OVER = _refusal(
    "nothing_to_hand_over",
    "state",
    "Bu sənəddə təhvil veriləcək iş yoxdur.",
    "There is nothing to hand over in this document.",
)
ACT_DIFFERS = _refusal(
    "act_differs",
    "stale",
    "Akt indiki vəziyyəti göstərmir: sənəddə dəyişiklik olub. Aktı yenidən tərtib edin.",
    "The act does not say how things stand: the document has changed. Draw it up anew.",
)
ON_HOLD = _refusal(
    "on_hold",
    "state",
    "Sənəd hüquqi saxlamadadır: hüquqşünas onu buraxmayınca məhv edilmir.",
    "The document is under a legal hold: it is not destroyed until a lawyer releases it.",
)
NOT_ON_HOLD = _refusal(
    "not_on_hold",
    "state",
    "Sənəd hüquqi saxlamada deyil.",
    "The document is not under a legal hold.",
)
NEEDS_REASON = _refusal(
    "needs_reason",
    "invalid",
    "Səbəbi yazılmalıdır.",
    "Write down the reason.",
)
REGISTERED_STAYS = _refusal(
    "registered_stays",
    "state",
    "Qeydə alınmış sənədin mətni dəyişmir; yeni sənəd yaradıb bununla əlaqələndirin.",
    "What is registered is not changed; make a new document and link it.",
)
APPROVED_STAYS = _refusal(
    "approved_stays",
    "state",
    "Təsdiqlənmiş və ya imzalanmış sənədin mətni dəyişmir.",
    "What is approved or signed is not changed.",
)
OTHER_CONTENT = _refusal(
    "other_content",
    "stale",
    "Göndərilən mətn sənədin indiki mətni deyil.",
    "What is submitted is not the present content.",
)
ONE_MAIN_FILE = _refusal(
    "one_main_file",
    "invalid",
    "Fayllardan düz biri əsas fayl olmalıdır.",
    "Exactly one of the files is the main one.",
)
TWIN_NAMES = _refusal(
    "twin_names",
    "invalid",
    "Eyni adlı iki fayl ola bilməz.",
    "Two files cannot have the same name.",
)
NOTHING_NEW = _refusal(
    "nothing_new",
    "invalid",
    "Bu, indiki mətnin özüdür.",
    "This is the present content itself.",
)
NOTHING_TO_REGISTER = _refusal(
    "nothing_to_register",
    "state",
    "Qeydə almaq üçün sənədin faylı yoxdur.",
    "There is no file to register yet.",
)
NOT_APPROVED = _refusal(
    "not_approved",
    "state",
    "Sənəd hələ təsdiqlənməyib; əvvəlcə razılaşma yolunu keçməlidir.",
    "The document is not approved yet; it goes along its path first.",
)
NOT_BY_HAND = _refusal(
    "not_by_hand",
    "invalid",
    "Bu addım birbaşa atılmır: mətn yeni versiya ilə dəyişir, vaxtı hab sayır.",
    "This step is not taken directly: content changes by a new version, and the hub counts the time.",
)
NO_PATH_FOR_KIND = _refusal(
    "no_path_for_kind",
    "state",
    "Daxil olan sənəd və müraciət razılaşma yolu ilə getmir; ona dərkənar qoyulur.",
    "An incoming document or appeal takes no approval path; it gets a resolution.",
)
NO_PATH = _refusal(
    "no_path",
    "invalid",
    "Sənədin razılaşma yolu yoxdur; göndərərkən yolun versiyasını göstərin.",
    "The document has no approval path; name the version of one when submitting.",
)
NOTHING_TO_APPROVE = _refusal(
    "nothing_to_approve",
    "state",
    "Razılaşdırmaq üçün sənədin faylı yoxdur.",
    "There is no file to approve yet.",
)
SIGN_INSTEAD = _refusal(
    "sign_instead",
    "state",
    "Bu mərhələdə imza və ya möhür lazımdır: imzalama sessiyası başladın.",
    "This stage takes a signature or a seal: begin a signing session.",
)
OTHER_MANNER = _refusal(
    "other_manner",
    "state",
    "Bu mərhələ imza gözləyirsə möhür, möhür gözləyirsə imza onu əvəz etmir.",
    "A stage that waits for a person's signature takes no seal, and one that waits for the seal no signature.",
)
REGISTER_FIRST = _refusal(
    "register_first",
    "state",
    "Əvvəlcə sənədi qeydə alın.",
    "Register the document first.",
)
SIGNED_ALREADY = _refusal(
    "signed_already",
    "state",
    "Bu imza artıq sənəddədir.",
    "The document has this signature already.",
)
CONTENT_MOVED = _refusal(
    "content_moved",
    "stale",
    "İmzalanan mətn artıq sənədin indiki mətni deyil.",
    "What was signed is not the present content any more.",
)
ONLY_OUTGOING = _refusal(
    "only_outgoing",
    "state",
    "Yalnız göndərilən sənəd başqa quruma göndərilir.",
    "Only an outgoing document is sent.",
)
NOTHING_TO_SEND = _refusal(
    "nothing_to_send",
    "invalid",
    "Kimə göndərildiyi göstərilməyib.",
    "Nobody is named to send it to.",
)
SEAL_FIRST = _refusal(
    "seal_first",
    "state",
    "Əvvəlcə sənədi möhürləyin.",
    "Seal the document first.",
)
NO_SUCH_CONSIGNMENT = _refusal(
    "no_such_consignment",
    "state",
    "Bu sənədin belə göndərişi yoxdur.",
    "The document has no such consignment.",
)
NOT_AN_ARRIVAL = _refusal(
    "not_an_arrival",
    "state",
    "Yalnız başqa qurumdan elektron yolla gələn sənədin qəbulundan imtina edilir.",
    "Only what came from another body as a message is refused.",
)
IN_WORK = _refusal(
    "in_work",
    "state",
    "Sənədə dərkənar qoyulub; qəbulundan imtina edilmir, cavab hazırlayın.",
    "The document has a resolution already; it is answered, not refused.",
)
REASON = _refusal(
    "reason",
    "invalid",
    "İmtinanın səbəbini yazın (1000 işarəyədək): o, göndərənə bildirilir.",
    "Write the reason of the refusal, up to 1000 characters: the sender is told it.",
)
STILL_OPEN = _refusal(
    "still_open",
    "state",
    "Sənəd üzrə iş bitməyib: razılaşma, icra və ya cavab gözlənilir.",
    "The work on the document is not done: an approval, an execution or an answer is awaited.",
)
FILE_FIRST = _refusal(
    "file_first",
    "state",
    "Yalnız işə tikilmiş sənəd məhv edilə bilər.",
    "Only what is in its file may be destroyed.",
)

_ROLES = {
    "clerk": Words("kargüzar", "clerk"),
    "head": Words("rəhbər", "head"),
    "lawyer": Words("hüquqşünas", "lawyer"),
}


def needs_role(role: str) -> Refusal:
    """The person lacks the role."""
    name = _ROLES[role]
    return _refusal("role", "forbidden", f"Bunu yalnız {name.az} edə bilər.", f"Only a {name.en} may do this.")


def channel(name: str) -> Refusal:
    """The body takes no appeals this way."""
    return _refusal(
        "channel", "invalid", f"Qurum “{name}” yolu ilə müraciət qəbul etmir.", f"The body takes no appeals by {name}."
    )


def already_registered(reg_no: str) -> Refusal:
    """It has a number."""
    return _refusal(
        "registered",
        "state",
        f"Sənəd artıq qeydə alınıb: № {reg_no}.",
        f"The document is registered already: No. {reg_no}.",
    )


def not_a_recipient(body: str) -> Refusal:
    """The body is not among those whom the document addresses."""
    return _refusal(
        "not_a_recipient",
        "invalid",
        f"“{body}” sənədin ünvanları arasında yoxdur.",
        f"{body} is not among the document's recipients.",
    )


def sent_already(body: str) -> Refusal:
    """It is on its way there, or has arrived."""
    return _refusal(
        "sent_already",
        "state",
        f"Sənəd “{body}” qurumuna artıq göndərilib.",
        f"The document was sent to {body} already.",
    )


def note_first(body: str) -> Refusal:
    """It was refused there, or met with silence, and nobody has taken note."""
    return _refusal(
        "note_first",
        "state",
        f"Əvvəlcə “{body}” qurumunun imtinası və ya susması ilə tanış olun, sonra təkrar göndərin.",
        f"Take note of the refusal or silence of {body} first, then send again.",
    )
