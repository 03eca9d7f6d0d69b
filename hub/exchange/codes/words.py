"""What the work list of codes says to people when it refuses something."""

from __future__ import annotations

from hub.errors import Conflict, NotFound, Refused, Words


def no_such_code() -> NotFound:
    """Nobody waits for this code, or nothing of it was ever proposed."""
    return NotFound(
        "codes.not_found",
        Words(
            "Bu kod siyahıda yoxdur: onu gözləyən mesaj qalmayıb.",
            "This code is not in the list: no message waits for it.",
        ),
    )


def decided_already() -> Conflict:
    """Somebody was quicker."""
    return Conflict("codes.decided", Words("Bu təklif üzrə artıq qərar verilib.", "This was decided already."))


def open_already() -> Conflict:
    """One open proposal or meaning a code."""
    return Conflict(
        "codes.open_already",
        Words(
            "Bu kod üçün təklif artıq var; əvvəlcə onun üzrə qərar verilsin.",
            "There is a proposal for this code already; have it decided first.",
        ),
    )


def not_a_meaning() -> Refused:
    """Only what the table knows can be meant."""
    return Refused(
        "codes.meaning",
        Words(
            "Kod yalnız cədvəldəki mənalardan birini ala bilər. Yeni məna üçün uyğunlaşdırma dəyişməlidir.",
            "A code can only mean what the table knows. A new meaning needs a change of the mapping.",
        ),
        status=422,
        place="meaning",
    )


def no_source() -> Refused:
    """A code is mapped by a document, never by a guess."""
    return Refused(
        "codes.source",
        Words(
            "Mənbəni yazın: kodun mənasını deyən sənədin adı, nömrəsi və tarixi (ən azı 8 simvol).",
            "Name the source: title, number and date of the document that says so (at least 8 characters).",
        ),
        status=422,
        place="source",
    )


def no_reason() -> Refused:
    """A withdrawal says why."""
    return Refused(
        "codes.reason",
        Words("Səbəbi yazın (ən azı 8 simvol).", "Say why (at least 8 characters)."),
        status=422,
        place="reason",
    )
