"""A district's list of families, as small as tests want it."""

from __future__ import annotations

from connectors.sandbox.workbook import written

_TITLES = (
    "№", "S.A.A.", "Doğum tarixi", "FİN", "Şəx. vəs. №", "Rayonu (işğaldan əvvəl)", "Kəndi", "Müvəqqəti ünvan",
    "Ailə üzvü", "Qaz(+/-)", "İşıq", "Su", "Qeyd",
)  # fmt: skip


def district_list(*families: tuple[int, str, str], title: str = "Zəngilan, III rüb 2026") -> bytes:
    rows: dict[int, tuple[object, ...]] = {
        7 + row: (number, f"Quliyev {name} Əli oğlu", "07.03.1968", fin, None, "Zəngilan r.", "Ağalı", "Bakı", 1)
        for row, (number, name, fin) in enumerate(families)
    }
    return written("Siyahı", {1: (title,), 6: _TITLES, **rows})
