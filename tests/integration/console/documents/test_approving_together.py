"""Many are approved by one act: each opened first, named by a manifest, with a result of its own."""

from __future__ import annotations

from tests.integration.console.documents.conftest import Console
from tests.integration.console.documents.reading import PageReader


async def chosen(console: Console, who: str) -> PageReader:
    """The list with everything chosen that may be, as its manifest."""
    form = (await console.get(who, "/desk/together")).forms[-1]
    answer = await console.send(who, form, item=form.options["item"])
    assert answer.status_code == 200, answer.text
    return PageReader(answer.text)


async def test_only_what_was_opened_is_approved_and_names_the_manifest(console: Console) -> None:
    letters = [await console.submitted(title=f"Məktub {number}") for number in range(3)]
    for letter in letters[:2]:
        await console.get("orxan", f"/documents/{letter}")

    manifest = await chosen(console, "orxan")
    confirm = manifest.forms[-1]
    items = await listed(console, "orxan")
    opened = [each for each in items if each.split(":")[0] in letters[:2]]
    done = PageReader((await console.send("orxan", confirm, item=opened)).text)
    again = PageReader((await console.send("orxan", confirm, item=opened)).text)

    assert "Left out, because they have changed or were not opened: 1." in manifest.text
    assert done.text.count("✓ approved") == again.text.count("✓ approved") == 2
    for letter in letters[:2]:
        assert (await console.get("rauf", f"/documents/{letter}/history")).text.count("a mark was given") == 1
    assert "act-approve" in (await console.get("orxan", f"/documents/{letters[2]}")).acts


async def listed(console: Console, who: str) -> list[str]:
    return (await console.get(who, "/desk/together")).forms[-1].options["item"]


async def test_one_that_changed_after_the_manifest_stays_as_it_is(console: Console) -> None:
    letters = [await console.submitted(title=f"Məktub {number}") for number in range(2)]
    for letter in letters:
        await console.get("orxan", f"/documents/{letter}")
    confirm = (await chosen(console, "orxan")).forms[-1]
    items = await listed(console, "orxan")
    await console.act("nigar", letters[0], "return", note="Düzəldin")

    done = PageReader((await console.send("orxan", confirm, item=items)).text)

    assert done.text.count("✓ approved") == 1
    assert done.text.count("left as it is") == 1


async def test_items_that_are_not_those_of_the_manifest_are_refused(console: Console) -> None:
    letters = [await console.submitted(title=f"Məktub {number}") for number in range(2)]
    for letter in letters:
        await console.get("orxan", f"/documents/{letter}")
    confirm = (await chosen(console, "orxan")).forms[-1]
    items = await listed(console, "orxan")

    answer = await console.send("orxan", confirm, item=items[:1])

    assert answer.status_code == 409
