"""Staff are invited, choose and change passwords, lose them, and cannot be guessed in."""

import asyncio
import re
from collections.abc import AsyncIterator
from statistics import median
from time import perf_counter
from typing import Any

import httpx
import pytest
import pytest_asyncio

from actions.mail import Post
from tests.api.conftest import PASSWORD, House, csrf_of, sign_in

NEW = "seven green bicycles swim"
OTHER = "a lamp under nine rivers"
INVITE = """mutation Invite($input: StaffInviteInput!) {
  staffInvite(input: $input) { staff { username isInvited } isMailed link userErrors { code message path } } }"""
LI = {"username": "li", "name": "Li Na", "email": "li@example.com", "roleCodes": ["customer_service"]}
EVENTS = """SELECT string_agg(action, ' ' ORDER BY id) FROM audit_event
    WHERE subject_id = (SELECT id FROM staff WHERE username = $1)"""
ALLOW = """INSERT INTO role_permission (role_id, permission)
    SELECT id, 'staff.edit' FROM role WHERE code = 'supervisor'"""
EASY = ["short", "password1234", "lililililili", "memberdesk2026", "123456789012", "x" * 257]


@pytest_asyncio.fixture(autouse=True)
async def _clean(house: House) -> AsyncIterator[None]:
    await house.tell("DELETE FROM attempt")
    yield
    await house.tell("DELETE FROM mail")
    await house.tell("UPDATE staff SET username = 'gone ' || id, email = NULL WHERE username = 'li'")


