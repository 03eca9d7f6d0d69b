"""Why a command changes nothing: every code of this room, with its words and the kind of refusal.

| why       | codes |
|-----------|-------|
| stale     | `path.stale` |
| forbidden | `path.unknown_person`, `path.no_stand_in`, `path.own_document`, `path.not_asked`, `path.not_author`, … |
| invalid   | what is wrong with the command itself |
| state     | not now: the run or the stage is elsewhere |
"""

from __future__ import annotations

from typing import Final

from document_flow.outcome import Refusal
from document_flow.refusing import Refusals, Table

_TABLE: Table = {
    "path.stale": (
        "stale",
        "Sənəd dəyişib: siz {seen} məzmununu görmüsünüz, indi {now} qüvvədədir{change_az}. Yenidən oxuyun.",
        "The document has changed: you saw {seen}, now it is {now}{change_en}. Read it again.",
    ),
    "path.wrong_version": (
        "invalid",
        "Bu sənəd “{path}” yolu ilə gedir (versiya {version}), başqa versiya verilib.",
        "This document goes by path {path!r}, version {version}; another one was given.",
    ),
    "path.unknown_person": (
        "forbidden",
        "“{name}” vəzifəli şəxs kimi tanınmır və ya artıq işləmir.",
        "“{name}” is not known as an official, or is not in office any more.",
    ),
    "path.no_stand_in": (
        "forbidden",
        "“{by}” bu gün “{principal}” adından bu növ sənəd üzrə hərəkət edə bilməz.",
        "“{by}” may not act for “{principal}” on this kind of document today.",
    ),
    "path.own_document": (
        "forbidden",
        "Heç kim öz sənədini təsdiq etmir, nə özü, nə də başqasının əvəzinə.",
        "Nobody approves their own document, neither as himself nor for somebody else.",
    ),
    "path.not_asked": (
        "forbidden",
        "“{stage}” mərhələsində rəyi soruşulanlar arasında “{principal}” yoxdur.",
        "Stage “{stage}” does not ask “{principal}”.",
    ),
    "path.not_author": (
        "forbidden",
        "Bunu yalnız sənədin müəllifi (və ya onu əvəz edən) edə bilər.",
        "Only the author of the document, or the author's stand-in, may do this.",
    ),
    "path.not_manager": (
        "forbidden",
        "Bunu yalnız kargüzar, rəhbər və ya gecikmə barədə xəbər verilmiş şəxs edə bilər.",
        "Only a clerk, a head or somebody to whom the lateness was escalated may do this.",
    ),
    "path.not_chair": (
        "forbidden",
        "Bunu yalnız iclasa sədrlik edən edə bilər.",
        "Only whoever presides over the meeting may do this.",
    ),
    "path.held_at": (
        "invalid",
        "İclasın günü keçmişdə ola bilməz.",
        "A meeting is not set for a day that has passed.",
    ),
    "path.early": (
        "state",
        "İclasın vaxtı hələ çatmayıb: {at}.",
        "It is not yet the time of the meeting: {at}.",
    ),
    "path.not_bureau": (
        "forbidden",
        "Bunu yalnız iclasın sədri və ya katibi edə bilər.",
        "Only the chair or the secretary of the meeting may do this.",
    ),
    "path.self_assigned": (
        "forbidden",
        "Heç kim özünü təyin etmir.",
        "Nobody assigns himself.",
    ),
    "path.one_hand": (
        "forbidden",
        "Bir şəxs bir sənəddə yalnız bir ad altında rəy bildirir: ya öz adından, ya da bir nəfərin əvəzinə.",
        "On one document one person speaks in one name: his own, or that of one other.",
    ),
    "path.kind": (
        "invalid",
        "“{path}” yolu “{kind}” növlü sənəd üçün deyil.",
        "Path {path!r} is not for documents of the kind {kind!r}.",
    ),
    "path.not_now": (
        "state",
        "İndiki vəziyyətdə bu mümkün deyil: {az}.",
        "This cannot be done now: {en}.",
    ),
    "path.suspended": (
        "state",
        "İcraat {since} tarixindən dayandırılıb; əvvəlcə onu bərpa edin.",
        "It has been suspended since {since}; resume it first.",
    ),
    "path.not_suspended": (
        "state",
        "İcraat dayandırılmayıb.",
        "It is not suspended.",
    ),
    "path.other_act": (
        "invalid",
        "“{stage}” mərhələsində bu hərəkət nəzərdə tutulmayıb.",
        "Stage “{stage}” has no use for this command.",
    ),
    "path.already": (
        "state",
        "“{principal}” üçün bu mərhələdə artıq rəy verilib.",
        "“{principal}” has spoken in this stage already.",
    ),
    "path.turn": (
        "state",
        "Növbə hələ çatmayıb: əvvəlcə “{first}”.",
        "It is not your turn yet: {first!r} comes first.",
    ),
    "path.no_abstaining": (
        "invalid",
        "“{stage}” mərhələsində bitərəf qalmaq olmaz.",
        "Nobody may abstain in stage “{stage}”.",
    ),
    "path.note": (
        "invalid",
        "Səbəbi və ya mətni yazın.",
        "Say why: the text must not be empty.",
    ),
    "path.signature": (
        "invalid",
        "“{stage}” mərhələsi imza (möhür) tələb edir: imzanın nömrəsini göndərin.",
        "Stage “{stage}” needs the signature: send its number or digest.",
    ),
    "path.fact": (
        "invalid",
        "Faktlar düzgün deyil: {az}.",
        "The facts are not right: {en}.",
    ),
    "path.no_stage": (
        "invalid",
        "Bu faktlarla yolun heç bir mərhələsi tətbiq olunmur.",
        "With these facts no stage of the path applies.",
    ),
    "path.unstaffed": (
        "state",
        "“{stage_az}” mərhələsində {needed} nəfər lazımdır, rəy verə bilən {found} nəfərdir.",
        "Stage {stage_en!r} needs {needed} and there are {found} who may act in it.",
    ),
    "path.unheaded": (
        "state",
        "“{stage_az}” iclasının sədri və katibi iki ayrı şəxs olmalıdır.",
        "The meeting of stage {stage_en!r} needs a chair and a secretary who are two persons.",
    ),
    "path.mode": (
        "invalid",
        "Yenidən göndərmə üsulu “{wanted}” olmalıdır.",
        "The mode of resubmission must be {wanted!r}.",
    ),
    "path.difference": (
        "invalid",
        "Cüzi dəyişiklikdə fərq göstərilməlidir.",
        "A minor change must show its difference.",
    ),
    "path.same_content": (
        "invalid",
        "Məzmun dəyişməyib.",
        "The content is the same.",
    ),
    "path.signed": (
        "state",
        "Sənəd artıq imzalanıb.",
        "The document is signed already.",
    ),
    "path.no_head": (
        "state",
        "“{unit}” bölməsinin rəhbəri göstərilməyib.",
        "Unit {unit!r} has no head.",
    ),
    "path.assignment": (
        "invalid",
        "Təyin edilə bilməz: çıxarılan – rəy verməmiş üzv, əlavə olunan – yeni vəzifəli şəxs olmalıdır, azı o qədər.",
        "It cannot be assigned: remove members who have not spoken, add other officials, at least as many.",
    ),
    "path.until": (
        "invalid",
        "Bərpa tarixi bu gündən sonra olmalıdır.",
        "The day of resuming must be after today.",
    ),
    "path.no_meeting": (
        "invalid",
        "“{stage}” mərhələsində iclas keçirilmir.",
        "Stage “{stage}” holds no meeting.",
    ),
    "path.agenda": (
        "invalid",
        "Gündəlik boş ola bilməz.",
        "The agenda must not be empty.",
    ),
    "path.no_quorum": (
        "state",
        "Kvorum yoxdur: {present} nəfər iştirak edir, {quorum} lazımdır.",
        "There is no quorum: {present} present, {quorum} needed.",
    ),
    "path.absent": (
        "forbidden",
        "“{member}” iclasda iştirak edən kimi qeyd olunmayıb.",
        "“{member}” is not noted as present with this person in the seat.",
    ),
    "path.seat": (
        "invalid",
        "“{hand}” bu iclasda bu yeri tuta bilməz.",
        "“{hand}” cannot take this seat in the meeting.",
    ),
    "path.no_casting_vote": (
        "forbidden",
        "Sədrin həlledici səsi əsasnamə ilə nəzərdə tutulmayıb.",
        "No act gives the chair a casting vote here.",
    ),
    "path.no_tie": (
        "state",
        "Səslər bərabər deyil və ya hamı səs verməyib.",
        "The votes are not equal, or not all have voted.",
    ),
    "path.undecided": (
        "state",
        "Hələ {open} nəfər səs verməyib.",
        "{open} have not voted yet.",
    ),
    "path.own_agreement": (
        "forbidden",
        "Sənədi hazırlayan başqa qurumun rəyini özü yazmır ({name}); bunu dəftərxana edir.",
        "Whoever wrote the document does not record another body's answer ({name}); the registry does.",
    ),
    "path.minutes": (
        "invalid",
        "Sədr və katib eyni protokolu iki ayrı şəxs kimi imzalamalıdır.",
        "Chair and secretary must sign the same minutes, as two persons.",
    ),
    "path.unread": (
        "state",
        "Açılmamış sənəd toplu təsdiqlənmir (“{stage}” mərhələsi): əvvəlcə onu açın.",
        "Stage “{stage}” approves nothing unread in a bulk: open the document first.",
    ),
    "path.move": (
        "invalid",
        "Bu yola keçmək olmaz: {az}.",
        "It cannot move to this path: {en}.",
    ),
}
refusal: Final = Refusals("path", _TABLE)
"""The refusal of that code, its words filled in."""


def not_now(az: str, en: str) -> Refusal:
    """The run is somewhere else; the words say where."""
    return refusal("path.not_now", az=az, en=en)
