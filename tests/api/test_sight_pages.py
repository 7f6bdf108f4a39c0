"""The pages that say why, show for a minute, look with other eyes and compare."""

import re

import asyncpg
import httpx
import pytest

from actions.staff import create
from tests.api.conftest import PASSWORD, House, csrf_of, sign_in

MEMBER = "/members/M-0000001"
REVEAL = "/acts/members/memberReveal?key=M-0000001&row.field=birthday"


async def _person(house: House, username: str, role: str) -> None:
    if not await house.tell("SELECT EXISTS (SELECT FROM staff WHERE username = $1)", username):
        connection = await asyncpg.connect(house.url)
        await create(connection, "test", username, role, PASSWORD, username.title())
        await connection.close()


async def _page(house: House, client: httpx.AsyncClient, path: str, **headers: str) -> str:
    house.front.state.callers.forget()
    answer = await client.get(path, headers=headers)
    assert answer.status_code == 200, (path, answer.status_code, answer.text)
    return answer.text


async def test_a_masked_fact_says_why_and_is_revealed_with_a_reason(house: House) -> None:
    await _person(house, "cleo", "customer_service")
    async with house.client() as client:
        await sign_in(client, "cleo")
        page = await _page(house, client, MEMBER)
        assert 'href="/why/Member/birthday"' in page
        assert "row.field=birthday" in page
        form = {"csrf": await csrf_of(house), "reason": "The caller asked for it"}
        assert (await client.post(REVEAL, data=form)).status_code == 303
        assert "1990" in await _page(house, client, MEMBER)
        assert "data-until=" in await _page(house, client, MEMBER)


async def test_a_reveal_without_a_reason_says_so_beside_its_control(house: House) -> None:
    await _person(house, "cleo", "customer_service")
    async with house.client() as client:
        await sign_in(client, "cleo")
        answer = await client.post(REVEAL, data={"csrf": await csrf_of(house), "reason": "x"})
        assert (answer.status_code, "Say why you need to see it" in answer.text) == (422, True)


@pytest.mark.parametrize("path", ["/why/Member/birthday", "/why/Mutation/memberCancel", "/why/members"])
async def test_why_names_the_role_and_who_can_grant_it(house: House, path: str) -> None:
    await _person(house, "cleo", "customer_service")
    async with house.client() as client:
        await sign_in(client, "cleo")
        page = await _page(house, client, path)
        assert "customer_service" in page
        assert "Who can grant it: Olga" in page
        assert 'lang="en"' in page


async def test_why_is_said_in_the_readers_language_and_alone_for_a_part(house: House) -> None:
    await _person(house, "cleo", "customer_service")
    async with house.client(cookies={"locale": "zh-CN"}) as client:
        await sign_in(client, "cleo")
        part = await _page(house, client, "/why/Member/birthday", **{"hx-request": "true"})
        assert "可以授予的人：Olga" in part
        assert "<html" not in part


async def test_the_banner_stands_on_every_page_until_it_is_ended(house: House) -> None:
    async with house.client() as client:
        await sign_in(client)
        csrf = await csrf_of(house)
        begun = await client.post("/acts/roles/viewAsStart?key=auditor", data={"csrf": csrf, "reason": "Training"})
        assert (begun.status_code, begun.headers["location"]) == (303, "/")
        for path in ("/", "/members", MEMBER):
            assert "You are viewing as Auditor" in await _page(house, client, path)
        assert (await client.post("/view-as/end", data={"csrf": "wrong"})).status_code == 404
        assert (await client.post("/view-as/end", data={"csrf": csrf})).status_code == 303
        assert "You are viewing as" not in await _page(house, client, "/")


async def test_two_roles_stand_side_by_side(house: House) -> None:
    async with house.client() as client:
        await sign_in(client)
        page = await _page(house, client, "/compare?a=role:operations&b=role:customer_service")
        assert re.search(r"<code class=\"quiet\">phone</code>", page)
        assert "Cancel membership" not in page
        assert "/compare?a=me&amp;b=role:auditor" in await _page(house, client, "/roles/auditor")


async def test_who_may_not_compare_has_no_such_page(house: House) -> None:
    await _person(house, "cleo", "customer_service")
    async with house.client() as client:
        await sign_in(client, "cleo")
        assert (await client.get("/compare")).status_code == 404