@pytest.fixture
def with_mail(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    around = house.front.state.desk.planner.surroundings
    object.__setattr__(around, "post", Post("http://127.0.0.1:8000", True, around.secret))
    monkeypatch.setattr(house, "front", house.front)
    yield
    object.__setattr__(around, "post", Post("http://127.0.0.1:8000", False, around.secret))


async def ask(house: House, query: str, **variables: Any) -> dict[str, Any]:
    answer = (await house.post({"query": query, "variables": variables})).json()
    assert "errors" not in answer, answer
    return next(iter(answer["data"].values()))


async def invited(house: House, **more: Any) -> str:
    """The path of the link."""
    told = await ask(house, INVITE, input=LI | more)
    assert told["userErrors"] == []
    return told["link"].removeprefix("http://127.0.0.1:8000")


async def chosen(client: httpx.AsyncClient, path: str, password: str = NEW) -> httpx.Response:
    return await client.post(path, data={"password": password, "again": password})


async def enter(house: House, username: str = "li", password: str = NEW) -> int:
    async with house.client() as client:
        return (await sign_in(client, username, password=password)).status_code


async def start(house: House) -> str:
    """Somebody called li who works here; the id as the API writes it."""
    path = await invited(house, email=None)
    async with house.client() as client:
        assert (await chosen(client, path)).status_code == 303
    await house.tell("UPDATE staff SET email = 'li@example.com' WHERE username = 'li'")
    return f"stf_{await house.tell('SELECT id FROM staff WHERE username = $1', 'li')}"


async def act(house: House, name: str, key: str, shows: str = "") -> dict[str, Any]:
    document = (
        f"mutation Act($id: ID!) {{ {name}(id: $id) {{ staff {{ isActive }} {shows} userErrors {{ code message }} }} }}"
    )
    return await ask(house, document, id=key)


async def test_an_invite_lets_somebody_choose_a_password_once(house: House) -> None:
    path = await invited(house)
    assert await enter(house) == 401
    async with house.client() as client:
        assert "Li Na" in (await client.get(path)).text
        assert (await chosen(client, path)).headers["location"] == "/login?done=password"
        assert (await client.get(path)).status_code == 410
        assert (await chosen(client, path, OTHER)).status_code == 410
    assert await enter(house) == 303


async def test_an_invite_is_over_after_three_days(house: House) -> None:
    path = await invited(house)
    await house.tell("UPDATE single_use_link SET expires_at = expires_at - interval '72 hours'")
    async with house.client() as client:
        assert (await chosen(client, path)).status_code == 410


async def test_the_page_of_a_link_is_kept_nowhere(house: House) -> None:
    path = await invited(house)
    async with house.client() as client:
        headers = (await client.get(path)).headers
    assert (headers["cache-control"], headers["referrer-policy"]) == ("no-store", "same-origin")


@pytest.mark.usefixtures("with_mail")
async def test_with_mail_the_link_is_told_to_nobody_but_its_reader(house: House) -> None:
    told = await ask(house, INVITE, input=LI)
    assert (told["isMailed"], told["link"]) == (True, None)
    assert await house.tell("SELECT kind FROM mail WHERE recipient = 'li@example.com'") == "staff_invited"


@pytest.mark.parametrize(
    ("wrong", "code", "at"),
    [
        ({"username": "ana maria"}, "INVALID", "username"),
        ({"username": "OLGA"}, "DUPLICATE", "username"),
        ({"email": "li at example"}, "INVALID", "email"),
        ({"email": "li@example.com>\nBcc: x@example.com"}, "INVALID", "email"),
        ({"name": " "}, "INVALID", "name"),
        ({"roleCodes": []}, "REQUIRED", "roleCodes"),
    ],
)
async def test_an_invite_that_makes_no_sense_changes_nothing(house: House, wrong: dict, code: str, at: str) -> None:
    before = await house.tell("SELECT count(*) FROM staff")
    told = await ask(house, INVITE, input=LI | wrong)
    assert (told["userErrors"][0]["code"], told["userErrors"][0]["path"][-1]) == (code, at)
    assert await house.tell("SELECT count(*) FROM staff") == before


async def test_nobody_gives_a_role_that_he_has_not(house: House) -> None:
    await house.tell(
        "INSERT INTO role_permission (role_id, permission) SELECT id, 'staff.edit' FROM role WHERE code = 'supervisor'"
    )
    token = await house.new_token("supervisor")
    sent = {"query": INVITE, "variables": {"input": LI | {"roleCodes": ["admin"]}}}
    answer = (await house.post(sent, authorization=f"Bearer {token}")).json()["data"]["staffInvite"]
    await house.tell("DELETE FROM role_permission WHERE permission = 'staff.edit'")
    assert answer["userErrors"][0]["code"] == "FORBIDDEN"
    assert await house.tell("SELECT count(*) FROM staff WHERE username = 'li'") == 0


async def test_who_is_deactivated_is_out_within_a_second(house: House) -> None:
    key = await start(house)
    async with house.client() as client:
        await sign_in(client, "li", password=NEW)
        assert (await client.get("/members")).status_code == 200
        assert (await act(house, "staffDeactivate", key))["staff"] == {"isActive": False}
        await asyncio.sleep(0.6)
        assert (await client.get("/members")).status_code == 303
    assert await enter(house) == 401
    await act(house, "staffReactivate", key)
    assert await enter(house) == 303


async def test_the_last_administrator_stays(house: House) -> None:
    key = f"stf_{await house.tell('SELECT id FROM staff WHERE username = $1', 'olga')}"
    await house.tell("UPDATE staff SET is_active = false WHERE username <> 'olga'")
    told = await act(house, "staffDeactivate", key)
    await house.tell("UPDATE staff SET is_active = true")
    assert told["userErrors"][0]["code"] == "STATE"
    assert "last administrator" in told["userErrors"][0]["message"]


@pytest.mark.parametrize(
    "password", ["short", "password1234", "lililililili", "memberdesk2026", "123456789012", "x" * 257]
)
async def test_a_password_that_is_easily_guessed_is_refused(house: House, password: str) -> None:
    path = await invited(house)
    async with house.client() as client:
        answer = await chosen(client, path, password)
        assert answer.status_code == 422
        assert (await chosen(client, path)).status_code == 303


async def test_a_new_password_needs_the_old_one_and_ends_other_sessions(house: House) -> None:
    await start(house)
    async with house.client() as here, house.client() as there:
        await sign_in(there, "li", password=NEW)
        await sign_in(here, "li", password=NEW)
        form = {"csrf": await csrf_of(house), "password": OTHER, "again": OTHER}
        assert (await here.post("/account/password", data=form | {"current": "wrong"})).status_code == 403
        assert (await here.post("/account/password", data=form | {"current": NEW, "csrf": "x"})).status_code == 403
        assert (await here.post("/account/password", data=form | {"current": NEW})).status_code == 303
        await asyncio.sleep(0.6)
        assert [(await one.get("/account")).status_code for one in (here, there)] == [200, 303]
    assert [await enter(house), await enter(house, password=OTHER)] == [401, 303]


async def test_one_session_is_ended_from_another(house: House) -> None:
    await start(house)
    async with house.client() as here, house.client(headers={"user-agent": "Firefox/140 Windows"}) as there:
        await sign_in(there, "li", password=NEW)
        await sign_in(here, "li", password=NEW)
        page = (await here.get("/account")).text
        assert "Firefox, Windows" in page
        (key,) = re.findall(r'name="id" value="([^"]+)"', page)
        await here.post("/account/sessions", data={"csrf": await csrf_of(house), "id": key})
        await asyncio.sleep(0.6)
        assert [(await one.get("/account")).status_code for one in (here, there)] == [200, 303]


async def test_nobody_ends_the_session_of_another(house: House) -> None:
    await start(house)
    async with house.client() as olga, house.client() as li:
        await sign_in(olga)
        key = await house.tell("SELECT id::text FROM staff_session ORDER BY created_at DESC LIMIT 1")
        await sign_in(li, "li", password=NEW)
        await li.post("/account/sessions", data={"csrf": await csrf_of(house), "id": key})
    assert await house.tell("SELECT ended_at IS NULL FROM staff_session WHERE id = $1::text::uuid", key)


async def test_an_unused_session_is_over(house: House) -> None:
    async with house.client() as client:
        await sign_in(client)
        assert (await client.get("/account")).status_code == 200
        await house.tell("UPDATE staff_session SET last_used_at = now() - interval '2 hours 1 second'")
        await asyncio.sleep(0.6)
        assert (await client.get("/account")).status_code == 303


async def test_other_roles_give_another_token(house: House) -> None:
    await start(house)
    async with house.client() as client:
        await sign_in(client, "li", password=NEW)
        before = client.cookies["memberdesk_session"]
        await house.tell("INSERT INTO staff_role (staff_id, role_id) SELECT s.id, r.id FROM staff s, role r"
                         " WHERE s.username = 'li' AND r.code = 'finance'")  # fmt: skip
        await asyncio.sleep(0.6)
        assert (await client.get("/account")).status_code == 200
        assert client.cookies["memberdesk_session"] != before
        await house.tell("UPDATE staff_session SET previous_until = now() - interval '1 second'")
        assert (await client.get("/account")).status_code == 200
        client.cookies.set("memberdesk_session", before, domain="127.0.0.1", path="/")
        await asyncio.sleep(0.6)
        async with house.client(cookies={"memberdesk_session": before}) as old:
            assert (await old.get("/account")).status_code == 303


async def test_guessing_comes_to_an_end_and_the_person_gets_in_all_the_same(house: House) -> None:
    await start(house)
    async with house.client() as known:
        await sign_in(known, "li", password=NEW)
        codes = [await enter(house, password="wrong password") for _ in range(13)]
        assert codes == [401] * 10 + [429] * 3
        assert await enter(house) == 429
        assert (await sign_in(known, "li", password=NEW)).status_code == 303


async def test_an_administrator_lets_somebody_try_again(house: House) -> None:
    key = await start(house)
    for _ in range(11):
        await enter(house, password="wrong password")
    assert await enter(house) == 429
    await act(house, "staffUnlock", key)
    assert await enter(house) == 303


async def test_ten_thousand_tries_in_small_look_at_ten_passwords(house: House) -> None:
    tried = await asyncio.gather(*(enter(house, "nobody-here", "wrong password") for _ in range(60)))
    assert tried.count(401) == 10
    assert set(tried) <= {401, 429, 503}


async def test_a_place_is_counted_over_all_names(house: House) -> None:
    tried = [await enter(house, f"nobody{n}", "x") for n in range(52)]
    assert tried == [401] * 50 + [429] * 2


async def test_waiting_is_told_alike_for_known_and_unknown_names(house: House) -> None:
    await start(house)
    pages = []
    for name in ("li", "nobody-here"):
        async with house.client() as client:
            answers = [await sign_in(client, name, password="wrong password") for _ in range(11)]
        pages.append(re.sub(r"\d+ seconds|value=\"[^\"]*\"", "", answers[-1].text))
    assert pages[0] == pages[1]


async def test_every_try_has_its_event(house: House) -> None:
    await start(house)
    await enter(house, password="a wrong canary")
    await enter(house)
    told = await house.tell(EVENTS, "li")
    assert told == "staff.invited staff.password_set staff.sign_in_refused staff.signed_in"
    assert await house.tell("SELECT count(*) FROM audit_event e WHERE e::text LIKE '%canary%'") == 0


@pytest.mark.usefixtures("with_mail")
async def test_a_forgotten_password_is_answered_alike_whoever_asks(house: House) -> None:
    await start(house)
    pages, times = [], []
    for named in ("li", "li@example.com", "nobody", "nobody@example.com"):
        async with house.client() as client:
            began = perf_counter()
            answer = await client.post("/forgotten", data={"named": named})
            times.append(perf_counter() - began)
            pages.append((answer.status_code, answer.text))
    assert len(set(pages)) == 1
    assert await house.tell("SELECT count(*) FROM mail WHERE kind = 'staff_recovery'") == 2


@pytest.mark.usefixtures("with_mail")
async def test_few_mails_are_sent_to_one_account(house: House) -> None:
    await start(house)
    for n in range(10):
        async with house.client() as client:
            await client.post("/forgotten", data={"named": " li@example.com" if n % 2 else "LI"})
    assert await house.tell("SELECT count(*) FROM mail WHERE kind = 'staff_recovery'") == 3


async def test_a_recovery_ends_every_session_and_works_once(house: House) -> None:
    key = await start(house)
    await house.tell("UPDATE staff SET email = NULL WHERE username = 'li'")
    async with house.client() as client:
        await sign_in(client, "li", password=NEW)
        path = (await act(house, "staffPasswordReset", key, "link"))["link"].removeprefix("http://127.0.0.1:8000")
        assert await enter(house) == 303
        async with house.client() as stranger:
            assert (await chosen(stranger, path, OTHER)).status_code == 303
            assert (await chosen(stranger, path, NEW)).status_code == 410
        await asyncio.sleep(0.6)
        assert (await client.get("/account")).status_code == 303
    assert [await enter(house), await enter(house, password=OTHER)] == [401, 303]


async def test_a_recovery_link_is_over_after_half_an_hour(house: House) -> None:
    key = await start(house)
    path = (await act(house, "staffPasswordReset", key, "link"))["link"].removeprefix("http://127.0.0.1:8000")
    await house.tell("UPDATE single_use_link SET expires_at = expires_at - interval '30 minutes'")
    async with house.client() as client:
        assert (await chosen(client, path, OTHER)).status_code == 410


async def test_without_mail_the_page_says_whom_to_ask(house: House) -> None:
    async with house.client() as client:
        assert "Mail is not set up here" in (await client.get("/forgotten")).text


async def test_a_form_of_another_site_does_nothing(house: House) -> None:
    path = await invited(house)
    async with house.client(headers={"origin": "https://evil.example.com"}) as client:
        assert (await chosen(client, path)).status_code == 403
        assert (await client.post("/forgotten", data={"named": "li"})).status_code == 403
    async with house.client() as client:
        assert (await client.get(path)).status_code == 200


async def test_a_session_that_somebody_planted_is_not_taken_over(house: House) -> None:
    async with house.client(headers={"host": "desk.example.com"}, cookies={"memberdesk_session": "planted"}) as client:
        answer = await sign_in(client)
        assert "planted" not in str(answer.headers.get_list("set-cookie"))
        plain = client.cookies["__Host-memberdesk_session"]
    async with house.client(headers={"host": "desk.example.com"}, cookies={"memberdesk_session": plain}) as client:
        assert (await client.get("/account")).status_code == 303


async def test_the_same_work_is_done_for_who_is_not_there(house: House) -> None:
    await start(house)

    async def took(name: str) -> float:
        began = perf_counter()
        await enter(house, name, "wrong password")
        return perf_counter() - began

    known, unknown = median([await took("li") for _ in range(5)]), median([await took("nobody") for _ in range(5)])
    assert 0.5 < known / unknown < 2
    assert PASSWORD
