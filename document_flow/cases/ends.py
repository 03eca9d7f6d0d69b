"""How a case came to its end, in words, by `Case.ended`."""

from __future__ import annotations

from collections.abc import Mapping

from document_flow.words import Words

ENDS: Mapping[str, Words] = {
    "recalled": Words("mənbə təsdiqləmədi", "its source did not confirm it"),
    "revoked": Words("ləğv edildi", "revoked"),
    "superseded": Words("yerinə yenisi verildi", "a newer one took its place"),
    "lost": Words("itib", "lost"),
    "lapsed": Words("müddəti bitdi", "its term ended"),
    "died": Words("şəxs vəfat edib", "the person has died"),
    "withdrawn": Words("ərizəçi geri götürdü", "the applicant took it back"),
}


def ended_words(ended: str) -> Words:
    """The words of an end; the code itself of one that has none."""
    return ENDS.get(ended, Words(ended or "–", ended or "–"))
