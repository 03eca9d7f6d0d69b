"""Why a command about orders changes nothing: every code of this room, with its words and the kind of refusal.

| why       | codes |
|-----------|-------|
| stale     | `orders.act_differs` |
| forbidden | `orders.unknown_person`, `orders.no_stand_in`, `orders.barred`, `orders.not_a_giver`, … |
| invalid   | what is wrong with the command itself |
| state     | not now: the resolution is elsewhere |
"""

from __future__ import annotations

from typing import Final

from document_flow.refusing import Refusals, Table

_TABLE: Table = {
    "orders.act_differs": (
        "stale",
        "Akt indiki vəziyyəti göstərmir: sənəddə {now} sətir var, aktda {listed}. Aktı yenidən tərtib edin.",
        "The act does not say how things stand: {now} lines here, {listed} in the act or others. Draw it up anew.",
    ),
    "orders.unknown_person": (
        "forbidden",
        "“{name}” vəzifəli şəxs kimi tanınmır və ya artıq işləmir.",
        "“{name}” is not known as an official, or is not in office any more.",
    ),
    "orders.no_stand_in": (
        "forbidden",
        "“{by}” bu gün “{principal}” adından bu növ sənəd üzrə hərəkət edə bilməz.",
        "“{by}” may not act for “{principal}” on this kind of document today.",
    ),
    "orders.barred": (
        "forbidden",
        "“{name}” bu sənəddə iştirak edə bilməz: şikayət onun haqqındadır.",
        "“{name}” may have no part in this document: the complaint is about this official.",
    ),
    "orders.not_a_giver": (
        "forbidden",
        "Dərkənarı rəhbər, onun müavini və ya struktur bölmənin rəhbəri qoyur.",
        "Only a head, a deputy or the head of a unit gives resolutions.",
    ),
    "orders.other_unit": (
        "forbidden",
        "Bölmə rəhbəri yalnız öz bölməsinin işçisinə tapşırıq verir; tabeliyinizdə deyil: {names}.",
        "The head of a unit gives orders within the unit alone; not yours to give orders to: {names}.",
    ),
    "orders.not_passed_on_by": (
        "forbidden",
        "Tapşırığı yalnız icraçısı olan bölmə rəhbəri öz bölməsində ötürə bilər.",
        "Only a unit's head who is an executor of it passes a task on, and only within the unit.",
    ),
    "orders.not_lead": (
        "forbidden",
        "Bunu yalnız əsas icraçı (və ya onu əvəz edən) edə bilər.",
        "Only the lead executor, or the lead's stand-in, may do this.",
    ),
    "orders.not_co_executor": (
        "forbidden",
        "Bunu yalnız müştərək icraçı (və ya onu əvəz edən) edə bilər.",
        "Only a co-executor, or a co-executor's stand-in, may do this.",
    ),
    "orders.not_owner": (
        "forbidden",
        "Nəzarətdən yalnız onu qoyan vəzifəli şəxs çıxara bilər: {owner}.",
        "Only the official who put it under control may do this: {owner}.",
    ),
    "orders.not_head": (
        "forbidden",
        "Bu müddəti yalnız onu qoyan rəhbər uzada bilər: {heads}.",
        "Only the head whose term it is may extend it: {heads}.",
    ),
    "orders.own_request": (
        "forbidden",
        "Heç kim öz müddətini özü uzatmır.",
        "Nobody decides about the extension of their own term.",
    ),
    "orders.own_control": (
        "forbidden",
        "“{name}” bu sənədin icraçısıdır, ona görə icrasına nəzarət edə bilməz.",
        "“{name}” is an executor of it and so may not control its execution.",
    ),
    "orders.not_suspender": (
        "forbidden",
        "Müddəti yalnız rəhbər, dərkənarı qoyan və ya nəzarət edən dayandırıb davam etdirə bilər.",
        "Only the head, the giver or the owner of the control suspends and resumes a term.",
    ),
    "orders.not_registrar": (
        "forbidden",
        "Təhvil-təslim aktını yalnız rəhbər və ya dəftərxana rəsmiləşdirir.",
        "Only the head or the registry records a handover act.",
    ),
    "orders.empty": (
        "invalid",
        "“{field}” doldurulmalıdır.",
        "{field!r} must not be empty.",
    ),
    "orders.id_taken": (
        "invalid",
        "“{resolution}” nömrəli dərkənar artıq var.",
        "There is a resolution {resolution!r} already.",
    ),
    "orders.no_resolution": (
        "invalid",
        "Bu sənəddə “{resolution}” nömrəli dərkənar yoxdur.",
        "The document has no resolution {resolution!r}.",
    ),
    "orders.executor_twice": (
        "invalid",
        "İcraçı iki dəfə göstərilib və ya dərkənarı qoyanın özüdür: {name}.",
        "An executor is named twice, or is the giver: {name}.",
    ),
    "orders.term_unclear": (
        "invalid",
        "Müddəti bir cür verin: 1–366 iş günü və ya bu gündən tez olmayan bir gün.",
        "Give the term in one way: 1 to 366 working days, or a day not before today.",
    ),
    "orders.control_needs_term": (
        "invalid",
        "Nəzarətə götürülən tapşırığın müddəti olmalıdır.",
        "What is put under control needs a term.",
    ),
    "orders.after_parent": (
        "invalid",
        "Müddət ({due}) ötürülən tapşırığın müddətindən ({limit}) gec ola bilməz.",
        "The term ({due}) may not end after that of the task passed on ({limit}).",
    ),
    "orders.over_law": (
        "invalid",
        "Müddət ({due}) qanunla müəyyən edilmiş son gündən ({limit}) gec ola bilməz: {act_az}.",
        "The term ({due}) may not end after the last day by law ({limit}): {act_en}.",
    ),
    "orders.no_answer": (
        "invalid",
        "İcra üçün mahiyyəti üzrə cavab sənədi və ya cavabın niyə lazım olmadığı göstərilməlidir.",
        "Execution needs the answering document, or a note why no answer is needed.",
    ),
    "orders.not_later": (
        "invalid",
        "Yeni müddət indikindən ({due}) gec olmalıdır.",
        "The new last day must be later than the present one ({due}).",
    ),
    "orders.no_term": (
        "state",
        "Bu tapşırığın müddəti yoxdur, uzadılmır.",
        "This task has no term to extend.",
    ),
    "orders.same_person": (
        "invalid",
        "İşləri təhvil verən və qəbul edən eyni şəxsdir.",
        "The one who hands over and the one who receives are the same person.",
    ),
    "orders.nothing_to_hand_over": (
        "invalid",
        "“{leaver}” adına bu sənəddə təhvil veriləcək iş yoxdur.",
        "{leaver!r} has nothing to hand over in this document.",
    ),
    "orders.executed": (
        "state",
        "Bu tapşırıq artıq icra olunub.",
        "This task is executed already.",
    ),
    "orders.is_reported": (
        "state",
        "İcra barədə artıq məruzə edilib, nəzarət edənin qərarı gözlənilir.",
        "Execution is reported already; the owner of the control is to decide.",
    ),
    "orders.not_reported": (
        "state",
        "İcra barədə hələ məruzə edilməyib.",
        "Execution is not reported yet.",
    ),
    "orders.suspended": (
        "state",
        "Müddət dayandırılıb; əvvəlcə davam etdirilməlidir.",
        "The term is suspended; resume it first.",
    ),
    "orders.not_suspended": (
        "state",
        "Müddət dayandırılmayıb.",
        "The term is not suspended.",
    ),
    "orders.suspend_parent": (
        "state",
        "Bu tapşırıq başqasından ötürülüb: müddəti onunla birlikdə dayandırılır.",
        "This task was passed on from another: its term stands still together with that one.",
    ),
    "orders.is_controlled": (
        "state",
        "Tapşırıq artıq nəzarətdədir.",
        "It is under control already.",
    ),
    "orders.not_controlled": (
        "state",
        "Tapşırıq nəzarətdə deyil.",
        "It is not under control.",
    ),
    "orders.request_pending": (
        "state",
        "Müddətin uzadılması barədə müraciət artıq rəhbərin qərarını gözləyir.",
        "A request to extend already waits for the head.",
    ),
    "orders.no_request": (
        "state",
        "Müddətin uzadılması barədə müraciət yoxdur.",
        "Nobody has asked to extend the term.",
    ),
}
refusal: Final = Refusals("orders", _TABLE)
"""The refusal of that code, its words filled in."""
