"""A provider of sign-ins in a process of its own right: a real server on loopback, which can be told to lie."""

import asyncio
import base64
import hashlib
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import parse_qs, urlencode

import uvicorn
from joserfc import jwt
from joserfc.jwk import ECKey, KeySet, OctKey
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

CLIENT, SECRET = "memberdesk", "a-shared-secret-of-the-tests-long-enough-for-HS256"


class Identity:
    """`claims` are laid over what it says of who signs in; `lies` change how it says it."""

    def __init__(self) -> None:
        self.port = 0
        self.keys = [ECKey.generate_key("P-256", {"kid": "one", "use": "sig"})]
        self.claims: dict[str, Any] = {}
        self.lies: dict[str, Any] = {}
        self.asked: dict[str, dict[str, str]] = {}
        self.fetched = 0

    @property
    def issuer(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    async def about(self, _: Request) -> Response:
        said = {
            "issuer": self.lies.get("issuer", self.issuer),
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/jwks",
            "authorization_response_iss_parameter_supported": True,
        }
        return JSONResponse(said)

    async def jwks(self, _: Request) -> Response:
        self.fetched += 1
        return JSONResponse(KeySet(self.keys).as_dict(private=False))

    async def authorize(self, request: Request) -> Response:
        """Signs in at once whoever comes."""
        given = dict(request.query_params)
        code = f"code-{len(self.asked)}"
        self.asked[code] = given
        back = {"code": code, "state": given["state"], "iss": self.lies.get("iss", self.issuer)}
        return RedirectResponse(f"{given['redirect_uri']}?{urlencode(back)}", 303)

    async def token(self, request: Request) -> Response:
        given = {name: values[0] for name, values in parse_qs((await request.body()).decode()).items()}
        asked = self.asked.pop(given.get("code", ""), None)
        proof = base64.urlsafe_b64encode(hashlib.sha256(given.get("code_verifier", "").encode()).digest())
        kind, _, proven = request.headers.get("authorization", "").partition(" ")
        is_client = kind == "Basic" and base64.b64decode(proven).decode() == f"{CLIENT}:{SECRET}"
        is_right = asked and is_client and proof.decode().rstrip("=") == asked["code_challenge"]
        if not is_right or asked["redirect_uri"] != given["redirect_uri"] or asked["code_challenge_method"] != "S256":
            return JSONResponse({"error": "invalid_grant"}, 400)
        return JSONResponse({"access_token": "x", "token_type": "Bearer", "id_token": self._signed(asked["nonce"])})

    def _signed(self, nonce: str) -> str:
        now = int(time.time())
        claims = {
            "iss": self.issuer, "aud": CLIENT, "sub": "subject-1", "exp": now + 300, "iat": now, "nonce": nonce,
            "email": "li@example.com", "email_verified": True, "name": "Li Na",
        } | self.claims  # fmt: skip
        claims = {name: value for name, value in claims.items() if value is not None}
        key = self.lies.get("key", self.keys[-1])
        match self.lies.get("alg"):
            case "none":
                head = base64.urlsafe_b64encode(b'{"alg":"none"}').rstrip(b"=").decode()
                body = jwt.encode({"alg": "ES256"}, claims, key).split(".")[1]
                return f"{head}.{body}."
            case "HS256":
                return jwt.encode({"alg": "HS256"}, claims, OctKey.import_key(SECRET))
        return jwt.encode({"alg": "ES256", "kid": key.kid}, claims, key)


@asynccontextmanager
async def identity() -> AsyncIterator[Identity]:
    found = Identity()
    app = Starlette(
        routes=[
            Route("/.well-known/openid-configuration", found.about),
            Route("/jwks", found.jwks),
            Route("/authorize", found.authorize),
            Route("/token", found.token, methods=["POST"]),
        ]
    )
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=0, log_config=None, lifespan="off", ws="none"))
    task = asyncio.create_task(server.serve())
    for _ in range(500):
        if server.started:
            break
        await asyncio.sleep(0.01)
    found.port = server.servers[0].sockets[0].getsockname()[1]
    try:
        yield found
    finally:
        server.should_exit = True
        await task
