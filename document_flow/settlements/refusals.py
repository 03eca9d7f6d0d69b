"""Why a command about a settlement changes nothing: every code of this room, with its words and the kind of refusal."""

from __future__ import annotations

from typing import Final

from document_flow.refusing import Refusals, Table

_TABLE: Table = {
    "settlements.month": (
        "invalid",
        "“{month}” ay deyil; belə yazın: 2026-03.",
        "“{month}” is no month; write it so: 2026-03.",
    ),
    "settlements.no_utility": (
        "invalid",
        "“{provider}” ilə aylar üzrə hesablaşılmır; ola bilər: {known}.",
        "No months are settled with “{provider}”; it may be: {known}.",
    ),
    "settlements.not_over": (
        "invalid",
        "Ay hələ bitməyib: {month}. Hesablaşma ayın son günündən sonra açılır.",
        "The month is not over yet: {month}. A settlement is opened after its last day.",
    ),
    "settlements.no_file": (
        "state",
        "Bu qurumun həmin ay üçün tam oxunmuş sayğac faylı yoxdur: {month}. Faylı gözləyin və ya istəyin.",
        "No meter file of this utility for {month} has been read whole. Wait for it, or ask for it.",
    ),
    "settlements.same_file": (
        "state",
        "Bu fayl artıq müqayisə olunub: {file}. Yenisi gələndə təkrar edin.",
        "This file has been compared already: {file}. Do it again when a newer one has come.",
    ),
    "settlements.phase": (
        "state",
        "Hesablaşmanın indiki vəziyyətində bu mümkün deyil: {phase}.",
        "This is not possible with the settlement as it stands: {phase}.",
    ),
    "settlements.other_chunk": (
        "stale",
        "Gözlənilən hissənin nömrəsi {expected}, verilən {number}. Nəticəni atın.",
        "Chunk {expected} comes next, not {number}. Drop the result.",
    ),
    "settlements.no_way": (
        "invalid",
        "Qurum fayl qəbul etmir. CSV-ni məktubla göndərin və məktubun nömrəsini yazın.",
        "The utility takes no files. Send the CSV with a letter, and write the letter's number.",
    ),
    "settlements.other_notice": (
        "stale",
        "Cavab başqa göndərişə aiddir: {notice}. İndiki göndərişin cavabı gözlənilir.",
        "The answer is to another statement: {notice}. The one sent last waits for its own.",
    ),
    "settlements.no_basis": (
        "invalid",
        "Sənədin nömrəsini və ya səbəbi yazın.",
        "Write the document's number, or why.",
    ),
}
refusal: Final = Refusals("settlements", _TABLE)
"""The refusal of that code, its words filled in."""
