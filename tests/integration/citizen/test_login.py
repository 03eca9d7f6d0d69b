"""The citizen's login by the simulated MyGov, and what no login may do."""

from __future__ import annotations

from tests.integration.citizen.conftest import CHILD, HUSBAND, STRANGER, WIFE, Town


async def test_a_citizen_logs_in_and_sees_their_own_page(town: Town) -> None:
    browser = town.browser()
    door = await browser.get("/seen")
    back = await browser.log_in(WIFE.fin, goes_on="/me/seen")

    page = await browser.said("/")

    assert door.headers["location"] == "/me/login?goes_on=%2Fme%2Fseen"
    assert 'content="0;url=/me/seen"' in back.text
    kept = next(each for each in back.headers.get_list("set-cookie") if each.startswith("hub_me="))
    assert all(each in kept for each in ("HttpOnly", "SameSite=strict", "Path=/me", "Max-Age=1800"))
    assert "Domain" not in kept
    assert f"{WIFE.surname} {WIFE.given_name}" in page
    assert f"{HUSBAND.surname} {HUSBAND.given_name}" in page
    assert "Gizli" not in page, "no address of anybody"
    assert WIFE.fin not in page
    assert back.headers["content-security-policy"].startswith("default-src 'none'; script-src 'self'")


async def test_who_is_not_in_the_register_is_told_so_kindly(town: Town) -> None:
    assert "no record of you" in await (await town.citizen(STRANGER.fin)).said("/")
    assert "adınıza yazı yoxdur" in await (await town.citizen(STRANGER.fin, "az")).said("/")


async def test_a_code_is_good_once_and_in_the_browser_that_began(town: Town) -> None:
    ours, theirs = town.browser(), town.browser()
    back = await ours.choose(await ours.begin(), WIFE.fin)
    flow = ours.client.cookies["hub_me_login"]
    await theirs.begin()

    stolen = await theirs.client.get(back)
    first = await ours.client.get(back)
    ours.client.cookies.set("hub_me_login", flow, path="/me/login")
    again = await ours.client.get(back)

    assert (stolen.status_code, first.status_code, again.status_code) == (401, 200, 401)
    assert "hub_me" not in again.cookies


async def test_another_state_another_issuer_and_no_code_are_refused(town: Town) -> None:
    for change in (("state=", "state=x"), ("iss=http", "iss=https"), ("code=", "code=x")):
        browser = town.browser()
        back = await browser.choose(await browser.begin(), WIFE.fin)
        assert (await browser.client.get(back.replace(*change))).status_code == 401, change


async def test_a_login_is_over_once_its_time_is(town: Town) -> None:
    browser = await town.citizen(WIFE.fin)
    async with town.hub.store.write() as tx:
        await tx.execute("UPDATE citizen_sessions SET expires_at = hub_now()")

    assert (await browser.get("/seen")).headers["location"] == "/me/login?goes_on=%2Fme%2Fseen"


async def test_the_way_on_is_never_another_site(town: Town) -> None:
    for target in ("https://evil.example/", "//evil.example", "/me//evil.example", "/me/../console", "/console/"):
        back = await town.browser().log_in(WIFE.fin, goes_on=target)
        assert 'content="0;url=/me/"' in back.text, target


async def test_a_login_by_e_signature_is_known_once_the_fin_was_told(town: Town) -> None:
    browser = town.browser()
    before = await browser.log_in(WIFE.fin, "e_signature")
    await browser.log_in(WIFE.fin, "asan_imza")
    after = await town.browser().log_in(WIFE.fin, "e_signature")

    assert before.status_code == 401
    assert "does not tell the FIN" in before.text
    assert after.status_code == 200


async def test_a_parent_may_act_for_a_child_and_for_nobody_else(town: Town) -> None:
    browser = town.browser()
    child = await browser.log_in(WIFE.fin, acting_for=CHILD.fin)
    page = await browser.said("/")
    other = await town.browser().log_in(WIFE.fin, acting_for=HUSBAND.fin)

    assert child.status_code == 200
    assert CHILD.given_name in page
    assert "on behalf of somebody else" in page
    assert other.status_code == 401


async def test_a_session_ends_where_it_is_ended(town: Town) -> None:
    browser = await town.citizen()
    token = browser.client.cookies.get("hub_me")

    left = await browser.post("/logout")
    browser.client.cookies.set("hub_me", token or "", path="/me")

    assert left.headers["location"] == "/me/login"
    assert (await browser.get("/")).status_code == 303


async def test_a_form_without_the_proof_does_nothing(town: Town) -> None:
    browser = await town.citizen()

    foreign = await browser.client.post("/me/apply/certificate", data={"csrf": "x"})
    elsewhere = await browser.client.post(
        "/me/apply/certificate", data={"csrf": "x"}, headers={"origin": "https://evil.example"}
    )

    assert (foreign.status_code, elsewhere.status_code) == (403, 403)
