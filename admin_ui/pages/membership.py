"""Members' own pages: register, sign in, keep the own file, get back in. They ask the API like any front-end."""

import secrets
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode, urlsplit

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from admin_ui.pages.membership_steps import HOME, OPEN_STEPS, OWN_STEPS, PROFILE, Step
from admin_ui.visits import Visit, is_far, visit
from rules.logins import csrf_of
from rules.permissions import Grants, union
from rules.viewer import Viewer

COOKIE = "memberdesk_membership"
SECURE = "__Secure-"
"A browser sets a cookie of such a name over TLS only."
DOOR = union([Grants(role="membership pages", permissions=frozenset({"self.offer"}))])
"What the pages may for somebody who is not signed in."
LONGEST = 2_000


@dataclass
class Account:
    """A visit by a member, or by somebody who may become one."""

    visit: Visit
    token: str

    @property
    def is_in(self) -> bool:
        return self.visit.viewer is not None and self.visit.viewer.kind == "MEMBER"

    async def ask(self, document: str, variables: dict[str, Any]) -> Any:
        """The first field of the answer. Raises Unanswered."""
        return next(iter((await self.visit.ask(document, variables)).values()))

    def form(self, step: Step, given: dict[str, str], errors: list[dict[str, Any]], status: int = 200) -> Response:
        wrong = {error["path"][-1]: error["message"] for error in errors if error["path"]}
        general = [e["message"] for e in errors if not e["path"] or e["path"][-1] not in step.fields]
        no_store = {"Cache-Control": "no-store"}
        return self.visit.draw(
            "membership/form.html", status, no_store, step=step, given=given, wrong=wrong, general=general,
            is_in=self.is_in,
        )  # fmt: skip


def routes() -> list[Route]:
    return [
        Route(HOME, profile),
        Route(f"{HOME}/sign-out", sign_out, methods=["POST"]),
        Route(f"{HOME}/devices", end_device, methods=["POST"]),
        Route(f"{HOME}/done/{{what}}", done),
        Route(f"{HOME}/{{step}}", step, methods=["GET", "POST"]),
    ]


async def profile(request: Request) -> Response:
    account = await account_of(request)
    if not account.is_in:
        return RedirectResponse(f"{HOME}/sign-in", 303)
    member = (await account.ask(PROFILE, {}))["member"]
    said, no_store = request.query_params.get("done", ""), {"Cache-Control": "no-store"}
    return account.visit.draw("membership/profile.html", 200, no_store, member=member, done=said)


async def step(request: Request) -> Response:
    account = await account_of(request)
    name = request.path_params["step"]
    found = (OWN_STEPS if account.is_in else OPEN_STEPS).get(name)
    if found is None:
        return RedirectResponse(HOME if account.is_in else f"{HOME}/sign-in", 303)
    if request.method == "GET":
        return account.form(found, await _opened(account, found), [])
    given = {n: str(v)[:LONGEST] for n, v in (await request.form(max_files=0, max_fields=30)).items()}
    if not is_ours(request, account, given):
        message = account.visit.words.gettext("This form is no longer good. Open it again.")
        return account.form(found, given, [{"path": [], "message": message}], 403)
    payload = await account.ask(found.document, found.variables(given))
    if payload["userErrors"]:
        return account.form(found, given, payload["userErrors"], 422)
    return _after(request, found, payload)


async def done(request: Request) -> Response:
    account = await account_of(request)
    number = request.query_params.get("number", "")[:32]
    return account.visit.draw("membership/done.html", what=request.path_params["what"], number=number)


async def sign_out(request: Request) -> Response:
    account = await account_of(request)
    given = {n: str(v) for n, v in (await request.form(max_files=0, max_fields=10)).items()}
    if account.is_in and is_ours(request, account, given):
        await account.ask("mutation { selfSignOut { isDone } }", {})
        request.app.state.callers.forget()
    elif account.is_in or _is_foreign(request):
        return RedirectResponse(HOME, 303)
    response = RedirectResponse(f"{HOME}/done/signed-out", 303)
    response.delete_cookie(_cookie(request), path=HOME, httponly=True, samesite="lax", secure=is_far(request))
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


async def end_device(request: Request) -> Response:
    account = await account_of(request)
    given = {n: str(v) for n, v in (await request.form(max_files=0, max_fields=10)).items()}
    if account.is_in and is_ours(request, account, given):
        document = "mutation ($id: ID!) { selfDeviceEnd(id: $id) { isDone userErrors { message } } }"
        await account.ask(document, {"id": given.get("id", "")})
    return RedirectResponse(HOME, 303)


async def account_of(request: Request) -> Account:
    """Whoever has the cookie of these pages; it is no staff's session."""
    here, token = visit(request), request.cookies.get(_cookie(request), "")
    here.viewer = None
    language = here.language
    place = request.client.host if request.client else ""
    caller = await request.app.state.callers.by_token(token, place) if token.startswith("mdm_") else None
    if caller is not None and caller.viewer.kind == "MEMBER":
        csrf = csrf_of(request.app.state.desk.planner.surroundings.secret, token)
        here.viewer = replace(caller.viewer, csrf_token=csrf, address=place)
    else:
        here.viewer = Viewer("CLIENT", "Membership pages", (), DOOR, DOOR.fingerprint(), address=place)
    here.viewer = replace(here.viewer, locale=language)
    return Account(here, token)


async def _opened(account: Account, found: Step) -> dict[str, str]:
    """What the form begins with: the challenge of the address, or the own file."""
    given = {"challenge": account.visit.request.query_params.get("challenge", "")[:64]}
    if found.name == "edit":
        member = (await account.ask(PROFILE, {}))["member"]
        given |= {name: str(member[name] or "") for name in ("name", "birthday", "gender")}
    return given


def is_ours(request: Request, account: Account, given: dict[str, str]) -> bool:
    """Sent from our own page, and by whom it was drawn for."""
    if _is_foreign(request):
        return False
    expected = account.visit.viewer.csrf_token if account.visit.viewer else ""
    return not account.is_in or secrets.compare_digest(given.get("csrf", "").encode(), expected.encode())


def _is_foreign(request: Request) -> bool:
    if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        return True
    origin = request.headers.get("origin")
    return origin not in (None, "null") and urlsplit(origin).netloc != request.headers.get("host")


def _cookie(request: Request) -> str:
    return SECURE + COOKIE if is_far(request) else COOKIE


def _after(request: Request, found: Step, payload: dict[str, Any]) -> Response:
    if found.then:
        return RedirectResponse(f"{HOME}/{found.then}?{urlencode({'challenge': payload['challenge']})}", 303)
    if "number" in payload:
        return RedirectResponse(f"{HOME}/done/asked?{urlencode({'number': payload['number']})}", 303)
    response = RedirectResponse(f"{HOME}?{urlencode({'done': found.name})}", 303)
    if payload.get("accessToken"):
        response.set_cookie(
            _cookie(request), payload["accessToken"], path=HOME, httponly=True, samesite="lax",
            secure=is_far(request),
        )  # fmt: skip
    return response
