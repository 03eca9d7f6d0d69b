"""Rows of the meter file read by hand into the same records: the yardstick of the mapping language.

    python -m tests.benchmarks.meter_by_hand

It does what `azerishiq.meter-file.v1` says and nothing more: no places, no rules' names, one refusal a row. Both read
the same rows in one process, in turns; between them a person of 1.2 kB in XML is parsed, checked and mapped. All by
processor time, so the ratio holds on a busy machine; the goals are of one core that is left alone.
"""

from __future__ import annotations

import re
import statistics
import sys
import time
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path

from connectors.agencies.azerishiq.meter_files import Habits, lines, metered
from connectors.parsing import parse_xml, to_document
from connectors.sandbox.people import person
from mappings.format import Format, load_formats
from mappings.money import qepik_from_text
from mappings.places import PLACES
from mappings.records import UtilityAccount
from mappings.rows import read_rows
from mappings.text import clean
from tests.benchmarks.persons import person_xml

FORMATS = Path(__file__).parent / "formats"
ROWS, DOCUMENTS, ROUNDS = 5000, 2000, 7
GOAL_ROWS, GOAL_DOCUMENTS = 40_000, 8_000
_LOST = str.maketrans({"ə": "?", "Ə": "?", "ü": "?", "Ü": "?"})
_ACCOUNT, _METER = re.compile(r"[0-9]{13}"), re.compile(r"[0-9A-Za-z-]{4,20}")
_FIN, _MONTH = re.compile(r"[0-9A-HJ-NP-Z]{7}"), re.compile(r"(0[1-9]|1[0-2])\.([0-9]{2})")
_GROUP = {"1": True, "0": False}


def read_by_hand(rows: Iterable[bytes]) -> int:
    """How many rows could be read."""
    read = 0
    for raw in rows:
        try:
            UtilityAccount.model_validate(_values(raw.decode("cp1254").split(";")))
        except ValueError:
            continue
        read += 1
    return read


def _values(cells: list[str]) -> dict[str, object]:
    account, meter, name, fin, place, address, group, persons, limit, month, first, last, used, amount, debt = cells
    found = _MONTH.fullmatch(month)
    fin = fin.strip().upper()
    if not (_ACCOUNT.fullmatch(account) and _METER.fullmatch(meter) and found and (not fin or _FIN.fullmatch(fin))):
        raise ValueError("a cell is not as agreed")
    holder, where, at = clean(name), clean(place), clean(address)
    if int(last) - int(first) != int(used) or (_GROUP[group] and int(persons) * 300 != int(limit)):
        raise ValueError("the figures do not agree")
    return {
        "provider": "azerishiq",
        "subscriber_code": account,
        "meter_no": meter,
        "holder_name": holder.text,
        "fin": fin or None,
        "place_text": where.text,
        "place_code": found_place.code if (found_place := PLACES.find(place)) else None,
        "address": at.text,
        "idp_group": _GROUP[group],
        "persons_registered": int(persons),
        "limit_kwh": int(limit),
        "period": f"20{found[2]}-{found[1]}",
        "initial_reading": int(first),
        "final_reading": int(last),
        "consumption_kwh": int(used),
        "amount_qepik": qepik_from_text(amount),
        "debt_qepik": qepik_from_text(debt),
        "lossy": tuple(n for n, each in (("holder_name", holder), ("address", at)) if each.lost),
    }


def rate(read: Callable[[list[bytes]], int], rows: list[bytes]) -> float:
    """Rows a second of processor time."""
    begun = time.process_time()
    if read(rows) < ROWS * 0.9:
        raise AssertionError("rows were refused that are right")
    return len(rows) / (time.process_time() - begun)


def xml_rate(format_: Format, documents: list[bytes]) -> float:
    """Documents a second of processor time, from their bytes to records."""
    begun = time.process_time()
    for raw in documents:
        root = parse_xml(raw)
        document = to_document(root)
        if format_.refuse(document, root) is not None or not format_.read(document).mapped:
            raise AssertionError("a document was refused that is right")
    return len(documents) / (time.process_time() - begun)


def main() -> None:
    """Print the medians."""
    xml, documents = load_formats(FORMATS)["bench.person-xml.v1"], [person_xml(number) for number in range(DOCUMENTS)]
    made = load_formats()["azerishiq.meter-file.v1"]
    text = lines((metered(person(n)) for n in range(ROWS)), date(2026, 3, 31), Habits(_LOST, without_fin=5))
    rows = [line.encode("cp1254") for line in text][1:-1]
    found: list[tuple[float, float]] = []
    by_xml: list[float] = []
    for _ in range(ROUNDS):
        by_xml.append(xml_rate(xml, documents))
        mapped = rate(lambda given: sum(row.reading.mapped for row in read_rows(made, given)), rows)
        found.append((mapped, rate(read_by_hand, rows)))
    mapped, by_hand = (statistics.median(each) for each in zip(*found, strict=True))
    ratio = statistics.median(one / other for one, other in found)
    sys.stdout.write(
        f"mapped {mapped:.0f} rows/s (goal {GOAL_ROWS}), by hand {by_hand:.0f} rows/s, ratio {ratio:.2f};"
        f" XML {statistics.median(by_xml):.0f} documents/s (goal {GOAL_DOCUMENTS})\n"
    )


if __name__ == "__main__":
    main()
