"""Documents at a browser: once for a double click, by keys alone, many together, and a page that waits for a phone."""

from __future__ import annotations

from playwright.async_api import Page, expect

from tests.browser.people import Axe, Opener, follow

TEXT = "Ağalı kəndinə 40 ailə qayıdır.\n\nEvlərin kommunal xidmətlərə qoşulmasını xahiş edirik."


async def write(page: Page, title: str) -> str:
    """Begin a letter and submit it; its address."""
    await page.goto("/console/documents/new/outgoing")
    await page.get_by_label("Title").fill(title)
    await page.get_by_role("checkbox", name="The simulated ministry").check()
    await page.get_by_label("Addressee: body").fill("Sınaq nazirliyi")
    await page.get_by_label("Text", exact=True).fill(TEXT)
    await page.get_by_label("Signed by").select_option(label="Fuad Kərimli")
    await page.get_by_role("button", name="Begin the document").click()
    await page.locator("summary", has_text="Submit: Outgoing letter").click()
    await page.get_by_label("Amount, manat").fill("100")
    await page.get_by_role("button", name="Submit: Outgoing letter").click()
    await expect(page.get_by_role("status")).to_contain_text("submitted")
    return page.url.partition("?")[0]


async def act(page: Page, name: str) -> None:
    """Do the act, which takes one press."""
    await page.get_by_role("button", name=name, exact=True).click()
    await expect(page.get_by_role("status")).to_contain_text("Done:")


async def register(page: Page) -> None:
    """Give it a number, in the first file of the plan."""
    await page.locator("summary", has_text="Register").click()
    await page.get_by_label("File of the plan").select_option(index=1)
    await follow(page.get_by_role("button", name="Register", exact=True))


async def test_the_waiting_page_goes_on_by_itself_when_the_phone_has_signed(person: Opener) -> None:
    title = "Yol təmiri barədə"
    letter = await write(await person("rauf", lang="en"), title)
    for login, name in (("nigar", "Give the visa"), ("elcin", "Approve")):
        page = await person(login, lang="en")
        await page.goto(letter)
        await act(page, name)
    clerk = await person("sevinc", lang="en")
    await clerk.goto(letter)
    await register(clerk)
    waits, phone = await person("fuad", lang="en"), await person("fuad", lang="en")

    await waits.goto(letter)
    await follow(waits.get_by_role("button", name="Sign by SİMA"))
    await phone.goto(waits.url)
    await phone.get_by_role("button", name="Sign by the sandbox's phone").click()

    await expect(waits.get_by_role("status")).to_contain_text("The signature is on the document.", timeout=20_000)


async def test_a_double_click_on_a_visa_gives_it_once(person: Opener) -> None:
    title = "Məktəbin açılışı barədə"
    letter = await write(await person("rauf", lang="en"), title)
    lawyer = await person("orxan", lang="en")
    await lawyer.goto(letter)

    await lawyer.get_by_role("button", name="Give the visa", exact=True).dblclick()

    await expect(lawyer.get_by_role("status")).to_contain_text("a mark was given")
    await lawyer.goto(f"{letter}/history")
    await expect(lawyer.get_by_text("a mark was given")).to_have_count(1)


async def test_keys_alone_open_a_task_and_give_a_visa(person: Opener) -> None:
    title = "Su xətti barədə"
    await write(await person("rauf", lang="en"), title)
    lawyer = await person("orxan", lang="en")
    await lawyer.goto("/console/desk")

    for _ in range(40):
        await lawyer.keyboard.press("j")
        if await lawyer.evaluate("document.activeElement.textContent") == title:
            break
    await lawyer.keyboard.press("Enter")
    await expect(lawyer.get_by_role("heading", level=1)).to_have_text(title)
    await lawyer.get_by_role("button", name="Give the visa").focus()
    await lawyer.keyboard.press("Tab")
    await lawyer.keyboard.press("Enter")
    await lawyer.keyboard.press("Tab")
    await lawyer.keyboard.type("Razıyam")
    await lawyer.get_by_role("button", name="Give the visa").press("Enter")

    await expect(lawyer.get_by_role("status")).to_contain_text("a mark was given")


async def test_several_are_approved_together_each_opened_first(person: Opener, axe: Axe) -> None:
    author, lawyer = await person("leyla", lang="en"), await person("nigar", lang="en")
    titles = [f"Birlikdə təsdiq {number}" for number in range(2)]
    letters = [await write(author, title) for title in titles]

    await lawyer.goto("/console/desk/together")
    await expect(lawyer.get_by_role("checkbox", name=titles[0])).to_be_disabled()
    for letter in letters:
        await lawyer.goto(letter)
    await lawyer.goto("/console/desk/together")
    await axe(lawyer)
    for title in titles:
        await lawyer.get_by_role("checkbox", name=title).check()
    await follow(lawyer.get_by_role("button", name="Show the manifest"))
    await axe(lawyer)
    await lawyer.get_by_role("button", name="Approve all 2").click()

    await expect(lawyer.get_by_text("2 documents approved")).to_be_visible()
    await axe(lawyer)
