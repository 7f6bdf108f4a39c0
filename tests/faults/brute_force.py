"""Somebody guesses: `python -m tests.faults.brute_force`. By one, by alias, by batch, from one place and from many."""

import asyncio
import random
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from secrets import token_urlsafe
from time import perf_counter
from typing import Any
from uuid import uuid4

import asyncpg
import httpx
from pyotp import TOTP

from actions import links, totp
from actions.mail import Post
from actions.passwords import hashed
from actions.staff import create, create_token
from rules.links import LinkPurpose
from settings import Settings
from tests import make
from tests.api.conftest import HOME, House, opened
from tests.faults.running import main

PASSWORD, MAIL = "a quiet green lake", "lin@example.com"
ALIASES, BATCH = 30, 10
PLACES = 250
ONE_IN = 'a{}: selfSignIn(input: {{login: "{}", password: "{}"}}) {{ userErrors {{ code message }} accessToken }}'
ONE_CODE = 'a{}: selfCodeSignIn(input: {{challenge: "{}", code: "{}"}}) {{ userErrors {{ code message }} accessToken }}'
ONE_PIN = 'a{}: memberOpen(member: {{id: "{}"}}, pin: "{}") {{ userErrors {{ code message }} }}'
ONE_COUPON = 'a{}: couponRedeem(code: "{}", idempotencyKey: "{}") {{ userErrors {{ code message }} }}'
Door = Callable[["Attack", int], Awaitable[list[str]]]
"""Makes so many tries and tells what each one was answered: IN, WAIT, NO."""


@dataclass
class Attack:
    house: House
    chance: random.Random
    program: str
    member: str
    step: str = ""
    challenge: str = ""

    def client(self, place: int = 0) -> httpx.AsyncClient:
        """From one of many addresses, each of a network of its own."""
        address = f"198.{18 + place // 250}.{place % 250}.7"
        transport = httpx.ASGITransport(self.house.front, client=(address, 4000))
        return httpx.AsyncClient(transport=transport, base_url=HOME)

    async def graphql(self, parts: list[str], place: int = 0) -> list[Any]:
        """Each part a field, 30 in an operation, 10 operations in a batch."""
        operations = [parts[n : n + ALIASES] for n in range(0, len(parts), ALIASES)]
        found: list[Any] = []
        headers = {"authorization": f"Bearer {self.program}"}
        async with self.client(place) as client:
            for n in range(0, len(operations), BATCH):
                asked = [{"query": "mutation { " + " ".join(o) + " }"} for o in operations[n : n + BATCH]]
                answers = (await client.post("/graphql", json=asked, headers=headers)).json()
                for answer, parts_of in zip(answers, operations[n : n + BATCH], strict=True):
                    found += _payloads(answer, len(parts_of))
        return found


def _payloads(answer: Any, asked: int) -> list[Any]:
    """What is not answered at all, because too much was asked, was looked at by nobody."""
    if answer.get("data"):
        return list(answer["data"].values())
    code = answer["errors"][0]["extensions"]["code"]
    assert code in ("RATE_LIMITED", "COST_EXCEEDED"), answer
    return [{"userErrors": [{"code": "LIMIT_REACHED"}]}] * asked


def told(payloads: list[Any]) -> list[str]:
    codes = [p["userErrors"][0]["code"] if p["userErrors"] else "IN" for p in payloads]
    return ["IN" if c == "IN" else "WAIT" if c == "LIMIT_REACHED" else "NO" for c in codes]


def status(answer: httpx.Response) -> str:
    return "WAIT" if answer.status_code == 429 else "IN" if answer.status_code == 303 else "NO"


async def login_of_one(attack: Attack, tries: int) -> list[str]:
    """One account, from 250 places, ten at once."""
    return await _posted(attack, tries, "/login", lambda n: {"username": "olga", "password": f"guess number {n}"})


async def logins_of_many(attack: Attack, tries: int) -> list[str]:
    """One password, ever another account, from one place."""
    form = lambda n: {"username": f"person{n}", "password": "a likely password"}  # noqa: E731
    return await _posted(attack, tries, "/login", form, places=1)


