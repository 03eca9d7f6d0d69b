"""Who may agree to what another person proposes (four eyes), and that nobody decides about oneself."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from document_flow.second_person import SECOND_PERSON
from hub.errors import Forbidden, Words


@dataclass(frozen=True, slots=True)
class Who:
    """An official: the party whose key was used, and the person where one logged in."""

    party: str
    person: str | None = None

    def __str__(self) -> str:
        return f"{self.party}/{self.person}" if self.person else self.party

    @classmethod
    def parse(cls, text: str) -> Who:
        """Back from the text that the store keeps."""
        party, _, person = text.partition("/")
        return cls(party, person or None)

    def is_another_than(self, maker: Who) -> bool:
        """True if the two are certainly two people: a key without a person stands for everybody of its party."""
        if self.person is None or maker.person is None:
            return self.party != maker.party
        return (self.party, self.person) != (maker.party, maker.person)


def is_second_person(who: Who | str, *makers: Who | str) -> bool:
    """Whether this is certainly somebody else than each maker; by login, or by the text of a `Who`."""
    return all(Who.parse(str(who)).is_another_than(Who.parse(str(maker))) for maker in makers)


def need_second_person(who: Who | str, *makers: Who | str) -> None:
    """Forbidden for whoever made what is agreed to."""
    if not is_second_person(who, *makers):
        raise Forbidden(SECOND_PERSON.code, SECOND_PERSON.words)


def refuse_for_oneself(by: str, gains: Collection[str]) -> None:
    """Forbidden where somebody would decide about oneself: give a place, a right or a hand, or take one."""
    if by in gains:
        raise Forbidden("access.for_oneself", _FOR_ONESELF)


_FOR_ONESELF = Words(
    "Heç kim öz iş yeri, hesabı, rolu və ya əvəz etmək hüququ barədə özü qərar vermir; bunu başqası edir.",
    "Nobody decides about their own place of work, account, roles or standing in for others; somebody else does.",
)
