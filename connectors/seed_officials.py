"""The sandbox's committee, invented people by their logins: codes of their certificates, and the names in them."""

from __future__ import annotations

FINS = {
    "fuad": "HTM4T66", "sevinc": "WXJ7YH3", "elcin": "A1FB3U0", "rauf": "P5CE94X", "leyla": "299HEFU",
    "nigar": "FD6LKSR", "orxan": "UH3PR3N", "aysel": "7M0SWEK", "uzv-1": "LQXW1RG", "uzv-2": "ZUUZ72D",
    "uzv-3": "CYS2CDA", "uzv-4": "S2P5HQ7", "uzv-5": "56L8P14",
}  # fmt: skip
"""Codes of invented persons, whose phones the sandbox has."""
NAMES = {
    "fuad": "Fuad Kərimli", "sevinc": "Sevinc Rəhimli", "elcin": "Elçin Məmmədli", "rauf": "Rauf İbrahimli",
    "leyla": "Leyla Şükürlü", "nigar": "Nigar Həsənli", "orxan": "Orxan Qaralı", "aysel": "Aysel Cəfərli",
    "uzv-1": "Ülviyyə Sadıqlı", "uzv-2": "Xəyal Mirzəli", "uzv-3": "Çinarə Nəsirli", "uzv-4": "İlqar Tağılı",
    "uzv-5": "Günay Süleymanlı",
}  # fmt: skip
HOLDERS = {fin: NAMES[login] for login, fin in FINS.items()}
"""Whose name is in the certificate of a code."""
