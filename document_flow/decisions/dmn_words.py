"""What is said about a DMN file that is not taken: a sentence for each code, with what to do."""

from __future__ import annotations

from collections.abc import Sequence

from document_flow.words import Words

_MOST_SHOWN = 80

_WORDS: dict[str, tuple[str, str]] = {
    "namespace": (
        "{0}: bu, DMN faylı deyil; oxunan versiyalar: {1}",
        "{0}: this is no DMN file; versions that are read: {1}",
    ),
    "unknown": (
        "{0}: yalnız qərar cədvəllərinə yol verilir; bu elementi silin",
        "{0}: only decision tables are allowed; remove this element",
    ),
    "decisions": ("faylda ən azı 1, ən çoxu {0} qərar olmalıdır", "the file must hold 1 to {0} decisions"),
    "id_twice": ("{0} nişanı iki dəfə işlənib", "the id {0} stands twice"),
    "no_table": ("{0}: qərarın bir cədvəli olmalıdır", "{0}: a decision has one decision table"),
    "empty": (
        "{0}: ən azı bir giriş, bir çıxış və bir qayda olmalıdır",
        "{0}: there must be at least one input, one output and one rule",
    ),
    "too_large": (
        "cədvəl çox böyükdür (ən çoxu {0} qayda / sütun / xana); bir neçə cədvələ bölün",
        "the table is too large (at most {0} rules / columns / cells); part it into several",
    ),
    "too_many_parts": (
        "cədvəlin xanalarındakı qiymətlər həddən ({0}) çoxdur; bir neçə cədvələ bölün",
        "the cells of the table hold more than {0} values; part it into several",
    ),
    "policy": ("{0}: belə seçim qaydası yoxdur; ola bilər: {1}", "{0}: there is no such hit policy; it may be: {1}"),
    "one_output": (
        "COLLECT {0} yalnız bir nəticə sütunundan hesablanır",
        "COLLECT {0} is made of one output column only",
    ),
    "of_numbers": ("COLLECT {0} yalnız ədədlərdən hesablanır", "COLLECT {0} is made of numbers only"),
    "no_order": (
        "{0} üçün nəticə sütununda dəyərlər üstünlük sırası ilə sadalanmalıdır (outputValues)",
        "{0} needs an output column that lists its values in the order of their priority (outputValues)",
    ),
    "default": (
        "{0}: susmaya görə nəticə ya bütün nəticə sütunlarında olmalı, ya heç birində",
        "{0}: a default output stands in every output column or in none",
    ),
    "formula_listed": (
        "{0}: dəyərləri sadalanan sütunda düstur ola bilməz; dəyərin özünü yazın",
        "{0}: a column that lists its values holds no formula; write the value itself",
    ),
    "cells": ("qaydada {0} xana var, {1} olmalıdır", "the rule has {0} cells, {1} are needed"),
    "two_bases": (
        "qaydanın iki fərqli əsası var: «{0}» və «{1}»; birini saxlayın",
        "the rule has two different bases, “{0}” and “{1}”; keep one",
    ),
    "no_basis": (
        "qaydanın əsası yoxdur və ya {0} işarədən uzundur; yanında aktı və maddəni, ya da fərziyyə (assumed) yazın",
        "the rule has no basis, or one longer than {0} characters; write act and article beside it, or assumed",
    ),
    "assumed": ("{0}: assumed kiçik hərflərlə yazılır", "{0}: assumed is written in small letters"),
    "type": ("{0}: tip bunlardan biri olmalıdır: {1}", "{0}: the type must be one of: {1}"),
    "name": (
        "{0}: faktın adı hərflə başlayan, boşluqsuz bir sözdür (məsələn üzv_sayı) və ya faylda elan olunmuş addır",
        "{0}: a fact's name is one word that begins with a letter, such as üzv_sayı, or a name that the file declares",
    ),
    "name_twice": ("{0} adı cədvəldə iki dəfə işlənib", "the name {0} stands twice in the table"),
    "requires_unknown": ("{0}: tələb olunan belə qərar yoxdur", "{0}: there is no such decision to require"),
    "cycle": (
        "{0}: qərarlar bir-birini dairə üzrə tələb edir; əlaqələrdən birini silin",
        "{0}: the decisions require each other in a circle; remove one requirement",
    ),
    "ends": (
        "faylda bir son qərar olmalıdır, bunlar isə heç bir qərara daxil olmur: {0}",
        "the file must have one end decision, and these lead to no other: {0}",
    ),
    "unrequired": (
        "{0} faktını {1} qərarı verir; əlaqəni çəkin və ya adı dəyişin",
        "the fact {0} is given by {1}; draw the requirement or change the name",
    ),
    "unused": (
        "{0} tələb olunur, lakin nəticəsi heç bir sütunda soruşulmur",
        "{0} is required, but no column asks for its outputs",
    ),
    "output_twice": ("{0} nəticəsini iki qərar verir", "the output {0} is given by two decisions"),
    "chained_type": ("{0}: {1} qərarında tip {2}, burada {3}", "{0}: of type {2} in {1}, of type {3} here"),
    "collect": (
        "{0} siyahı verir, siyahı isə başqa qərarın faktı ola bilməz",
        "{0} gives a list, which cannot be another decision's fact",
    ),
    "fact_types": (
        "{0}: bir faktın tipi bir cədvəldə {1}, başqasında {2}",
        "{0}: the same fact is of type {1} in one decision and {2} in another",
    ),
}


def dmn_words(code: str, shown: Sequence[str]) -> Words:
    """The sentence for `dmn.<code>`, with what stood there (cut short)."""
    az, en = _WORDS[code]
    cut = [text if len(text) <= _MOST_SHOWN else f"{text[:_MOST_SHOWN]}…" for text in shown]
    return Words(az.format(*cut), en.format(*cut))
