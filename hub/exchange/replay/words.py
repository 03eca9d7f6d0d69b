"""What replays say to people when they refuse something."""

from __future__ import annotations

from collections.abc import Mapping

from hub.errors import Conflict, NotFound, Refused, Words

STATES: Mapping[str, Words] = {
    "running": Words("oxunur", "reading"),
    "done": Words("bitib", "done"),
    "failed": Words("alınmadı", "failed"),
    "cancelled": Words("dayandırılıb", "cancelled"),
}
"""Of replays."""


def no_such_replay() -> NotFound:
    """No replay has this id."""
    return NotFound("replay.not_found", Words("Belə sınaq yoxdur.", "There is no such replay."))


def no_folder() -> Refused:
    """What was given is no folder of a format."""
    return Refused(
        "replay.no_folder",
        Words(
            "Namizəd format qovluğu olmalıdır: ZIP içində mapping.yaml, lazım olsa codes.yaml və sxem.",
            "A candidate is a format's folder: a ZIP with mapping.yaml and, if needed, codes.yaml and the schema.",
        ),
        status=422,
        place="candidate",
    )


def too_large(most: int) -> Refused:
    """A mapping is short."""
    return Refused(
        "replay.too_large",
        Words(f"Namizəd {most // 1024} kB-dan böyük ola bilməz.", f"A candidate may have {most // 1024} kB at most."),
        status=422,
        place="candidate",
    )


def unknown_file(name: str) -> Refused:
    """Only the files of a format are taken."""
    return Refused(
        "replay.unknown_file",
        Words(f"Qovluqda artıq fayl var: {name}.", f"The folder holds a file that is not of a format: {name}."),
        status=422,
        place="candidate",
    )


def candidate_broke() -> Refused:
    """It takes all time or memory."""
    return Refused(
        "replay.candidate_broke",
        Words(
            "Namizəd bir mesajı 5 saniyəyə oxumadı və ya yaddaş həddini aşdı. Şablonlarını sadələşdirin.",
            "The candidate did not read a message within 5 seconds, or took too much memory. Simplify its patterns.",
        ),
        status=422,
        place="candidate",
    )


def does_not_load(problems: list[str]) -> Refused:
    """The candidate has mistakes; all are named."""
    told = "; ".join(problems)
    return Refused(
        "replay.candidate",
        Words(f"Namizəd yüklənmir: {told}", f"The candidate cannot be loaded: {told}"),
        status=422,
        place="candidate",
    )


def other_format(wanted: str, found: str) -> Refused:
    """It is a mapping of something else."""
    return Refused(
        "replay.other_format",
        Words(
            f"Namizəd “{found}” formatıdır, seçilən isə “{wanted}”.",
            f"The candidate is of format {found}, but {wanted} was chosen.",
        ),
        status=422,
        place="candidate",
    )


def bad_window() -> Refused:
    """The time window is none."""
    words = Words("Başlanğıc tarix sondan əvvəl olmalıdır.", "The start must be before the end.")
    return Refused("replay.window", words, status=422, place="since")


def ended_already() -> Conflict:
    """Nothing is left to cancel."""
    return Conflict("replay.ended", Words("Bu sınaq artıq bitib.", "This replay has ended already."))


def nothing_found() -> Conflict:
    """There is nothing to emit."""
    return Conflict(
        "replay.nothing_found", Words("Göndəriləsi düzəliş tapılmayıb.", "No correction was found to be sent.")
    )
