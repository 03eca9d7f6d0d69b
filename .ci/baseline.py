"""Write the first migration anew from the tables (hub/store/*tables.py): `make baseline`, after any change of a table.

Until the first release there is this one migration, and a database made by another of its editions is refused in
words; after it, migrations are only appended (docs/decisions/0019). Two changes of tables that meet in a rebase
conflict in the file that stands here: take either side, resolve the tables themselves, and run this again.
"""

from __future__ import annotations

import hashlib
import subprocess
import sys
from pathlib import Path
from typing import Literal

import sqlalchemy as sa
from alembic.autogenerate import produce_migrations, render_python_code
from alembic.autogenerate.api import AutogenContext
from alembic.migration import MigrationContext

from hub.store.revisions import VERSIONS
from hub.store.schema import metadata
from hub.store.tables import Id, Ints

PLACE = VERSIONS / "m0001_baseline.py"

_FILE = '''"""Every table as hub/store/*tables.py has it. Written by `make baseline`; not by hand."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from hub.store.migrations.start import ID, INTS, first_row, first_things

revision = "0001_{edition}"
down_revision = None


def upgrade() -> None:  # noqa: PLR0915  # one statement a table and index, in the order of their names
    """Everything, on an empty database."""
    first_things()
{steps}
    first_row()
'''


def written() -> str:
    """The migration's source, not yet formatted. The edition is a hash of it, so the same tables give the same name."""
    with sa.create_engine("sqlite://").connect() as connection:
        steps = produce_migrations(MigrationContext.configure(connection), metadata).upgrade_ops_list[0]
        body = render_python_code(steps, render_item=_item)
    body = "\n".join(line for line in body.splitlines() if not line.strip().startswith("#"))
    return _FILE.format(edition=hashlib.sha256(body.encode()).hexdigest()[:8], steps=f"    {body.strip()}")


def _item(kind: str, item: object, context: AutogenContext) -> str | Literal[False]:
    """Types that differ by database have names of their own; Alembic knows how to write the rest."""
    del context
    own = {Id: "ID", Ints: "INTS"}
    return own.get(type(item), False) if kind == "type" else False


def main() -> None:
    """Write it as the formatter has it."""
    PLACE.write_text(written(), "utf-8")
    subprocess.run([Path(sys.executable).parent / "ruff", "format", "--quiet", PLACE], check=True)
    print(f"{PLACE.name} is {len(metadata.tables)} tables of now")


if __name__ == "__main__":
    main()