async def test_a_reveal_belongs_to_one_session_and_ends_with_it(house: House) -> None:
    await _person(house, "cleo", "customer_service")
    async with house.client() as one, house.client() as other:
        await sign_in(other, "cleo")
        await sign_in(one, "cleo")
        csrf = await csrf_of(house)
        reveal = REVEAL.replace("birthday", "gender")
        assert (await one.post(reveal, data={"csrf": csrf, "reason": "The caller asked"})).status_code == 303
        assert "data-until=" in await _page(house, one, MEMBER)
        assert "data-until=" not in await _page(house, other, MEMBER)
        await one.post("/logout", data={"csrf": csrf})
        await sign_in(one, "cleo")
        assert "data-until=" not in await _page(house, one, MEMBER)


async def test_a_reveal_is_over_when_the_database_says_so(house: House) -> None:
    await _person(house, "cleo", "customer_service")
    async with house.client() as client:
        await sign_in(client, "cleo")
        form = {"csrf": await csrf_of(house), "reason": "The caller asked"}
        await client.post(REVEAL, data=form)
        assert "data-until=" in await _page(house, client, MEMBER)
        await house.tell("UPDATE disclosure SET until = now() WHERE kind = 'REVEAL'")
        assert "data-until=" not in await _page(house, client, MEMBER)


async def test_a_masked_part_of_an_address_and_a_card_has_a_button_of_its_own(house: House) -> None:
    await _person(house, "otto", "operations")
    grant = "INSERT INTO role_permission (role_id, permission) SELECT id, 'members.reveal' FROM role WHERE code = $1"
    await house.tell(f"{grant} ON CONFLICT DO NOTHING", "operations")
    async with house.client() as client:
        await sign_in(client, "otto")
        page = await _page(house, client, f"{MEMBER}")
        (href,) = re.findall(r'href="(/acts/members/revealCardNo\?[^"]*)"', page)[:1]
        form = {"csrf": await csrf_of(house), "reason": "The caller asked for it"}
        shown = await client.post(href.replace("&amp;", "&"), data=form)
        assert shown.status_code == 303
    report = "SELECT field FROM disclosure WHERE type_name = 'MemberCard' AND kind = 'REVEAL'"
    assert await house.tell(report) == "cardNo"


async def test_who_sees_everything_has_no_button_to_reveal(house: House) -> None:
    async with house.client() as client:
        await sign_in(client)
        assert "/acts/members/revealCardNo" not in await _page(house, client, f"{MEMBER}")


async def test_roles_are_ticked_and_those_that_a_person_has_are(house: House) -> None:
    await _person(house, "cleo", "customer_service")
    async with house.client() as client:
        await sign_in(client)
        page = await _page(house, client, "/acts/staff/staffRolesSet?key=cleo")
        invite = await _page(house, client, "/staff/new/staffInvite")
    assert '<input type="checkbox" name="roleCodes" value="customer_service" checked>' in page
    assert '<input type="checkbox" name="roleCodes" value="auditor">' in page
    assert '<input type="checkbox" name="input.roleCodes" value="auditor">' in invite


async def test_the_menu_counts_what_others_ask(house: House) -> None:
    await _person(house, "sue", "supervisor")
    sue, admin = [await house.tell("SELECT id FROM staff WHERE username = $1", name) for name in ("sue", "olga")]
    add = """INSERT INTO approval_request (operation, summary, requested_by_id, input, digest, created_at, expires_at,
        policy_id) SELECT 'pointsAdjust', 'More', $1, '{}', '\\x00', now(), now() + interval '1 day', id
        FROM approval_policy LIMIT 1"""
    await house.tell("""INSERT INTO approval_policy (code, name, operation, measure, hours, is_active)
        VALUES ('w', 'W', 'pointsAdjust', 'ALWAYS', 24, false) ON CONFLICT DO NOTHING""")
    await house.tell(add, sue)
    await house.tell(add, admin)
    async with house.client() as client:
        await sign_in(client, "sue")
        page, count = await _page(house, client, "/"), await _page(house, client, "/waiting")
    assert 'hx-get="/waiting"' in page
    others = await house.tell(
        "SELECT count(*) FROM approval_request WHERE status = 'PENDING' AND requested_by_id <> $1", sue
    )
    assert f"{others} request" in count
