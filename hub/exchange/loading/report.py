"""What a load came to: the match report, and the work list of what people must look at, by the money at stake."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from hub.errors import Words
from hub.exchange.loading.placing import Unplaced
from hub.exchange.loading.plan import BaseLoad, latest_load
from hub.exchange.loading.reading import UNREADABLE
from hub.exchange.loading.sources import BASES
from hub.store.tx import Tx
from mappings.issues import CODES, text_of
from mappings.linking import How, Note, Why

_CURRENT = (
    " JOIN load_files f ON f.load_id = :load AND f.base = b.base AND f.message_id = b.message_id"
    " JOIN base_links l ON l.record_id = b.id"
)
# A person's money is that of all rows, its district that of the weightiest base that names one.
_ROWS = (
    "WITH stakes AS (SELECT l.person_mark, sum(b.qepik) AS qepik, min(CASE WHEN b.base = 'cards' THEN b.district END)"
    f" AS by_card, min(b.district) AS by_any FROM base_records b{_CURRENT}"
    " WHERE l.person_mark IS NOT NULL GROUP BY l.person_mark)"
    ", work AS (SELECT b.base, f.name, b.row_number, coalesce(l.why || ',', '')"
    " || coalesce(l.notes || ',', '') || coalesce(b.unplaced, '') AS reasons, l.why,"
    " coalesce(s.by_card, s.by_any, b.district) AS district, coalesce(s.qepik, b.qepik) AS qepik"
    f" FROM base_records b{_CURRENT} LEFT JOIN stakes s ON s.person_mark = l.person_mark"
    " WHERE l.why IS NOT NULL OR l.notes IS NOT NULL OR b.unplaced IS NOT NULL"
    " UNION ALL SELECT f.base, f.name, r.row_number, r.code AS reasons, r.state AS why, r.district,"
    " coalesce(r.qepik, 0) AS qepik FROM load_files f JOIN bad_rows r ON r.message_id = f.message_id"
    f" AND r.state = '{UNREADABLE}' WHERE f.load_id = :load)"
)
_OF_DISTRICT = " WHERE (CAST(:any AS int) = 1 OR w.district = :district)"
_WORK = f"{_ROWS} SELECT w.* FROM work w{_OF_DISTRICT} ORDER BY w.qepik DESC, w.base, w.row_number LIMIT :most"
_DISTRICTS = (
    f"{_ROWS} SELECT w.district, count(*) AS n, sum(CASE WHEN w.why IS NULL THEN 0 ELSE w.qepik END) AS qepik"
    f" FROM work w{_OF_DISTRICT} GROUP BY w.district"
)


@dataclass(frozen=True, slots=True)
class BaseReport:
    """Of one base: rows by how they were linked, by why not, by what does not agree, by which of their places the list
    has not, and by why they are unreadable.

    Money a month: `linked_qepik` of the rows that are somebody's, `open_qepik` of those that are nobody's,
    `unreadable_qepik` of those that cannot be read; together it is the base's. `unsummed` rows are of those whose money
    cannot be read either.
    """

    base: str
    rows: int
    linked: Counter[str]
    unlinked: Counter[str]
    notes: Counter[str]
    unplaced: Counter[str]
    unreadable: Counter[str]
    linked_qepik: int
    open_qepik: int
    unreadable_qepik: int
    unsummed: int

    @property
    def qepik(self) -> int:
        """The base's money a month."""
        return self.linked_qepik + self.open_qepik + self.unreadable_qepik


@dataclass(frozen=True, slots=True)
class MatchReport:
    """Of a load. `told` are rows that the register knows of."""

    persons: int
    told: int
    bases: tuple[BaseReport, ...]


@dataclass(frozen=True, slots=True)
class WorkItem:
    """A row that somebody must look at, in which file and line it stands, why, and qəpik a month at stake."""

    base: str
    file: str
    row: int
    district: str | None
    reasons: tuple[str, ...]
    qepik: int


@dataclass(frozen=True, slots=True)
class DistrictWork:
    """How many rows of a district somebody must look at, and qəpik a month of those that are nobody's."""

    district: str | None
    rows: int
    qepik: int