async def sign_in_code(attack: Attack, tries: int) -> list[str]:
    """The second step of somebody whose password is known."""
    cookies = {"memberdesk_step": attack.step}
    return await _posted(attack, tries, "/login/code", lambda n: {"code": f"{n % 10**6:06}"}, cookies=cookies)


async def member_login(attack: Attack, tries: int) -> list[str]:
    return told(await attack.graphql([ONE_IN.format(n, MAIL, f"guess {n}") for n in range(tries)]))


async def member_code(attack: Attack, tries: int) -> list[str]:
    return told(await attack.graphql([ONE_CODE.format(n, attack.challenge, f"{n:06}") for n in range(tries)]))


async def pin(attack: Attack, tries: int) -> list[str]:
    parts = [ONE_PIN.format(n, attack.member, f"{n % 10_000:04}") for n in range(tries)]
    attack = replace(attack, program=attack.house.token)
    return told(await attack.graphql(parts))


async def coupon_codes(attack: Attack, tries: int) -> list[str]:
    return told(await attack.graphql([ONE_COUPON.format(n, f"CODE{n:08}", uuid4()) for n in range(tries)]))


async def links_of_mails(attack: Attack, tries: int) -> list[str]:
    """256 bits each: they are not counted, because nobody comes near."""
    found = []
    async with attack.client() as client:
        for n in range(tries):
            answer = await client.get(f"/{('recover', 'invite')[n % 2]}/{token_urlsafe(32)}")
            found.append("NO" if answer.status_code in (404, 410) else str(answer.status_code))
    return found


DOORS: dict[Door, int | None] = {
    login_of_one: 10, logins_of_many: 50, sign_in_code: 5, member_login: 5, member_code: 5, pin: 5,
    coupon_codes: 30 + BATCH,
    links_of_mails: None,
}  # fmt: skip
"""How many wrong tries are looked at before the first wait; each wait that ends while we try lets one more in. Coupon
codes are counted after they were looked at, so that operations of one batch may pass together."""


async def _posted(
    attack: Attack, tries: int, path: str, form: Callable[[int], dict[str, str]], places: int = PLACES, **known: Any
) -> list[str]:
    async def several(first: int) -> list[str]:
        found = []
        for n in range(first, tries, 10):
            async with attack.client(n % places) as client:
                client.cookies.update(known.get("cookies", {}))
                found.append(status(await client.post(path, data=form(n))))
        return found

    found = await asyncio.gather(*(several(first) for first in range(10)))
    return [answer for part in found for answer in part]


async def guess(
    attack: Attack, tries: int, doors: Iterable[Door] = DOORS
) -> AsyncIterator[tuple[str, Counter[str], float]]:
    """Raises AssertionError for a door that looked at more tries than are free, or let somebody in."""
    for door in doors:
        free = DOORS[door]
        began = perf_counter()
        answers = Counter(await door(attack, tries))
        took = perf_counter() - began
        assert answers["IN"] == 0, door.__name__
        assert answers.total() == tries, door.__name__
        assert free is None or answers["NO"] <= free + int(took / 30) + 1, (door.__name__, answers)
        yield door.__name__, answers, took


async def likeness(attack: Attack, samples: int) -> dict[str, float]:
    """The distance between the times of known and unknown (0 the same, 1 nothing in common), by door."""
    found = {}
    for name, ask in (("login", _login_time), ("member", _member_time), ("recovery", _recovery_time)):
        known, unknown, texts = [], [], set[str]()
        for n in range(samples * 2):
            await attack.house.tell("DELETE FROM attempt")
            is_known = n % 2 == 0
            took, text = await ask(attack, is_known)
            (known if is_known else unknown).append(took)
            texts.add(text)
        assert len(texts) == 1, (name, texts)
        found[name] = distance(known[5:], unknown[5:])
    return found


async def _login_time(attack: Attack, is_known: bool) -> tuple[float, str]:
    name = "olga" if is_known else "nora"
    return await _timed(attack, "/login", {"username": name, "password": "wrong password"}, name)


async def _recovery_time(attack: Attack, is_known: bool) -> tuple[float, str]:
    name = "olga" if is_known else "nora"
    return await _timed(attack, "/forgotten", {"username": name, "name": name}, name)


