"""Requests that nobody sends with good intent: each is a body and the headers it comes with."""

import gzip
from dataclasses import dataclass, field
from json import dumps
from typing import Any

import orjson

from tests.resolvers.test_documents import FLOODS, nested

MEMBERS = "query($w: MemberWhere) { members(first: 1, where: $w) { nodes { id } } }"
LIST = "{{ members(first: {n}) {{ nodes {{ orders(first: {n}) {{ nodes {{ id lines {{ id }} }} }} }} }} }}"
EDGES = "{ members(first: 100) { edges { node { tickets(first: 100) { edges { node { id } } } } } } }"
SCHEMA = "a%d: __schema { types { name } }"
EARN = (
    'pointsEarn(member: {memberNo: "M-0000001"}, points: 1, reason: "R", idempotencyKey: "k%d") { userErrors { code } }'
)


@dataclass(frozen=True)
class Abuse:
    body: bytes
    headers: dict[str, str] = field(default_factory=dict)
    method: str = "POST"
    params: str = ""


def asked(query: str, **variables: Any) -> Abuse:
    return Abuse(dumps({"query": query, "variables": variables}).encode())


def deep(levels: int, name: str = "not") -> dict[str, Any]:
    found: dict[str, Any] = {}
    for _ in range(levels):
        found = {name: found} if name == "not" else {name: [found]}
    return found


def typed(body: bytes, kind: str = "application/json", **more: str) -> Abuse:
    return Abuse(body, {"content-type": kind} | {name.replace("_", "-"): value for name, value in more.items()})


COUNT = orjson.dumps({"query": "{ tiers { code } }"})
BATCHES = {
    "a batch of eleven": [{"query": "{ tiers { code } }"}] * 11,
    "a batch of thousands": [{"query": "{ tiers { code } }"}] * 10_000,
    "a batch in a batch": [[{"query": "{ tiers { code } }"}]],
    "a batch of costly ones": [{"query": LIST.format(n=9)}] * 10,
    "a batch that is empty": [],
    "a batch of nulls": [None] * 10,
}  # fmt: skip
BODIES = {
    "nothing": b"",
    "brackets without end": b"[" * 400_000,
    "braces without end": b'{"a":' * 100_000,
    "half a document": COUNT[:20],
    "a number": b"1e999999",
    "a long number": b'{"query": ' + b"9" * 400_000 + b"}",
    "bytes that are no text": b'{"query":"\xff\xfe"}',
    "half a pair": b'{"query":"\\ud800"}',
    "a long string": b'{"query":"' + b"a" * 500_000 + b'"}',
    "spaces": b" " * 500_000,
    "a million spaces": b" " * 1_000_000,
    "keys without number": b"{" + b",".join(b'"k%d":1' % n for n in range(30_000)) + b"}",
    "the same key again": b"{" + b",".join([b'"query":1'] * 30_000) + b"}",
    "a name that is long": orjson.dumps({"query": "{ tiers { code } }", "operationName": "x" * 100_000}),
    "a name with line ends": orjson.dumps({"query": "{ tiers { code } }", "operationName": "x\r\nERROR forged line"}),
    "variables as a text": orjson.dumps({"query": "{ tiers { code } }", "variables": "x" * 100_000}),
}
KINDS = {
    "compressed": typed(gzip.compress(b" " * 10_000_000), content_encoding="gzip"),
    "compressed unsaid": typed(gzip.compress(COUNT)),
    "a form": typed(b"query=%7Btiers%7Bcode%7D%7D", "application/x-www-form-urlencoded"),
    "parts": typed(b"--x\r\n" * 10_000, "multipart/form-data; boundary=x"),
    "plain text": typed(COUNT, "text/plain"),
    "a type that is long": typed(COUNT, "x" * 50_000),
    "no type": Abuse(COUNT, {"content-type": ""}),
    "a link that changes": Abuse(b"", method="GET", params="query=mutation%7BtierSave%7Bx%7D%7D"),
    "a link with a body": Abuse(COUNT, {"content-type": "application/json"}, "GET"),
    "a link with variables that are none": Abuse(b"", method="GET", params="query=%7Ba%7D&variables=" + "%5B" * 5_000),
    "a link without end": Abuse(b"", method="GET", params="query=%7B" + "a%20" * 12_000 + "%7D"),
    "another method": Abuse(COUNT, {"content-type": "application/json"}, "PUT"),
    "a method of nobody": Abuse(b"", method="BREW"),
    "a token that is long": typed(COUNT, authorization="Bearer " + "x" * 60_000),
    "a token with line ends": typed(COUNT, authorization="Bearer x\\r\\nERROR forged"),
    "a cookie that is long": typed(COUNT, cookie="memberdesk_session=" + "x" * 60_000, authorization=""),
    "cookies without number": typed(COUNT, cookie="; ".join(f"c{n}=1" for n in range(9_000)), authorization=""),
}  # fmt: skip
DOCUMENTS = {
    **{name: asked(query) for name, query in FLOODS.items()},
    "depth of conditions": asked(MEMBERS, w=deep(400)),
    "width of conditions": asked(MEMBERS, w={"or": [{"name": {"contains": str(n)}} for n in range(10_000)]}),
    "depth and width": asked(MEMBERS, w=deep(300, "or")),
    "values without number": asked(MEMBERS, w={"nothing": {"in": ["x"] * 50_000}}),
    "a variable that is long": asked("query($c: Int!) { tier(code: $c) { id } }", c="x" * 400_000),
    "fan-out": asked(LIST.format(n=100)),
    "fan-out beyond": asked(LIST.format(n=200_000)),
    "fan-out by edges": asked(EDGES),
    "a page that is negative": asked("{ members(first: -1) { nodes { id } } }"),
    "a page without end": asked("{ members(first: 99999999999999999999) { nodes { id } } }"),
    "a cursor of nobody": asked('{ members(first: 1, after: "' + "x" * 50_000 + '") { nodes { id } } }'),
    "line ends in a name": asked("{ tiers\\r\\nERROR { code } }"),
    "line ends in a comment": asked("{ unicorns } # \r\nERROR forged line\r\n" * 50),
    "letters that look alike": asked("{ \u0442iers { code } }"),
    "letters of another direction": asked("{ tiers\u202e { code } }"),
    "a mark of byte order": asked("\ufeff" * 1_000 + "{ unicorns }"),
    "aliases of changes": asked("mutation { " + " ".join(f"a{n}: {EARN % n}" for n in range(31)) + " }"),
    "depth through one type": asked(nested(60)),
    "unknown directives": asked("{ viewer { name " + "".join(f"@d{n} " for n in range(100)) + "} }"),
    "a subscription": asked("subscription { points { id } }"),
    "a live query": asked("query @live { tiers { code } }"),
    "a deferred answer": asked("{ ... @defer { tiers { code } } }"),
    "introspection twenty times": asked("{ " + " ".join(SCHEMA % n for n in range(10)) + " }"),
    "a zero byte": asked('{ tier(code: "a\\u0000b") { id } }'),
}  # fmt: skip
ABUSES: dict[str, Abuse] = {
    **DOCUMENTS,
    **{name: typed(orjson.dumps(batch)) for name, batch in BATCHES.items()},
    **{name: typed(body) for name, body in BODIES.items()},
    **KINDS,
}