@dataclass(frozen=True, slots=True)
class LoadSeen:
    """The latest load as a person looks at it: the report, and of the work list its beginning."""

    load: BaseLoad
    is_finished: bool
    report: MatchReport
    districts: Sequence[DistrictWork]
    work: Sequence[WorkItem]


async def match_report(tx: Tx, load: BaseLoad) -> MatchReport:
    """The report of the files of a load as they are linked now."""
    links = await tx.fetch(
        f"SELECT b.base, l.how, l.why, l.notes, b.unplaced, count(*) AS n, sum(b.qepik) AS qepik"
        f" FROM base_records b{_CURRENT} GROUP BY b.base, l.how, l.why, l.notes, b.unplaced",
        {"load": load.id},
    )
    bad = await tx.fetch(
        "SELECT f.base, r.code, count(*) AS n, coalesce(sum(r.qepik), 0) AS qepik, count(r.qepik) AS summed"
        " FROM load_files f JOIN bad_rows r ON r.message_id = f.message_id"
        f" AND r.state = '{UNREADABLE}' WHERE f.load_id = :load GROUP BY f.base, r.code",
        {"load": load.id},
    )
    (persons,) = await tx.fetch(
        f"SELECT count(DISTINCT l.person_mark) AS persons, count(l.told_entity) AS told FROM base_records b{_CURRENT}",
        {"load": load.id},
    )
    made = []
    for base in BASES:
        of_base = [row for row in links if row["base"] == base]
        unreadable = Counter({row["code"]: row["n"] for row in bad if row["base"] == base})
        if not of_base and not unreadable:
            continue
        linked: Counter[str] = Counter()
        unlinked: Counter[str] = Counter()
        notes: Counter[str] = Counter()
        unplaced: Counter[str] = Counter()
        for row in of_base:
            (linked if row["how"] else unlinked)[row["how"] or row["why"]] += row["n"]
            for counted, codes in ((notes, row["notes"]), (unplaced, row["unplaced"])):
                counted.update(dict.fromkeys(_several(codes), row["n"]))
        rows = sum(linked.values()) + sum(unlinked.values()) + sum(unreadable.values())
        of_bad = [row for row in bad if row["base"] == base]
        money = (
            sum(int(row["qepik"]) for row in of_base if not row["why"]),
            sum(int(row["qepik"]) for row in of_base if row["why"]),
            sum(int(row["qepik"]) for row in of_bad),
            sum(row["n"] - row["summed"] for row in of_bad),
        )
        made.append(BaseReport(base, rows, linked, unlinked, notes, unplaced, unreadable, *money))
    return MatchReport(persons["persons"], persons["told"], tuple(made))


async def work_list(tx: Tx, load: BaseLoad, district: str | None, most: int) -> Sequence[WorkItem]:
    """What is to be looked at, the most money first; of one district, where one is named."""
    rows = await tx.fetch(_WORK, {**_of(load, district), "most": most})
    return [
        WorkItem(r["base"], r["name"], r["row_number"], r["district"], _several(r["reasons"]), int(r["qepik"]))
        for r in rows
    ]


async def work_by_district(tx: Tx, load: BaseLoad, district: str | None) -> Sequence[DistrictWork]:
    """The most money that is nobody's first; of one district, where one is named."""
    rows = await tx.fetch(_DISTRICTS, _of(load, district))
    found = [DistrictWork(row["district"], int(row["n"]), int(row["qepik"])) for row in rows]
    return sorted(found, key=lambda each: (-each.qepik, each.district or UNKNOWN))


async def read_load(tx: Tx, district: str | None, most: int) -> LoadSeen | None:
    """The latest load, with the work list of one district where one is named; None where nothing was loaded yet."""
    latest = await latest_load(tx)
    if latest is None:
        return None
    load, is_finished = latest
    report, districts = await match_report(tx, load), await work_by_district(tx, load, None)
    return LoadSeen(load, is_finished, report, districts, await work_list(tx, load, district, most))


def _several(codes: str | None) -> tuple[str, ...]:
    return tuple(code for code in (codes or "").split(",") if code)


def _of(load: BaseLoad, district: str | None) -> dict[str, str | int]:
    return {"load": load.id, "any": int(district is None), "district": district or ""}


