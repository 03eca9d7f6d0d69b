"""The `hub` command."""

from __future__ import annotations

import os

import typer

from hub.commands import check, demo, failed, importing, mapping, messages, parties, repairs, routes, run, verify

app = typer.Typer(
    name="hub",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Qayıdış Hub: məlumat mübadiləsi və sənəd dövriyyəsi. / Exchange of records and flow of documents.",
)
app.command("run")(run.run)
app.command("serve")(run.serve)
app.command("work")(run.work)
app.command("relay")(run.relay)
app.command("migrate")(run.migrate_database)
app.command("check")(check.check)
app.command("routes")(routes.show_routes)
app.command("import")(importing.import_file)
app.command("map")(mapping.map_file)
app.command("demo-data")(demo.demo_data)
app.add_typer(messages.app, name="messages")
app.add_typer(failed.app, name="failed")
app.add_typer(repairs.app, name="repairs")
app.add_typer(verify.app, name="verify")
app.add_typer(parties.app, name="parties")
app.add_typer(parties.people, name="people")


def main() -> None:
    """Entry point of `hub` and of `python -m hub.cli`."""
    os.umask(0o077)  # what the hub keeps is for its own account only
    app()


if __name__ == "__main__":
    main()
