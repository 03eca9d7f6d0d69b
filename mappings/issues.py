"""What a mapping could not read, said exactly: where, by which rule, how grave, in two languages.

An `error` keeps the message from going on until a person or a better mapping has seen it; a `warning` or `info`
travels with the record. The texts never hold the value: it stands in `raw`, which whoever stores issues must seal.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

Severity = Literal["error", "warning", "info"]

_RAW_LENGTH = 200


@dataclass(frozen=True, slots=True)
class _Meaning:
    severity: Severity
    az: str
    en: str


_CATALOGUE: dict[str, _Meaning] = {
    "map.required": _Meaning("error", "Məcburi sahə yoxdur.", "A required field is missing."),
    "map.empty": _Meaning("error", "Sahə boşdur.", "The field is empty."),
    "map.wrong_type": _Meaning("error", "Dəyərin növü gözlənilən deyil.", "The value is not of the expected type."),
    "map.not_an_object": _Meaning("error", "Burada tərkibli dəyər gözlənilir.", "An object is expected here."),
    "map.not_a_list": _Meaning("error", "Burada siyahı gözlənilir.", "A list is expected here."),
    "map.repeated": _Meaning(
        "error",
        "Bir dəfə gözlənilən sahə təkrarlanır; heç biri seçilmədi.",
        "A field expected once is repeated; none was chosen.",
    ),
    "map.unread": _Meaning("info", "Bu sahə oxunmur.", "This field is not read."),
    "map.unknown_code": _Meaning("error", "Kod cədvəldə yoxdur.", "The code is not in the code table."),
    "map.fin_shape": _Meaning(
        "error",
        "FİN 7 simvoldan ibarət olmalıdır: rəqəmlər və I, O istisna olmaqla ingilis hərfləri.",
        "A FIN has 7 characters: digits and English letters except I and O.",
    ),
    "map.date_shape": _Meaning("error", "Tarix gözlənilən formada deyil.", "The date is not in the expected form."),
    "map.impossible_date": _Meaning("error", "Təqvimdə belə tarix yoxdur.", "No calendar has this date."),
    "map.future_date": _Meaning(
        "error", "Tarix hələ gəlməyib: sabahdan sonradır.", "The date has not come yet: it is beyond tomorrow."
    ),
    "map.ancient_date": _Meaning("error", "Tarix 1850-ci ildən əvvəldir.", "The date is before the year 1850."),
    "map.ambiguous_day": _Meaning(
        "error",
        "Vaxt qurşağına görə hansı günün nəzərdə tutulduğu bilinmir.",
        "With this time and offset it is not certain which day is meant.",
    ),
    "map.number_shape": _Meaning("error", "Tam ədəd gözlənilir.", "A whole number is expected."),
    "map.number_range": _Meaning("error", "Ədəd icazə verilən hədlərdən kənardır.", "The number is out of bounds."),
    "map.money_shape": _Meaning(
        "error", "Məbləğ onluq vergüllə gözlənilir.", "An amount with a decimal comma is expected."
    ),
    "map.pattern": _Meaning("error", "Dəyər gözlənilən formada deyil.", "The value is not in the expected form."),
    "map.check_digits": _Meaning(
        "error",
        "Yoxlama rəqəmləri uyğun gəlmir: nömrə səhv yazılıb.",
        "The check digits do not fit: the number is wrong.",
    ),
    "map.too_long": _Meaning("error", "Mətn həddən uzundur.", "The text is too long."),
    "map.control_characters": _Meaning(
        "error", "Mətndə idarəedici simvollar var.", "The text holds control characters."
    ),
    "map.mixed_alphabets": _Meaning(
        "error",
        "Bir sözdə iki əlifba qarışıb və birmənalı düzəliş yoxdur.",
        "Two alphabets are mixed in one word and no single repair fits.",
    ),
    "map.lost_letters": _Meaning(
        "warning",
        "Simvol kodlaşdırması hərfləri itirib; ad olduğu kimi saxlanıldı.",
        "The encoding lost letters; the text was kept as it is.",
    ),
    "map.ascii_only": _Meaning(
        "info",
        "Mənbə Azərbaycan hərflərini yazmır; yazılış natamam ola bilər.",
        "The source writes no Azerbaijani letters; the spelling may be incomplete.",
    ),
    "map.look_alikes_repaired": _Meaning(
        "info", "Oxşar hərflər latın hərfləri ilə əvəz edildi.", "Look-alike letters were replaced by Latin ones."
    ),
    "map.transliterated": _Meaning(
        "info", "Kiril yazısı cədvəl üzrə latına çevrildi.", "Cyrillic writing was transliterated by table."
    ),
    "map.suffix_and_sex": _Meaning(
        "warning", "“Oğlu/qızı” sözü cinsə uyğun gəlmir.", "The word oğlu/qızı does not fit the sex."
    ),
    "map.sum_differs": _Meaning(
        "warning", "Göstəricilərin hesabı uyğun gəlmir.", "The figures do not agree with each other."
    ),
    "map.record_refused": _Meaning(
        "error", "Qeyd bu dəyərlə qurula bilmir.", "The record cannot be built with this value."
    ),
    "map.base64": _Meaning("error", "Məzmun Base64 deyil.", "The content is no Base64."),
    "map.too_large": _Meaning("error", "Fayl həddən böyükdür.", "The file is too large."),
    "map.size_differs": _Meaning(
        "error", "Faylın ölçüsü yazılan ölçüyə uyğun gəlmir.", "The file is not of the size that is stated."
    ),
    "map.hash_differs": _Meaning(
        "error",
        "Faylın məzmunu yazılan SHA-256 cəminə uyğun gəlmir: yolda dəyişib və ya zədələnib.",
        "The file's content does not have the SHA-256 that is stated: it was changed or damaged on its way.",
    ),
    "map.not_distinct": _Meaning(
        "error", "Eyni ad bir neçə dəfə işlənib.", "A name that must be one of a kind stands several times."
    ),
    "map.no_such_name": _Meaning(
        "error", "Adı çəkilən şey bu sənəddə yoxdur.", "What is named is not in this document."
    ),
    "map.unknown_place": _Meaning(
        "info", "Yer adı siyahıda tapılmadı.", "The name of the place was not found in the list."
    ),
    "map.several": _Meaning(
        "warning",
        "Siyahıda bir neçə fərqli dəyər var, biri gözlənilirdi.",
        "The list has several values, one was expected.",
    ),
    "sheet.missing": _Meaning("error", "Faylda bu adlı vərəq yoxdur.", "The workbook has no sheet of this name."),
    "sheet.too_large": _Meaning(
        "error", "Siyahı həddən uzundur: bir neçə fayla bölün.", "The list is too long: part it into several files."
    ),
    "sheet.no_column": _Meaning("error", "Bu başlıqlı sütun tapılmadı.", "No column with this title was found."),
    "sheet.no_rows": _Meaning("error", "Siyahıda nömrəli sətir yoxdur.", "The list has no numbered row."),
    "sheet.formula": _Meaning(
        "error",
        "Xanada düstur var: hesablanmır, dəyər yazın.",
        "The cell is a formula: nothing is computed, write the value.",
    ),
    "sheet.cell_error": _Meaning("error", "Xanada Excel səhvi var.", "The cell shows an error of Excel."),
    "sheet.hidden_row": _Meaning(
        "error",
        "Gizli sətirdə məlumat var: sətri göstərin, yaxud silin.",
        "A hidden row holds data: show the row or delete it.",
    ),
    "sheet.unclear_row": _Meaning(
        "error",
        "Sətrin kimə aid olduğu aydın deyil: nə nömrəsi var, nə də yuxarıdakı ailənin üzvüdür.",
        "It is not clear what the row belongs to: it has no number and is no member of the family above.",
    ),
    "sheet.total_differs": _Meaning(
        "error", "Yekun ailələrin cəminə uyğun gəlmir.", "The families do not add up to the total."
    ),
    "row.columns": _Meaning("error", "Sütunların sayı başlıqla uyğun gəlmir.", "The row has too few or many columns."),
    "row.too_long": _Meaning("error", "Sətir həddən uzundur.", "The row is too long."),
    "row.width": _Meaning("error", "Sətrin uzunluğu qaydadakı deyil.", "The line is not as wide as agreed."),
    "row.kind": _Meaning("error", "Sətrin növünü bildirən hərf tanınmır.", "The letter of the line is not known."),
    "row.number_twice": _Meaning(
        "error", "Sətrin öz nömrəsi faylda təkrarlanır.", "The row's own number stands twice in the file."
    ),
    "row.empty": _Meaning("error", "Sətir boşdur.", "The row is empty."),
    "file.name": _Meaning("error", "Faylın adı qaydaya uyğun deyil.", "The file name is not as agreed."),
    "file.header": _Meaning(
        "error", "Faylın başlıq sətri gözlənilən deyil.", "The header line is not the one expected."
    ),
    "file.totals_missing": _Meaning(
        "error", "Yekun sətri yoxdur: fayl yarımçıq ola bilər.", "The totals line is missing: the file may be cut."
    ),
    "file.totals_shape": _Meaning("error", "Yekun sətri oxunmur.", "The totals line cannot be read."),
    "file.totals_differ": _Meaning(
        "error", "Sətirlərin cəmi yekunla uyğun gəlmir.", "The rows do not add up to the total."
    ),
    "file.stray_line": _Meaning(
        "error", "Sətir faylın başlığına uyğun deyil: başqa fayldandır.", "The line belongs to another file's header."
    ),
    "file.after_totals": _Meaning("error", "Yekundan sonra sətir var.", "There are rows after the totals line."),
    "file.empty": _Meaning("error", "Fayl boşdur.", "The file is empty."),
}

CODES = frozenset(_CATALOGUE)


@dataclass(frozen=True, slots=True)
class Issue:
    """One thing that was not read as it stood.

    `path` is a JSON pointer into the document (of XML with the root's name first), for a table the column.
    `rule` names what was expected (`fin`, `code:sex`, `date:dd.mm.yyyy`). `raw` and `suggestion` are personal;
    a suggestion is never applied by the hub.
    """

    code: str
    path: str
    severity: Severity
    rule: str
    raw: str | None = None
    suggestion: str | None = None

    @property
    def text(self) -> tuple[str, str]:
        """The meaning in Azerbaijani and in English, without the value."""
        return text_of(self.code)


def text_of(code: str) -> tuple[str, str]:
    """What a code of the catalogue means, in Azerbaijani and in English."""
    meaning = _CATALOGUE[code]
    return meaning.az, meaning.en


def issue(code: str, path: str, rule: str, raw: Any = None, suggestion: str | None = None) -> Issue:
    """Make an issue with the gravity that the catalogue gives its code; the raw value is cut at 200 characters."""
    shown = None if raw is None else _shown(raw)
    return Issue(code, path, _CATALOGUE[code].severity, rule, shown, suggestion)


def _shown(raw: Any) -> str:
    if isinstance(raw, int) and raw.bit_length() > 512:
        return "…"  # Python refuses to write a number of more than 4,300 digits.
    text = raw if isinstance(raw, str) else str(raw)
    return text if len(text) <= _RAW_LENGTH else text[: _RAW_LENGTH - 1] + "…"


@dataclass(frozen=True, slots=True)
class Finding:
    """What a converter noticed about one value; the mapping adds where it stood."""

    code: str
    suggestion: str | None = None


@dataclass(frozen=True, slots=True)
class Noted:
    """A converted value together with findings; `value` is None where nothing may be taken over."""

    value: Any
    findings: tuple[Finding, ...]
    marks: tuple[str, ...] = ()
    """`lossy` or `derived`: what the record says about the field, beside the issue."""


def refused(code: str, suggestion: str | None = None) -> Noted:
    """Give no value and the one reason."""
    return Noted(None, (Finding(code, suggestion),))
