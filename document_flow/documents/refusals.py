"""Why a command about a document is refused, in both languages: what several acts say. Others stand in their act."""

from __future__ import annotations

from document_flow.outcome import Refusal, Why
from document_flow.paths.drawing.words import ROLES
from document_flow.words import Words


def refusal(code: str, why: Why, az: str, en: str) -> Refusal:
    """A refusal of this room."""
    return Refusal(f"documents.{code}", Words(az, en), why)


NOT_BEGUN = refusal("unknown", "state", "Belə sənəd yoxdur.", "There is no such document.")
ALREADY_BEGUN = refusal("exists", "state", "Bu sənəd artıq var.", "This document exists already.")
NOT_IN_OFFICE = refusal(
    "not_in_office",
    "forbidden",
    "Sənədi yalnız iş yeri olan işçi yarada bilər.",
    "Only an official with a place of work begins a document.",
)
CLOSED = refusal(
    "closed",
    "state",
    "Sənəd işə tikilib, imtina edilib və ya məhv edilib; onunla daha heç nə edilmir.",
    "The document is in its file, refused or destroyed; nothing more is done with it.",
)
NOT_THE_AUTHOR = refusal(
    "not_the_author",
    "forbidden",
    "Bunu yalnız sənədin müəllifi edə bilər.",
    "Only the author of the document may do this.",
)
CONCERNED = refusal(
    "concerned",
    "forbidden",
    "Şikayət bu vəzifəli şəxs haqqındadır; o, sənədlə məşğul olmur.",
    "The complaint is about this official, who has no part in handling it.",
)
NOT_AN_APPEAL = refusal(
    "not_an_appeal",
    "state",
    "Bu, yalnız qeydə alınmış vətəndaş müraciəti ilə edilir.",
    "This is done with a registered appeal only.",
)
NEEDS_REASON = refusal(
    "needs_reason",
    "invalid",
    "Səbəbi yazılmalıdır.",
    "Write down the reason.",
)
NOT_APPROVED = refusal(
    "not_approved",
    "state",
    "Sənəd hələ təsdiqlənməyib; əvvəlcə razılaşma yolunu keçməlidir.",
    "The document is not approved yet; it goes along its path first.",
)
OTHER_UNIT = refusal(
    "other_unit",
    "forbidden",
    "Müraciət başqa bölmədədir: müddəti həmin bölmənin rəhbəri və ya rəhbərlik artırır.",
    "The appeal is at another unit: that unit's head or the leadership gives it more time.",
)
NO_STAND_IN = refusal(
    "no_stand_in",
    "forbidden",
    "Bu gün həmin vəzifəli şəxsin əvəzinə bu növ sənəd üzrə hərəkət edə bilməzsiniz.",
    "You may not act for that official on this kind of document today.",
)
NOT_BY_HAND = refusal(
    "not_by_hand",
    "invalid",
    "Bu addım birbaşa atılmır: mətn yeni versiya ilə dəyişir, vaxtı hab sayır.",
    "This step is not taken directly: content changes by a new version, and the hub counts the time.",
)
NO_PATH = refusal(
    "no_path",
    "invalid",
    "Sənədin razılaşma yolu yoxdur; göndərərkən yolun versiyasını göstərin.",
    "The document has no approval path; name the version of one when submitting.",
)
REGISTER_FIRST = refusal(
    "register_first",
    "state",
    "Əvvəlcə sənədi qeydə alın.",
    "Register the document first.",
)
UNSIGNED = refusal(
    "unsigned",
    "state",
    "Sənədi səlahiyyətli rəhbər imzalamayıb; əvvəlcə onun imzası alınmalıdır.",
    "Nobody who is to sign this kind of document has signed it; that signature comes first.",
)
NOTHING_TO_SEND = refusal(
    "nothing_to_send",
    "invalid",
    "Kimə göndərildiyi göstərilməyib.",
    "Nobody is named to send it to.",
)
NO_SUCH_ANSWER = refusal(
    "no_such_answer",
    "invalid",
    "Bu, həmin sənədin cavabı deyil: cavab sənədini “buna cavabdır” əlaqəsi ilə bağlayın və ünvanını göstərin.",
    "This is no answer to the document: link the answering document to it as its answer, and name that.",
)
ANSWER_NOT_GIVEN = refusal(
    "answer_not_given",
    "state",
    "Cavab hələ verilməyib: əvvəlcə onu göndərin və ya başqa yolla verildiyini yazaraq işə tikin.",
    "The answer was not given yet: send it first, or put it in its file with how it was given.",
)
OTHER_MINUTES = refusal(
    "other_minutes",
    "stale",
    "İmzalanan bu iclasın protokolu deyil: protokolu yenidən açıb onun SHA-256-sını göstərin.",
    "What is signed is not the minutes of this meeting: open them again, and give the SHA-256 of that file.",
)
LINK_FROM_THE_OTHER = refusal(
    "link_from_the_other",
    "state",
    "Şikayət olunan şəxs o sənəddən də kənarlaşdırılmalıdır: əlaqəni o sənədin özündən qurun.",
    "Whom the complaint is about must be kept from the other document too: make the link from that one.",
)
NOT_OPENED = refusal(
    "not_opened",
    "state",
    "Sənədin indiki mətnini hələ açmamısınız: əvvəlcə onu oxuyun, sonra tanış olduğunuzu bildirin.",
    "You have not opened the document's present content yet: read it first, then note that you have.",
)
NO_SUCH_CONSIGNMENT = refusal(
    "no_such_consignment",
    "state",
    "Bu sənədin belə göndərişi yoxdur.",
    "The document has no such consignment.",
)


def same_paper(reg_no: str) -> Refusal:
    """A paper of the same body, number and day is registered already: is it that one?"""
    return refusal(
        "same_paper",
        "state",
        f"Bu, № {reg_no} ilə qeydə alınmış kağızın özüdür? Həmin qurumun eyni nömrə və tarixli sənədi artıq var."
        " Odursa, yenidən qeydə almayın; başqa sənəddirsə, fərqini yazın.",
        f"Is this the same as No. {reg_no}? A paper of that body, number and day is registered already."
        " If it is, do not register it again; if it is another, say how it differs.",
    )


def needs_role(*roles: str) -> Refusal:
    """The person has none of these roles."""
    names = [ROLES.get(role, Words(role, role)) for role in roles]
    az, en = " və ya ".join(each.az for each in names), " or a ".join(each.en for each in names)
    return refusal("role", "forbidden", f"Bunu yalnız {az} edə bilər.", f"Only a {en} may do this.")
