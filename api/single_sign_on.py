"""`/sso/{provider}`: to a provider and back; what it says of somebody becomes a session."""

import secrets
from collections.abc import Iterable

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from actions import single_sign_on
from api.doors import Draw, address_of, drop_cookie, keep_cookie, local_path, now, read_cookie, secret_of
from api.providers import Client
from api.signing_in import let_in
from rules.providers import Provider, not_believed
from rules.refusals import ErrorCode, Refused
from rules.sessions import STEP_LASTS

BROWSER = "memberdesk_sso"
STATUS = {ErrorCode.STATE: 502}


class SingleSignOn:
    def __init__(self, draw: Draw, providers: Iterable[Provider], public_url: str) -> None:
        self._draw = draw
        self._clients = {p.code: Client(p, f"{public_url}/sso/{p.code}/callback") for p in providers}

    async def leave(self, request: Request) -> Response:
        """To the provider, with proofs that only this browser's way back can answer to."""
        client = self._clients.get(request.path_params["provider"])
        if client is None:
            return RedirectResponse("/login", 303)
        target = local_path(request.query_params.get("next", "/"))
        state, nonce, verifier = (secrets.token_urlsafe(48) for _ in range(3))
        browser = read_cookie(request, BROWSER) or secrets.token_urlsafe(32)
        try:
            address = await client.address(state, nonce, verifier)
        except Refused as refused:
            return self._refused(request, refused, target)
        kept = {"nonce": nonce, "verifier": verifier, "next": target}
        async with request.app.state.writes.transaction() as connection:
            await single_sign_on.begin(connection, client.provider, state, browser, kept, now(), secret_of(request))
        response = RedirectResponse(address, 303)
        keep_cookie(request, response, BROWSER, browser, int(STEP_LASTS.total_seconds()))
        return response

    async def come_back(self, request: Request) -> Response:
        client = self._clients.get(request.path_params["provider"])
        if client is None:
            return RedirectResponse("/login", 303)
        writes, given = request.app.state.writes, request.query_params
        try:
            async with writes.transaction() as connection:
                kept = await single_sign_on.take(
                    connection, client.provider, given.get("state", ""), read_cookie(request, BROWSER), now(),
                    secret_of(request),
                )  # fmt: skip
            if "error" in given or not given.get("code"):
                raise not_believed(client.provider)
            claims = await client.claims(given["code"], kept["verifier"], kept["nonce"], given.get("iss"))
            async with writes.transaction() as connection:
                person = await single_sign_on.person_of(connection, client.provider, claims)
                response = await let_in(request, connection, person, client.provider.method, local_path(kept["next"]))
        except Refused as refused:
            async with writes.transaction() as connection:
                await single_sign_on.refused(connection, client.provider, address_of(request))
            return self._refused(request, refused, "/")
        drop_cookie(request, response, BROWSER)
        return response

    def _refused(self, request: Request, refused: Refused, target: str) -> Response:
        return self._draw(request, "sign_in", STATUS.get(refused.code, 401), refused, username="", next=target)
