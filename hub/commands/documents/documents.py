"""`hub documents …`: documents from the command line, as people act on them; every command calls the API."""

from __future__ import annotations

from collections.abc import Callable

import typer

from hub.commands.documents import files as document_files
from hub.commands.documents import reading as document_reading
from hub.commands.documents import steps as document_steps

app = typer.Typer(
    no_args_is_help=True,
    help="Documents: where they are, and steps with them.",
)

_COMMANDS: dict[str, Callable[..., None]] = {
    "list": document_reading.list_documents,
    "show": document_reading.show_document,
    "history": document_reading.show_history,
    "waiting": document_reading.show_waiting,
    "term": document_reading.show_term,
    "inbox": document_reading.show_inbox,
    "new": document_steps.begin,
    "revise": document_steps.revise,
    "submit": document_steps.submit,
    "act": document_steps.act,
    "register": document_steps.register,
    "sign": document_steps.sign,
    "seal": document_steps.seal,
    "send": document_steps.send,
    "move": document_steps.move,
    "print": document_files.print_page,
    "signed": document_files.fetch_signed,
    "verify": document_files.verify_file,
}
for _name, _command in _COMMANDS.items():
    app.command(_name)(_command)
