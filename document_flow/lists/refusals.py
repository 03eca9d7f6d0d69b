"""Why a command about a list changes nothing: every code of this room, with its words and the kind of refusal."""

from __future__ import annotations

from typing import Final

from document_flow.refusing import Refusals, Table

_TABLE: Table = {
    "lists.period": (
        "invalid",
        "Dövr “{period}” ay, rüb və ya il deyil; belə yazın: 2026-03, 2026-Q1, 2026.",
        "The period “{period}” is no month, quarter or year; write it so: 2026-03, 2026-Q1, 2026.",
    ),
    "lists.not_known_yet": (
        "invalid",
        "Məlumatın götürüldüyü an gələcəkdədir: {moment}. Keçmiş anı seçin.",
        "The moment up to which the register counts is in the future: {moment}. Choose one that has passed.",
    ),
    "lists.parties": (
        "invalid",
        "Siyahını təsdiq edən tərəflər göstərilməyib və ya təkrarlanır: {parties}.",
        "The parties that approve the list are not named, or named twice: {parties}.",
    ),
    "lists.pair_twice": (
        "invalid",
        "Bu rayon və məskunlaşma yeri üçün gedişatda artıq siyahı var: {origin}, {settlement}.",
        "The run has a list of this district and place of settlement already: {origin}, {settlement}.",
    ),
    "lists.ranges": (
        "invalid",
        "Hissələr boş sətirdən başlamalı və artan sıra ilə getməlidir, yoxsa kimsə siyahıdan düşər.",
        "The chunks begin with the empty text and go upwards; else somebody would be on no list.",
    ),
    "lists.phase": (
        "state",
        "Siyahının indiki vəziyyətində bu mümkün deyil: {phase}.",
        "This is not possible with the list as it stands: {phase}.",
    ),
    "lists.no_chunk": ("invalid", "Siyahının {chunk} nömrəli hissəsi yoxdur.", "The list has no chunk {chunk}."),
    "lists.chunk_taken": (
        "state",
        "{chunk} nömrəli hissə hazırdır və ya “{worker}” üzərində işləyir; icarə müddəti bitəndə götürün.",
        "Chunk {chunk} is done, or “{worker}” works on it; take it when the lease has ended.",
    ),
    "lists.stale_fence": (
        "stale",
        "{chunk} nömrəli hissə sizdə deyil: sıra nömrəsi {fence}, gözlənilən {expected}. Nəticəni atın.",
        "Chunk {chunk} is not yours: its fence is {expected}, yours {fence}. Drop the result.",
    ),
    "lists.chunk_differs": (
        "invalid",
        "{chunk} nömrəli hissə başqa nəticə ilə bitib; eyni məlumatdan iki nəticə alınmamalıdır, səbəbi araşdırın.",
        "Chunk {chunk} was done with another result; the same facts never come to two, find out why.",
    ),
    "lists.no_hash": (
        "invalid",
        "{chunk} nömrəli hissənin SHA-256-sı 64 onaltılıq işarə olmalıdır.",
        "The SHA-256 of chunk {chunk} has to be 64 hexadecimal digits.",
    ),
    "lists.party": (
        "forbidden",
        "“{name}” “{party}” tərəfi adından danışa bilməz.",
        "“{name}” does not speak for the party “{party}”.",
    ),
    "lists.approved_already": ("state", "“{party}” artıq təsdiq edib.", "“{party}” has approved already."),
    "lists.other_root": (
        "stale",
        "Gördüyünüz siyahı bu deyil: {root}…, indi {expected}…. Yenidən baxın.",
        "This is not the list that you saw: {root}…, now {expected}…. Look at it again.",
    ),
    "lists.no_basis": ("invalid", "Sənədi və səbəbi göstərin.", "Name the document and the reason."),
    "lists.proposed": (
        "state",
        "Saxlanması təklif olunmuş sətirlər var; əvvəlcə ikinci şəxs cavab verməlidir.",
        "Entries are proposed to be withheld; a second person has to answer first.",
    ),
    "lists.no_line": (
        "invalid",
        "Siyahıda belə sətir yoxdur: {line}. Nömrələr hissə və sətirdir, məsələn 1.5.",
        "The list has no such entry: {line}. Numbers are of chunk and line, such as 1.5.",
    ),
    "lists.not_proposed": ("state", "Heç nəyin saxlanması təklif olunmayıb.", "Nothing is proposed to be withheld."),
    "lists.withheld_already": (
        "invalid",
        "Saxlanacaq yeni sətir seçilməyib; artıq saxlanmışlar: {count}.",
        "Choose entries that are not withheld yet; of those chosen {count} are.",
    ),
    "lists.slot_taken": (
        "state",
        "{period} dövrü üçün başqa gedişat artıq siyahı buraxıb: {run}. Düzəliş və ya borc siyahısı tərtib edin.",
        "Another run has issued for {period} already: {run}. Cut a correction or arrears.",
    ),
    "lists.unsettled": (
        "state",
        "Buraxılan {issued} qəpikdən {open} qəpiyin taleyi bilinmir, fərq {difference} qəpikdir. Bankla üzləşin.",
        "Of {issued} qəpik issued {open} are of unknown fate, and {difference} do not add up. Reconcile with the bank.",
    ),
}
refusal: Final = Refusals("lists", _TABLE)
"""The refusal of that code, its words filled in."""