def said(code: str) -> Words:
    """What a base, a way of linking, a reason or a note is called."""
    found = WORDS.get(code)
    return found or (Words(*text_of(code)) if code in CODES else Words(code, code))


WORDS: Final[dict[str, Words]] = {
    "cards": Words("Vəsiqələr", "Cards"),
    "allowance": Words("Müavinət", "Allowance"),
    "utilities": Words("Kommunal", "Utilities"),
    "survey": Words("Sorğu", "Survey"),
    How.FIN: Words("FİN ilə", "by FIN"),
    How.DOCUMENT: Words("sənəd nömrəsi ilə", "by document number"),
    How.NAME: Words("ad və doğum tarixi ilə", "by names and birth date"),
    Why.NOBODY: Words("başqa bazada tapılmadı", "found in no other base"),
    Why.SEVERAL: Words("bir neçə namizəd var", "several candidates"),
    Why.ALREADY_THERE: Words("həmin bazada bu şəxsin başqa sətri var", "its base has another row of the person"),
    Why.LOST_LETTERS: Words("adın hərfləri itib, FİN və sənəd uyğun gəlmir", "letters lost, no FIN or document fits"),
    Why.NOTHING_TO_GO_BY: Words("FİN, sənəd və tam doğum tarixi yoxdur", "no FIN, document or whole birth date"),
    Why.DOCUMENT_OF_SEVERAL: Words("sənəd nömrəsi bir neçə FİN-lə yazılıb", "document number beside several FINs"),
    Why.DOCUMENT_DIFFERS: Words("sənəd uyğundur, doğum tarixi fərqlidir", "document fits, birth date differs"),
    Why.OTHER_PERSON: Words("FİN başqa şəxsindir", "the FIN is another person's"),
    Why.FIN_OF_SEVERAL: Words("bir FİN iki şəxsə yazılıb", "one FIN, two people"),
    Note.BIRTH_DIFFERS: Words("doğum tarixi fərqlidir", "birth date differs"),
    Note.NAME_DIFFERS: Words("ad fərqlidir", "given name differs"),
    Note.TWICE: Words("bazada təkrar", "twice in its base"),
    Note.POSSIBLE_DOUBLE: Words(
        "başqa FİN-də eyni ad və doğum tarixi", "another FIN has the same names and birth date"
    ),
    Unplaced.VILLAGE: Words("kənd siyahıda yoxdur", "village not in the list of places"),
    Unplaced.SETTLEMENT: Words("ünvandan məskunlaşdığı yer bilinmir", "address names no place of settlement"),
}
UNKNOWN: Final = "?"
"""Stands for a district that no base names."""
MONEY: Final = {
    "linked_qepik": Words("əlaqələndirilmiş məbləğ, AZN/ay", "money of linked rows, AZN a month"),
    "open_qepik": Words("sahibsiz məbləğ, AZN/ay", "money of nobody, AZN a month"),
    "unreadable_qepik": Words("oxunmayan sətirlərin məbləği, AZN/ay", "money of unreadable rows, AZN a month"),
    "qepik": Words("bazanın cəmi, AZN/ay", "the base's sum, AZN a month"),
}
"""A base's money, by the names of its attributes; the last is what the others add up to."""
UNSUMMED: Final = Words("məbləği də oxunmayan sətir", "rows whose money cannot be read either")
PARTS: Final = {
    "linked": Words("əlaqələndirilib", "linked"),
    "unlinked": Words("əlaqələndirilməyib", "unlinked"),
    "notes": Words("uyğun gəlmir", "does not agree"),
    "unplaced": Words("yeri tapılmayıb", "place not found"),
    "unreadable": Words("oxunmur", "unreadable"),
}
"""What a base's report counts, by the names of its attributes."""
DISTRICT_HEADS: Final = (
    Words("rayon", "district"),
    Words("baxılmalı sətir", "rows to look at"),
    Words("sahibsiz məbləğ, AZN/ay", "money of nobody, AZN a month"),
)
WORK_HEADS: Final = (
    Words("AZN/ay", "AZN a month"),
    Words("rayon", "district"),
    Words("fayl", "file"),
    Words("sətir", "line"),
    Words("səbəb", "reason"),
)
