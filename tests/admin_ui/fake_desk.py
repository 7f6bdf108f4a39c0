"""A desk that answers from made-up people: the real schema text, graphql-core, plain dictionaries."""

import asyncio
from dataclasses import dataclass, field
from datetime import UTC
from typing import Any

import httpx
from graphql import GraphQLSchema, build_ast_schema, execute, parse, validate
from graphql.language import DocumentNode, EnumValueDefinitionNode, FieldDefinitionNode, InputValueDefinitionNode, visit
from graphql.language.visitor import REMOVE, Visitor
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from admin_ui.app import prepare, routes
from rules.permissions import union
from rules.viewer import Viewer

from .people import schema_text, world


@dataclass
class Answer:
    data: dict[str, Any] | None
    errors: list[dict[str, Any]] = field(default_factory=list)


class Without(Visitor):
    """Takes fields, arguments and inputs named `Type.field` out of a schema."""

    def __init__(self, hidden: frozenset[str]) -> None:
        super().__init__()
        self.hidden = hidden

    def enter(self, node: Any, key: Any, parent: Any, path: Any, ancestors: Any) -> Any:
        if isinstance(node, EnumValueDefinitionNode | FieldDefinitionNode | InputValueDefinitionNode):
            owner = ancestors[-1].name.value if hasattr(ancestors[-1], "name") else ""
            if f"{owner}.{node.name.value}" in self.hidden:
                return REMOVE
        return None


@dataclass
class FakeDesk:
    text: str = field(default_factory=schema_text)
    data: dict[str, Any] = field(default_factory=world)
    zone: Any = UTC
    asked: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    fail_with: list[dict[str, Any]] | None = None

    def __post_init__(self) -> None:
        self.tree: DocumentNode = parse(self.text)
        self.schema: GraphQLSchema = build_ast_schema(self.tree)
        self.views: dict[str, GraphQLSchema] = {}

    def view(self, viewer: Viewer) -> GraphQLSchema:
        found = self.views.get(viewer.fingerprint)
        if found is None:
            hidden = frozenset(viewer.fingerprint.split())
            found = self.views[viewer.fingerprint] = build_ast_schema(visit(self.tree, Without(hidden)))
        return found

    def sdl(self, viewer: Viewer) -> str:
        return self.text

    async def ask(
        self, viewer: Viewer, document: str, variables: dict[str, Any] | None = None, _witness: Any = None
    ) -> Answer:
        self.asked.append((document, variables or {}))
        if self.fail_with is not None:
            return Answer(None, self.fail_with)
        schema = self.view(viewer)
        problems = validate(schema, parse(document))
        assert not problems, f"{problems}\n{document}"
        result = execute(schema, parse(document), self.data, variable_values=variables, field_resolver=_resolve)
        return Answer(result.data, [{"message": e.message} for e in result.errors or ()])


def _resolve(source: Any, info: Any, **given: Any) -> Any:
    value = source.get(info.field_name) if isinstance(source, dict) else None
    if callable(value):
        return value(**given)
    if str(info.return_type).rstrip("!").endswith("Connection"):
        return _connection(value or [], given)
    return value


def _connection(rows: list[Any], given: dict[str, Any]) -> dict[str, Any]:
    """Cursors here are plain positions."""
    kept = [r for r in rows if _meets(r, given.get("where") or {}) and _found(r, given.get("search"))]
    start = int(given["after"]) if given.get("after") else 0
    size = given.get("first") or given.get("last") or 20
    if given.get("before"):
        start = max(0, int(given["before"]) - size)
    page = kept[start : start + size]
    info = {"hasNextPage": start + size < len(kept), "hasPreviousPage": start > 0,
            "startCursor": str(start), "endCursor": str(start + len(page))}  # fmt: skip
    count = {"value": len(kept), "isEstimate": False, "isCapped": False}
    return {"nodes": page, "pageInfo": info, "totalCount": count}


def _found(row: dict[str, Any], text: str | None) -> bool:
    return not text or text.lower() in " ".join(str(v) for v in row.values() if isinstance(v, str)).lower()


def _meets(row: dict[str, Any], where: dict[str, Any]) -> bool:
    return all(_holds(row.get(name), operands) for name, operands in where.items() if isinstance(operands, dict))


def _holds(value: Any, operands: dict[str, Any]) -> bool:
    if isinstance(value, dict) and not operands.keys() & {"eq", "in"}:
        return _meets(value, operands)
    if isinstance(value, dict):
        value = value.get("code") or value.get("id")
    if "in" in operands and value not in operands["in"]:
        return False
    return "eq" not in operands or value == operands["eq"]


def viewer(*hidden: str, **more: Any) -> Viewer:
    """Someone who sees all but the `Type.field` names given."""
    return Viewer("STAFF", more.pop("name", "Ana"), ("customer_service",), union([]), " ".join(sorted(hidden)) or "all",
                  staff_id="1", csrf_token="token", **more)  # fmt: skip


class SignedIn:
    """Puts a viewer on every request, as the door does."""

    def __init__(self, app: ASGIApp, who: Viewer | None) -> None:
        self.app, self.who = app, who

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            Request(scope).state.viewer = self.who
        await self.app(scope, receive, send)


class Browser:
    """Asks an application and keeps its cookies; follows no redirect."""

    def __init__(self, desk: "FakeDesk", who: Viewer | None) -> None:
        self._app = application(desk, who)
        self._cookies = httpx.Cookies()

    def get(self, path: str, **more: Any) -> httpx.Response:
        return asyncio.run(self._get(path, more))

    def post(self, path: str, **more: Any) -> httpx.Response:
        return asyncio.run(self._get(path, more, "POST"))

    async def _get(self, path: str, more: dict[str, Any], method: str = "GET") -> httpx.Response:
        transport = httpx.ASGITransport(self._app)
        async with httpx.AsyncClient(transport=transport, base_url="http://desk", cookies=self._cookies) as client:
            answer = await client.request(method, path, **more)
            self._cookies = client.cookies
            return answer


def application(desk: FakeDesk, who: Viewer | None) -> Starlette:
    app = Starlette(routes=routes(), middleware=[Middleware(SignedIn, who=who)])
    app.state.desk = desk
    app.state.admin_ui = prepare(desk)
    return app
