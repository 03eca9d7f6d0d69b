"""Commands that explain themselves, and say what was typed wrongly, in the reader's language.

Declarations are in English; `locale/az` has their Azerbaijani. The language is that of `hub --lang`, else of HUB_LANG.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Any, Literal

import typer
from typer.core import TyperCommand, TyperGroup

_LANG = "hub.lang"


def reader(ctx: typer.Context) -> Literal["az", "en"]:
    """The language of who called; Azerbaijani where nothing says it, as the settings have it."""
    return "en" if ctx.meta.get(_LANG) == "en" else "az"


def sentences(lang: Literal["az", "en"]) -> Any:
    """The language's `Sentences`. They and Typer's pages are loaded when shown: a command that works needs neither."""
    return import_module("hub.commands.sentences").Sentences(lang)


def _sentences(ctx: typer.Context) -> Any:
    return sentences(reader(ctx))


class SpokenCommand(TyperCommand):
    """A command."""

    def get_usage(self, ctx: Any) -> str:
        return str(_sentences(ctx).said(super().get_usage(ctx)))

    def format_help(self, ctx: Any, formatter: Any) -> None:
        with _sentences(ctx).of([self, *self.get_params(ctx)]):
            super().format_help(ctx, formatter)


class SpokenGroup(TyperGroup):
    """A group of commands."""

    def get_usage(self, ctx: Any) -> str:
        return str(_sentences(ctx).said(super().get_usage(ctx)))

    def format_help(self, ctx: Any, formatter: Any) -> None:
        with _sentences(ctx).of([self, *self.get_params(ctx), *self.commands.values()]):
            super().format_help(ctx, formatter)


class SpokenRoot(SpokenGroup):
    """`hub` itself: what is typed wrongly anywhere is said here."""

    def parse_args(self, ctx: Any, args: list[str]) -> Any:
        """Finds the language first: wherever `--lang` stands, help is in it."""
        option = next(each for each in self.params if each.name == "lang")
        ctx.meta[_LANG] = option.resolve_envvar_value(ctx)
        with _said_in_language(ctx):
            given, _, _ = self.make_parser(ctx).parse_args([*args])
            ctx.meta[_LANG] = given.get("lang") or ctx.meta[_LANG]
            return super().parse_args(ctx, args)

    def invoke(self, ctx: Any) -> Any:
        with _said_in_language(ctx):
            return super().invoke(ctx)


class _Said(typer.BadParameter):
    """What was wrong, as it is said."""

    def format_message(self) -> str:
        return self.message


@contextmanager
def _said_in_language(root: typer.Context) -> Iterator[None]:
    try:
        yield
    except typer.Abort:
        _sentences(root)
        raise
    except typer.TyperException as wrong:
        message = _sentences(root).said(wrong.format_message())
        if not message:  # a page of help was shown instead
            raise
        raise _Said(message, getattr(wrong, "ctx", None)) from wrong
