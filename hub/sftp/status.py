"""What a party is told over SFTP: a status of the protocol with our code, and the words of this door's own refusals."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import asyncssh

from hub.errors import Forbidden, HubError, NotFound, StoreUnavailable, Words
from hub.store.ids import new_id
from hub.store.store import Collision, CommitUnknown, TryAgain
from hub.web.limits import log_unexpected
from hub.web.problem import INTERNAL

NOTHING = Words("Bu yolda sizin heç nəyiniz yoxdur.", "There is nothing of yours under this path.")
WRITE_ONLY = Words(
    "Qutuya yalnız yazılır: nə qoyulubsa, geri oxunmur.",
    "An inbox is written only: what was put there is not read back.",
)
READ_ONLY = Words(
    "Yazmaq yalnız /inbox/FORMAT/AD altında olur; cavablar yalnız oxunur.",
    "Only /inbox/FORMAT/NAME can be written; replies are read only.",
)
RENAME = Words(
    "Ad yalnız bir qovluqda, müvəqqəti addan (.AD, AD.part, AD.tmp, AD.filepart) faylın öz adına dəyişdirilir.",
    "A file is renamed within its folder, from a temporary name (.NAME, NAME.part, NAME.tmp) to its own.",
)
NOTHING_WHOLE = Words(
    "Bu .ok faylının yanında fayl yoxdur: əvvəl faylı və .md5-i, ən sonda .ok-u yazın.",
    "There is no file beside this .ok: write the file, its .md5, and the .ok last.",
)
TOO_MANY_OPEN = Words("Bu seansda həddən çox fayl açıqdır.", "Too many files are open in this session.")
UNSUPPORTED = Words("Bu əməliyyat burada yoxdur.", "There is no such operation here.")
NAME_WORDS = Words(
    "Addakı işarələr yalnız A–Z, a–z, 0–9, nöqtə, tire və alt xətt ola bilər, ən çoxu 120.",
    "A name has only A-Z, a-z, 0-9, dots, dashes and underscores, at most 120.",
)


@contextmanager
def said() -> Iterator[None]:
    """What is raised inside becomes a status with our code; never a trace, nor words of the machine's."""
    try:
        yield
    except asyncssh.SFTPError:
        raise
    except NotFound as missing:
        raise asyncssh.SFTPNoSuchFile(f"{missing.code}: {missing.words.en}", "en") from missing
    except Forbidden as denied:
        raise asyncssh.SFTPPermissionDenied(f"{denied.code}: {denied.words.en}", "en") from denied
    except HubError as refused:
        raise asyncssh.SFTPFailure(f"{refused.code}: {refused.words.en}", "en") from refused
    except (TryAgain, Collision, CommitUnknown) as away:
        raise _failure(StoreUnavailable(type(away).__name__)) from away
    except Exception as unforeseen:  # the handler of this door: nothing else leaves it
        reference = new_id()
        log_unexpected(unforeseen, reference)
        raise asyncssh.SFTPFailure(f"hub.internal: {INTERNAL.en} ({reference})", "en") from unforeseen


def _failure(error: HubError) -> asyncssh.SFTPFailure:
    return asyncssh.SFTPFailure(f"{error.code}: {error.words.en}", "en")
