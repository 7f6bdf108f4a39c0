"""Members pay in online on their own pages: how much, then the code to scan, until the money is there."""

from secrets import token_urlsafe
from typing import Any

import segno
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from admin_ui.pages.membership import LONGEST, Account, account_of, is_ours
from admin_ui.pages.membership_steps import ERRORS, HOME

NO_STORE = {"Cache-Control": "no-store"}
PROVIDERS = "query MembershipProviders { paymentProviders { code name isActive } }"
START = f"""mutation ($amount: Decimal!, $provider: String, $key: String!) {{ walletTopUpStart(
    amount: $amount, providerCode: $provider, idempotencyKey: $key) {{ payment {{ number }} {ERRORS} }} }}"""
PAYMENT = """query MembershipPayment($number: String!) { payment(number: $number) {
    number status code expiresAt bookedIn: entry { id } amount { amount currency } } }"""
OPEN = ("NEW", "PENDING")
AGAIN = {"Refresh": "3"}
"The page asks for itself while it waits, so that it works without scripts."


def routes() -> list[Route]:
    return [
        Route(f"{HOME}/top-up", top_up, methods=["GET", "POST"]),
        Route(f"{HOME}/top-up/{{number}}", payment),
    ]


async def top_up(request: Request) -> Response:
    account = await account_of(request)
    if not account.is_in:
        return RedirectResponse(f"{HOME}/sign-in", 303)
    if request.method == "GET":
        return await _form(account, {"key": token_urlsafe(24)}, [])
    given = {name: str(value)[:LONGEST] for name, value in (await request.form(max_files=0, max_fields=10)).items()}
    if not is_ours(request, account, given):
        message = account.visit.words.gettext("This form is no longer good. Open it again.")
        return await _form(account, given, [{"path": [], "message": message}], 403)
    named = {"amount": given.get("amount", ""), "provider": given.get("provider") or None, "key": given.get("key", "")}
    payload = await account.ask(START, named)
    if payload["userErrors"]:
        return await _form(account, given, payload["userErrors"], 422)
    return RedirectResponse(f"{HOME}/top-up/{payload['payment']['number']}", 303)


async def payment(request: Request) -> Response:
    account = await account_of(request)
    if not account.is_in:
        return RedirectResponse(f"{HOME}/sign-in", 303)
    found = await account.ask(PAYMENT, {"number": request.path_params["number"][:64]})
    if found is None:
        return RedirectResponse(HOME, 303)
    headers = NO_STORE | (AGAIN if found["status"] in OPEN else {})
    shown = {"payment": found, "picture": _picture(found["code"]) if found["code"] else ""}
    return account.visit.draw("membership/payment.html", 200, headers, **shown)


async def _form(account: Account, given: dict[str, str], errors: list[dict[str, Any]], status: int = 200) -> Response:
    providers = [one for one in await account.ask(PROVIDERS, {}) if one["isActive"]]
    said = [error["message"] for error in errors]
    shown = {"given": given, "said": said, "providers": providers}
    return account.visit.draw("membership/top_up.html", status, NO_STORE, **shown)


def _picture(text: str) -> Markup:
    code = segno.make(text, error="m")
    return Markup(code.svg_inline(scale=5, border=4, dark="#000", light="#fff", svgclass="qr", lineclass=None))
