"""Members come in by themselves: register, sign in, carry on, recover; and what keeps everybody else out."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from time import perf_counter

import asyncpg
import pytest
import pytest_asyncio

from actions.roles import ship
from api.callers import Callers
from api.planning import desk_for
from settings import Settings
from tests import make
from tests.actions.storefront import (
    ASK_STAFF,
    BY_CODE,
    CHANGE,
    CONFIRM,
    EMAIL,
    EMAIL_DONE,
    END,
    MAIL,
    ME,
    PASSWORD,
    RECOVER,
    RECOVERED,
    REFRESH,
    REGISTER,
    SEND,
    SIGN_IN,
    SIGN_OUT,
    UPDATE,
    Shop,
)
from tests.actions.teller import Teller
from tests.conftest import viewer


@pytest_asyncio.fixture
async def shop(settings: Settings, fresh_url: str, connection: asyncpg.Connection) -> AsyncIterator[Shop]:
    async with connection.transaction():
        await make.member(connection, "M1", points=100, email="one@example.com", phone="+8613800000001", name="One")
        await ship(connection)
        client = await make.insert(connection, "api_client", code="web", name="Web")
        await connection.execute("INSERT INTO api_client_role (client_id, role_id) SELECT $1, id FROM role"
                                 " WHERE code = 'storefront'", client)  # fmt: skip
    desk = desk_for(replace(settings, smtp_url="smtp://127.0.0.1:9"), fresh_url)
    callers = Callers(desk.planner, fresh_url)
    found = Shop(Teller(desk, connection), callers, settings.signing_key().decode())
    yield found
    await found.teller.check()
    await callers.close()
    await desk.close()


async def test_somebody_registers_with_a_mailed_code_and_is_in(shop: Shop) -> None:
    session = await shop.registered()
    me = await shop(ME, await shop.member(session["accessToken"]))
    assert (me["member"]["name"], [d["isCurrent"] for d in me["member"]["devices"]]) == ("Mei", [True])
    kept = await shop.connection.fetchrow("SELECT password_hash, verified_email FROM member_login")
    assert kept["password_hash"].startswith("$argon2id$")
    assert kept["verified_email"] == MAIL
    assert await shop.connection.fetchval("SELECT way FROM joining ORDER BY at DESC LIMIT 1") == "ONLINE"


async def test_nobody_is_a_member_before_the_code(shop: Shop) -> None:
    count = await shop.connection.fetchval("SELECT count(*) FROM member")
    asked = await shop(REGISTER, input={"email": MAIL, "password": PASSWORD})
    assert asked["challenge"]
    assert await shop.connection.fetchval("SELECT count(*) FROM member") == count
    sealed = await shop.connection.fetchval("SELECT string_agg(c::text, '') FROM member_challenge c")
    assert MAIL not in sealed


async def test_a_known_address_is_answered_like_a_new_one_and_no_code_is_right(shop: Shop) -> None:
    asked = await shop(REGISTER, input={"email": "one@example.com", "password": PASSWORD})
    assert asked["challenge"]
    assert asked["userErrors"] == []
    assert await shop.connection.fetchval("SELECT kind FROM mail") == "member_known"
    given = {"challenge": asked["challenge"], "code": await shop.code()}
    assert await shop.refused(CONFIRM, input=given) == "FORBIDDEN"


@pytest.mark.parametrize(("given", "code"), [
    ({"email": ""}, "REQUIRED"), ({"email": "mei"}, "INVALID"), ({"password": "short"}, "INVALID"),
    ({"password": "password1"}, "INVALID"), ({"password": MAIL}, "INVALID"), ({"birthday": "1800-01-01"}, "INVALID"),
])  # fmt: skip
async def test_what_cannot_be_used_is_refused_before_a_mail(shop: Shop, given: dict[str, str], code: str) -> None:
    assert await shop.refused(REGISTER, input={"email": MAIL, "password": PASSWORD} | given) == code
    assert await shop.connection.fetchval("SELECT count(*) FROM mail") == 0


async def test_registration_can_be_closed(shop: Shop) -> None:
    await shop.connection.execute("INSERT INTO policy (code, value) VALUES ('MEMBER_SIGN_IN', '{\"isOpen\": false}')")
    assert await shop.refused(REGISTER, input={"email": MAIL, "password": PASSWORD}) == "NOT_ELIGIBLE"


async def test_of_two_confirmations_at_once_one_makes_the_member(shop: Shop) -> None:
    asked = await shop(REGISTER, input={"email": MAIL, "password": PASSWORD})
    given = {"challenge": asked["challenge"], "code": await shop.code()}
    both = await asyncio.gather(*(shop(CONFIRM, input=given) for _ in range(2)))
    assert sorted(bool(payload["accessToken"]) for payload in both) == [False, True]
    assert await shop.connection.fetchval("SELECT count(*) FROM member WHERE email = $1", MAIL) == 1


@pytest.mark.parametrize("login", [MAIL, "MEI@example.com "])
async def test_a_member_signs_in_by_password(shop: Shop, login: str) -> None:
    await shop.registered()
    session = await shop.signed_in(login)
    assert session["accessToken"].startswith("mdm_")
    assert session["refreshToken"].startswith("mdr_")
    for table in ("member_device", "member_refresh", "audit_event"):
        kept = await shop.connection.fetchval(f"SELECT string_agg(t::text, '') FROM {table} t")
        assert session["accessToken"] not in kept
        assert session["refreshToken"] not in kept


async def test_unknown_and_known_are_refused_in_the_same_words_and_time(shop: Shop) -> None:
    await shop.registered()

    async def took(login: str) -> tuple[str, float]:
        start = perf_counter()
        payload = await shop.signed_in(login, "not the password")
        return payload["userErrors"][0]["message"], perf_counter() - start

    known, unknown = [await took(MAIL) for _ in range(3)], [await took("no@example.com") for _ in range(3)]
    assert {text for text, _ in known} == {text for text, _ in unknown}
    assert 0.4 < min(t for _, t in known) / min(t for _, t in unknown) < 2.5


async def test_wrong_passwords_count_each_however_many_come_in_one_request(shop: Shop) -> None:
    await shop.registered()
    tries = " ".join(f'a{n}: selfSignIn(input: {{login: "{MAIL}", password: "wrong {n}"}}) '
                     f"{{ userErrors {{ code }} }}" for n in range(9))  # fmt: skip
    answer = await shop.teller.desk.ask(shop.program, f"mutation {{ {tries} }}", {})
    codes = [payload["userErrors"][0]["code"] for payload in answer.data.values()]
    assert codes == ["FORBIDDEN"] * 5 + ["LIMIT_REACHED"] * 4
    assert await shop.refused(SIGN_IN, input={"login": MAIL, "password": PASSWORD}) == "LIMIT_REACHED"


async def test_wrong_codes_come_to_an_end(shop: Shop) -> None:
    asked = await shop(SEND, input={"email": "one@example.com"})
    right = await shop.code()
    wrong = f"{(int(right) + 1) % 10**6:06}"
    given = {"challenge": asked["challenge"], "code": wrong}
    codes = [await shop.refused(BY_CODE, input=given) for _ in range(6)]
    assert codes == ["FORBIDDEN"] * 5 + ["LIMIT_REACHED"]
    assert await shop.refused(BY_CODE, input=given | {"code": right}) == "LIMIT_REACHED"


async def test_a_code_works_once_and_only_for_what_it_was_sent(shop: Shop) -> None:
    asked = await shop(SEND, input={"email": "one@example.com"})
    given = {"challenge": asked["challenge"], "code": await shop.code()}
    assert await shop.refused(RECOVERED, input=given | {"newPassword": PASSWORD}) == "FORBIDDEN"
    assert (await shop(BY_CODE, input=given))["accessToken"]
    assert await shop.refused(BY_CODE, input=given) == "FORBIDDEN"


async def test_a_code_is_too_old_after_a_quarter_of_an_hour(shop: Shop) -> None:
    asked = await shop(SEND, input={"email": "one@example.com"})
    await shop.connection.execute("UPDATE member_challenge SET expires_at = now()")
    given = {"challenge": asked["challenge"], "code": await shop.code()}
    assert await shop.refused(BY_CODE, input=given) == "FORBIDDEN"


@pytest.mark.parametrize("document", [SEND, RECOVER])
async def test_asking_for_a_code_does_not_tell_who_is_known(shop: Shop, document: str) -> None:
    known, unknown = [await shop(document, input={"email": f"{name}@example.com"}) for name in ("one", "nobody")]
    assert set(known) == set(unknown)
    assert known["userErrors"] == unknown["userErrors"] == []
    mails = await shop.connection.fetch("SELECT recipient, useless_at <= due_at AS is_useless FROM mail ORDER BY id")
    assert [tuple(mail) for mail in mails] == [("one@example.com", False), ("nobody@invalid", True)]


async def test_nobody_is_flooded_with_mails(shop: Shop) -> None:
    codes = [(await shop(SEND, input={"email": "one@example.com"}))["userErrors"] for _ in range(6)]
    assert [bool(errors) for errors in codes] == [False] * 4 + [True] * 2
    assert codes[-1][0]["code"] == "LIMIT_REACHED"


async def test_a_recovered_password_ends_every_sign_in(shop: Shop) -> None:
    first = await shop.registered()
    asked = await shop(RECOVER, input={"email": MAIL})
    given = {"challenge": asked["challenge"], "code": await shop.code(), "newPassword": "another green lake"}
    assert await shop.refused(RECOVERED, input=given | {"newPassword": "short"}) == "INVALID"
    session = await shop(RECOVERED, input=given)
    assert await shop.is_let_in(session["accessToken"])
    assert not await shop.is_let_in(first["accessToken"])
    assert await shop.refused(REFRESH, token=first["refreshToken"]) == "EXPIRED"
    assert (await shop.signed_in(password="another green lake"))["accessToken"]
    assert await shop.refused(SIGN_IN, input={"login": MAIL, "password": PASSWORD}) == "FORBIDDEN"


async def test_tokens_follow_each_other(shop: Shop) -> None:
    first = await shop.registered()
    second = await shop(REFRESH, token=first["refreshToken"])
    assert await shop.is_let_in(second["accessToken"])
    assert not await shop.is_let_in(first["accessToken"])
    third = await shop(REFRESH, token=second["refreshToken"])
    assert len({s["refreshToken"] for s in (first, second, third)}) == 3


async def test_a_refresh_whose_answer_was_lost_is_answered_again(shop: Shop) -> None:
    token = (await shop.registered())["refreshToken"]
    answers = await asyncio.gather(*(shop(REFRESH, token=token) for _ in range(3)))
    assert len({(a["accessToken"], a["refreshToken"]) for a in answers}) == 1
    assert await shop.connection.fetchval("SELECT count(*) FROM member_refresh") == 2


@pytest.mark.parametrize("how", ["later", "after its successor was used"])
async def test_an_old_refresh_token_ends_the_sign_in(shop: Shop, how: str) -> None:
    first = await shop.registered()
    second = await shop(REFRESH, token=first["refreshToken"])
    if how == "later":
        await shop.connection.execute("UPDATE member_refresh SET used_at = used_at - interval '11 s'")
    else:
        second = await shop(REFRESH, token=second["refreshToken"])
    payload = await shop(REFRESH, token=first["refreshToken"])
    assert (payload["accessToken"], payload["userErrors"][0]["code"]) == (None, "EXPIRED")
    assert not await shop.is_let_in(second["accessToken"])
    assert await shop.refused(REFRESH, token=second["refreshToken"]) == "EXPIRED"
    assert await shop.connection.fetchval("SELECT ended_by FROM member_device") == "REUSED"


async def test_a_refresh_token_is_of_no_use_to_another_program(shop: Shop) -> None:
    token = (await shop.registered())["refreshToken"]
    assert await shop.refused(REFRESH, replace(shop.program, client_code="other"), token=token) == "EXPIRED"


async def test_a_member_signs_out_and_ends_other_sign_ins(shop: Shop) -> None:
    first, second = await shop.registered(), await shop.signed_in()
    me = await shop.member(second["accessToken"])
    devices = (await shop(ME, me))["member"]["devices"]
    other = next(d["id"] for d in devices if not d["isCurrent"])
    assert (await shop(END, me, id=other))["isDone"]
    assert not await shop.is_let_in(first["accessToken"])
    assert await shop.refused(END, me, id=other) == "STATE"
    assert (await shop(SIGN_OUT, me))["isDone"]
    assert not await shop.is_let_in(second["accessToken"])


async def test_nobody_ends_a_sign_in_of_another_member(shop: Shop) -> None:
    await shop.registered()
    key = await shop.connection.fetchval("SELECT id FROM member_device")
    other = replace(viewer("member"), kind="MEMBER", member_id=str(await shop.connection.fetchval(
        "SELECT id FROM member WHERE member_no = 'M1'")))  # fmt: skip
    assert await shop.refused(END, other, id=f"dev_{key}") == "NOT_FOUND"
    answer = await shop.teller.desk.ask(other, "query ($id: ID!) { node(id: $id) { id } }", {"id": f"dev_{key}"})
    assert answer.data["node"] is None


async def test_a_password_is_changed_against_the_old_one(shop: Shop) -> None:
    first, second = await shop.registered(), await shop.signed_in()
    me = await shop.member(second["accessToken"])
    assert await shop.refused(CHANGE, me, old="wrong", new="another green lake") == "FORBIDDEN"
    assert await shop.refused(CHANGE, me, old=PASSWORD, new="short") == "INVALID"
    assert (await shop(CHANGE, me, old=PASSWORD, new="another green lake"))["isDone"]
    assert await shop.is_let_in(second["accessToken"])
    assert not await shop.is_let_in(first["accessToken"])
    assert await shop.connection.fetchval("SELECT kind FROM mail ORDER BY id DESC LIMIT 1") == "member_changed"


async def test_a_new_address_counts_once_it_is_proven_and_the_old_one_is_told(shop: Shop) -> None:
    me = await shop.member((await shop.registered())["accessToken"])
    assert await shop.refused(EMAIL, me, email="new@example.com", pw="wrong") == "FORBIDDEN"
    asked = await shop(EMAIL, me, email="new@example.com", pw=PASSWORD)
    code = await shop.code()
    other = replace(me, member_id=str(await shop.connection.fetchval("SELECT id FROM member WHERE member_no = 'M1'")))
    given = {"challenge": asked["challenge"], "code": code}
    assert await shop.refused(EMAIL_DONE, other, input=given) == "FORBIDDEN"
    assert (await shop(EMAIL_DONE, me, input=given))["member"]["email"] == "new@example.com"
    last = await shop.connection.fetchrow("SELECT kind, recipient FROM mail ORDER BY id DESC LIMIT 1")
    assert tuple(last) == ("member_changed", MAIL)


async def test_an_address_of_another_member_is_not_taken_and_not_told(shop: Shop) -> None:
    me = await shop.member((await shop.registered())["accessToken"])
    asked = await shop(EMAIL, me, email="one@example.com", pw=PASSWORD)
    assert asked["challenge"]
    given = {"challenge": asked["challenge"], "code": await shop.code()}
    assert await shop.refused(EMAIL_DONE, me, input=given) == "FORBIDDEN"


async def test_members_edit_what_their_role_may_write(shop: Shop) -> None:
    me = await shop.member((await shop.registered())["accessToken"])
    assert (await shop(UPDATE, me, input={"name": "Mei Lin"}))["member"]["name"] == "Mei Lin"
    await shop.connection.execute("UPDATE class_grant SET may_write = false FROM role WHERE role.id = role_id"
                                  " AND role.code = 'member' AND sensitivity = 'CONTACT'")  # fmt: skip
    me = await shop.member((await shop.signed_in())["accessToken"])
    assert await shop.refused(UPDATE, me, input={"name": "Other"}) == "FORBIDDEN"


@pytest.mark.parametrize("status", ["FROZEN", "CANCELLED"])
async def test_who_is_frozen_or_cancelled_reads_and_changes_nothing(shop: Shop, status: str) -> None:
    await shop.registered()
    await shop.set(status)
    me = await shop.member((await shop.signed_in())["accessToken"])
    assert (await shop(ME, me))["member"]["name"] == "Mei"
    assert await shop.refused(UPDATE, me, input={"name": "Other"}) == "STATE"
    assert await shop.refused(EMAIL, me, email="new@example.com", pw=PASSWORD) == "STATE"


@pytest.mark.parametrize("status", ["MERGED", "ERASED"])
async def test_a_closed_file_lets_nobody_in(shop: Shop, status: str) -> None:
    session = await shop.registered()
    asked = await shop(SEND, input={"email": MAIL})
    given = {"challenge": asked["challenge"], "code": await shop.code()}
    await shop.set(status)
    assert not await shop.is_let_in(session["accessToken"])
    assert await shop.refused(REFRESH, token=session["refreshToken"]) == "EXPIRED"
    assert await shop.refused(SIGN_IN, input={"login": MAIL, "password": PASSWORD}) == "FORBIDDEN"
    assert await shop.refused(BY_CODE, input=given) == "STATE"
    await shop.set("ACTIVE")


async def test_who_is_erased_leaves_no_login(shop: Shop) -> None:
    await shop.registered()
    key = await shop.connection.fetchval("SELECT id FROM member WHERE email = $1", MAIL)
    erase = 'mutation ($id: ID!) { memberErase(id: $id, reason: "Asked") { userErrors { code } } }'
    assert (await shop(erase, viewer("admin"), id=f"mem_{key}"))["userErrors"] == []
    for table in ("member_login", "member_device", "member_refresh", "member_challenge"):
        assert await shop.connection.fetchval(f"SELECT count(*) FROM {table} WHERE true") == (
            1 if table == "member_challenge" else 0
        )
    assert MAIL not in (await shop.connection.fetchval("SELECT string_agg(m::text, '') FROM mail m"))


async def test_who_lost_the_address_reaches_the_staff_and_learns_nothing(shop: Shop) -> None:
    given = {"name": "One", "contact": "new@example.com", "login": "M1", "story": "I lost my phone."}
    known = await shop(ASK_STAFF, input=given)
    unknown = await shop(ASK_STAFF, input=given | {"login": "M-9"})
    assert known["number"][:3] == unknown["number"][:3] == "AR-"
    rows = await shop.connection.fetch("SELECT member_id IS NOT NULL AS linked FROM ticket ORDER BY id")
    assert [row["linked"] for row in rows] == [True, False]
    assert await shop.connection.fetchval("SELECT is_internal FROM ticket_message LIMIT 1") is True
    assert (await shop(ASK_STAFF, input=given | {"name": " "}))["userErrors"][0]["code"] == "REQUIRED"


async def test_only_members_change_their_own(shop: Shop) -> None:
    assert await shop.refused(UPDATE, viewer("admin"), input={"name": "X"}) == "FORBIDDEN"
    assert await shop.refused(SIGN_OUT, viewer("admin")) == "FORBIDDEN"


async def test_without_mail_nothing_is_promised(shop: Shop, settings: Settings, fresh_url: str) -> None:
    desk = desk_for(settings, fresh_url)
    answer = await desk.ask(shop.program, SEND, {"input": {"email": "one@example.com"}})
    assert answer.data["selfCodeSend"]["userErrors"][0]["code"] == "STATE"
    await desk.close()
