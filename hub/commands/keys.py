"""`hub keys …`: the key file, wrapping data keys anew, and erasing a person by destroying a key."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable
from contextlib import aclosing
from pathlib import Path
from typing import Annotated, TypeVar

import typer

from hub.access.people import PersonRole, verify_person
from hub.access.second_person import need_second_person
from hub.clock import SystemClock
from hub.commands.servers.running import run_or_exit
from hub.commands.servers.starting import console, settings_or_exit
from hub.errors import Forbidden, NotFound, Words
from hub.evidence.leaf import make_leaf, write_leaves
from hub.register.erasing import erase_person
from hub.register.reading import Reader, fins_of
from hub.register.store import RegisterStore
from hub.settings import Settings
from hub.store.data_keys import open_sealer, rewrap, wrapped_keys
from hub.store.key_file import key_file, lines_of, new_key, write_key_file
from hub.store.open import installation_id, known_hash, open_store
from hub.store.store import Store
from hub.surveys.answer_store import AnswerStore

T = TypeVar("T")
Account = tuple[str, str]
"""Login and password."""
FirstOption = Annotated[str, typer.Option("--first", help="Login of an administrator.", prompt="--first")]
SecondOption = Annotated[str, typer.Option("--second", help="Login of another one.", prompt="--second")]

app = typer.Typer(no_args_is_help=True, help="Keys of sealed data: make, list, rotate, erase.")


@app.command("new")
def new(file: Path) -> None:
    """Make a key file, or put a new key on top of one; keep a copy elsewhere."""
    run_or_exit(asyncio.to_thread(_make, file))
    console.print(f"{file} ✓", highlight=False, markup=False)


def _make(file: Path) -> None:
    older = lines_of(file) if file.exists() else ()
    write_key_file(file, (new_key(), *older), replaces=bool(older))


@app.command("list")
def show() -> None:
    """The keys of the file, and how many data keys each wraps."""
    settings = settings_or_exit()
    counts = run_or_exit(_over(settings, _counts))
    for name in (*key_file(settings), *sorted(set(counts) - set(key_file(settings)))):
        console.print(f"{name}  {counts[name]}", highlight=False, markup=False)


@app.command("rotate")
def rotate(first: FirstOption, second: SecondOption) -> None:
    """Wrap all data keys with the file's first key, by two administrators."""
    accounts, settings = (_asked(first), _asked(second)), settings_or_exit()

    async def work(store: Store) -> int:
        await _agree(store, *accounts)
        subject = await installation_id(store)
        async with store.write() as tx:
            count, now = await rewrap(tx, key_file(settings)), await tx.now()
            await write_leaves(tx, [make_leaf("keys.rewrapped", subject, now, by=first, second=second, count=count)])
        return count

    console.print(f"{run_or_exit(_over(settings, work))} ✓", highlight=False)


@app.command("erase-person")
def erase(first: FirstOption, second: SecondOption) -> None:
    """Destroy the keys of what the register holds of a person; the FİN is asked for."""
    accounts, settings = (_asked(first), _asked(second)), settings_or_exit()
    fin = str(typer.prompt("FİN", hide_input=True)).strip().upper()

    async def work(store: Store) -> int:
        await _agree(store, *accounts)
        register = RegisterStore(await open_sealer(settings, store, SystemClock()), await known_hash(settings, store))
        async with store.write() as tx:
            person = await Reader(register).by_key(tx, "fin", fin)
            fins = (fin, *(await fins_of(tx, register, person) if person else ()))
            answers = await AnswerStore(register.sealer, register.hash).erase(tx, fins, first)
            erased, now = await erase_person(tx, register, fin), await tx.now()
            await write_leaves(tx, [make_leaf("person.erased", each, now, by=first, second=second) for each in erased])
        if not erased and not answers:
            raise NotFound("register.unknown", Words("Reyestrdə belə şəxs yoxdur.", "The register has no such person."))
        return len(erased) + answers

    console.print(f"{run_or_exit(_over(settings, work))} ✓", highlight=False)


def _asked(login: str) -> Account:
    return login, str(typer.prompt(login, hide_input=True))


async def _agree(store: Store, *accounts: Account) -> None:
    """Forbidden unless two different administrators have given their passwords."""
    people = [await verify_person(store, login, password) for login, password in accounts]
    if not all(person and PersonRole.ADMINISTRATOR in person.roles for person in people):
        raise Forbidden(
            "keys.two_persons",
            Words(
                "İki inzibatçının öz parolu ilə razılığı lazımdır.",
                "Two administrators must agree, each with a password.",
            ),
        )
    need_second_person(*(person.login for person in people if person))


async def _counts(store: Store) -> Counter[str]:
    async with store.read() as tx:
        return Counter(row["wrapped_by"] for row in await wrapped_keys(tx))


async def _over(settings: Settings, work: Callable[[Store], Awaitable[T]]) -> T:
    async with aclosing(await open_store(settings, SystemClock())) as store:
        await open_sealer(settings, store, SystemClock())
        return await work(store)