async def _timed(attack: Attack, path: str, form: dict[str, str], name: str) -> tuple[float, str]:
    async with attack.client() as client:
        began = perf_counter()
        answer = await client.post(path, data=form)
    return perf_counter() - began, f"{answer.status_code} {answer.text.replace(name, 'NAME')}"


async def _member_time(attack: Attack, is_known: bool) -> tuple[float, str]:
    login = MAIL if is_known else "nix@example.com"
    began = perf_counter()
    (payload,) = await attack.graphql([ONE_IN.format(0, login, "wrong password")])
    return perf_counter() - began, str(payload)


def distance(one: Sequence[float], other: Sequence[float]) -> float:
    """Of Kolmogorov and Smirnov: the most by which the two distributions differ."""
    places = sorted({*one, *other})
    share = lambda values, at: sum(v <= at for v in values) / len(values)  # noqa: E731
    return max(abs(share(one, at) - share(other, at)) for at in places)


def chance_limit(samples: int) -> float:
    """What equal distributions pass once in 10,000 comparisons."""
    return float(2.23 * (2 / samples) ** 0.5)


async def prepared(house: House, connection: asyncpg.Connection, secret: str, chance: random.Random) -> Attack:
    """Somebody for every door, each with a secret that no guess of ours is."""
    await create(connection, "test", "olga", "admin", PASSWORD, "Olga")
    person = await create(connection, "test", "tom", "admin", PASSWORD, "Tom")
    staff = person if hasattr(person, "hex") else await connection.fetchval("SELECT id FROM staff WHERE username='tom'")
    at, post = datetime.now(UTC), Post(HOME, False, secret)
    key = await totp.begin(connection, staff, at, secret)
    await totp.confirm(connection, staff, TOTP(key).at(at), at, secret, post)
    lin = await connection.fetchval("SELECT id FROM member WHERE email = $1", MAIL)
    await make.insert(connection, "member_login", member_id=lin, password_hash=await hashed(PASSWORD))
    challenge = await make.insert(
        connection, "member_challenge", id=uuid4(), purpose="SIGN_IN", member_id=lin, code_hash=b"x" * 32,
        created_at=at, expires_at=datetime(2100, 1, 1, tzinfo=UTC),
    )  # fmt: skip
    program = await create_token(connection, "test", "shop", "storefront", "S1")
    await links.make(connection, LinkPurpose.STAFF_RECOVERY, staff, at)
    attack = Attack(house, chance, program, f"mem_{lin}", challenge=str(challenge))
    async with attack.client() as client:
        await client.post("/login", data={"username": "tom", "password": PASSWORD})
        attack.step = client.cookies["memberdesk_step"]
    pinned = 'mutation { memberPinSet(id: "%s", pin: "739182", asksForQueries: true) { userErrors { message } } }'
    assert "message" not in (await house.post({"query": pinned % attack.member})).text
    return attack


async def run(settings: Settings, url: str, chance: random.Random, tries: int, samples: int) -> str:
    """The figures of one run, in one line."""
    connection = await asyncpg.connect(url)
    try:
        await make.world(connection)
        token = await create_token(connection, "test", "a program", "admin")
        async with opened(settings, url, token) as house:
            attack = await prepared(house, connection, settings.signing_key().decode(), chance)
            said = [f"{name} {c['NO']} looked at, {took:.1f} s" async for name, c, took in guess(attack, tries)]
            apart = await likeness(attack, samples)
            limit = chance_limit(samples - 5)
            assert all(found <= limit for found in apart.values()), (apart, limit)
    finally:
        await connection.close()
    times = ", ".join(f"{name} {found:.2f}" for name, found in apart.items())
    doors = f"{tries} tries at each of {len(DOORS)} doors, nobody in: {'; '.join(said)}"
    return f"{doors}; times apart {times} (≤ {limit:.2f})"


async def measure(settings: Settings, url: str, chance: random.Random, full: bool) -> str:
    """Thousands of guesses at every secret, and how alike known and unknown are answered."""
    return await run(settings, url, chance, 10_000 if full else 1_000, 205 if full else 65)


if __name__ == "__main__":
    main(measure)
