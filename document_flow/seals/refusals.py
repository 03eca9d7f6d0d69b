"""Why a signature is not made, or a file not read.

    SealRefused         code, words
      KeyRefused        a key file that does not open, or a kind of key that is not used
      DocumentRefused   a document or container that is not signed or read
      StampRefused      a time stamp that answers another request, or none
      AnswerRefused     a signature that does not belong to what was prepared

No text repeats what a document holds or whom a certificate names.
"""

from __future__ import annotations

from document_flow.words import Words


class SealRefused(Exception):
    """Expected, and told to whoever asked; `code` is stable."""

    def __init__(self, code: str, words: Words) -> None:
        super().__init__(code, words)
        self.code = code
        self.words = words

    def __str__(self) -> str:
        return f"{self.code}: {self.words.en}"


class KeyRefused(SealRefused):
    """The key cannot be used."""


class DocumentRefused(SealRefused):
    """The document cannot be signed or read as what it is said to be."""


class StampRefused(SealRefused):
    """The stamping authority's answer cannot be used; another request may get a better one."""


class AnswerRefused(SealRefused):
    """The signature is not one over what was prepared, or another one was already taken."""
