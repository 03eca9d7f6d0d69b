"""What is said about a cell that is not taken: a sentence for each code, with what to write instead."""

from __future__ import annotations

from document_flow.decisions.facts import TYPE_NAMES, FactType
from document_flow.decisions.refusal import CellRefused
from document_flow.words import Words

_MOST_SHOWN = 60

_WORDS: dict[str, tuple[str, str]] = {
    "too_long": ("xana {0} işarədən uzundur; qaydanı bölün", "the cell is longer than {0} characters; split the rule"),
    "too_many": (
        "xanadakı qiymətlər həddən ({0}) çoxdur; ayrıca cədvəl qurun",
        "the cell lists more than {0} values; make a table of them",
    ),
    "unseen": (
        "xanada görünməyən {0} işarəsi var; silin və əllə yazın",
        "the cell holds {0}, which cannot be seen; delete it and type the text by hand",
    ),
    "decimal_comma": (
        "{0}: onluq kəsr nöqtə ilə (1.5), siyahı isə vergüldən sonra boşluqla (1, 5) yazılır",
        "{0}: a fraction is written with a point (1.5), a list with a space after the comma (1, 5)",
    ),
    "never": ("{0}: heç bir qiymət bu şərti ödəyə bilməz", "{0}: no value can ever pass this test"),
    "always": (
        "{0}: bütün qiymətlər bu şərti ödəyir; əvəzinə - yazın",
        "{0}: every value passes this test; write - instead",
    ),
    "empty_range": (
        "{0}: aralıqda heç bir qiymət yoxdur; kiçik uc əvvəl yazılır",
        "{0}: there is no value in the range; the lower end comes first",
    ),
    "order": (
        "{0}: müqayisə və aralıq yalnız ədəd və tarix üçündür",
        "{0}: comparisons and ranges are for numbers and dates only",
    ),
    "type": ("{0}: bu sütunda {1} olmalıdır", "{0}: this column holds a {1}"),
    "number": (
        "{0}: ədəd 34 rəqəmdən çox olmamalıdır",
        "{0}: a number has at most 34 digits",
    ),
    "no_number": (
        "{0}: bu ifadənin ədədi yoxdur (sıfıra bölmə və ya 34 rəqəmdən çox)",
        "{0}: this comes to no number (it divides by zero or has more than 34 digits)",
    ),
    "date": (
        '{0}: təqvimdə belə gün yoxdur; date("2024-02-29") şəklində yazın',
        '{0}: there is no such day in the calendar; write it as date("2024-02-29")',
    ),
    "escape": (
        '{0}: mətndə yalnız \\" və \\\\ ola bilər',
        '{0}: only \\" and \\\\ may stand in a text',
    ),
    "blank": (
        "{0}: mətn boş ola bilməz, boşluqla başlaya və bitə bilməz",
        "{0}: a text is not blank, and neither begins nor ends with a space",
    ),
    "ends": ("xana yarımçıqdır: burada qiymət və ya işarə çatmır", "the cell breaks off: a value or a mark is missing"),
    "word": (
        '{0}: söz dırnaqda yazılır ("{0}"); düsturda yalnız bu cədvəlin ədəd faktlarının adları ola bilər',
        '{0}: a word stands in quotes ("{0}"); a formula names only facts of this table that are numbers',
    ),
    "quotes": (
        '{0}: mətn yalnız düz dırnaqda yazılır: "Ağdam"',
        '{0}: a text stands in straight double quotes, both of them: "Ağdam"',
    ),
    "equal": (
        "{0}: bərabərlik üçün qiymətin özünü, bərabərsizlik üçün not(…) yazın",
        "{0}: for equality write the value alone, for inequality not(…)",
    ),
    "null": (
        "null qiymət deyil: fakt verilməyibsə, cədvəl qərar vermir",
        "null is no value: where a fact is missing the table does not decide",
    ),
    "unexpected": ("{0}: bu işarənin yeri bura deyil", "{0}: this does not belong here"),
}


def cell_refusal(code: str, text: str, position: int, shown: str, kind: FactType | None = None) -> CellRefused:
    """The refusal `cell.<code>`, with what stood there (cut short) and the type that was wanted."""
    az, en = _WORDS[code]
    name = TYPE_NAMES[kind] if kind else Words("", "")
    cut = shown if len(shown) <= _MOST_SHOWN else f"{shown[:_MOST_SHOWN]}…"
    return CellRefused(f"cell.{code}", Words(az.format(cut, name.az), en.format(cut, name.en)), text, position)
