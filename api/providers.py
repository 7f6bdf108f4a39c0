"""Speaks with providers of sign-ins: finds their addresses and keys, exchanges a code, checks the token."""

import time
from base64 import b64encode, urlsafe_b64encode
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any
from urllib.parse import quote, urlencode

import httpx
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from api.reaching import ask
from rules.providers import ALGORITHMS, Provider, check_claims, not_believed, not_reached
from rules.reaching import NotReachable, check_address

SCOPE = "openid email profile"
DISCOVERY = "/.well-known/openid-configuration"
KEPT_SECONDS = 3600
"Addresses; keys are asked for anew as soon as a token names one that we have not."
ASKED_AGAIN_SECONDS = 10
"Keys are not asked for more often than this, whatever tokens name."
ENDPOINTS = ("authorization_endpoint", "token_endpoint", "jwks_uri")


@dataclass
class Known:
    """What a provider says of itself."""

    metadata: dict[str, Any]
    until: float
    keys: KeySet | None = None
    keys_at: float = field(default=float("-inf"))


class Client:
    """One provider as this process knows it."""

    def __init__(self, provider: Provider, redirect: str) -> None:
        self.provider = provider
        self._redirect = redirect
        self._known: Known | None = None

    async def address(self, state: str, nonce: str, verifier: str) -> str:
        """Where the browser is sent. Raises Refused if the provider cannot be reached."""
        address = (await self._about()).metadata["authorization_endpoint"]
        try:
            check_address(address, self.provider.issuer)
        except NotReachable:
            raise not_reached(self.provider) from None
        given = {
            "response_type": "code", "client_id": self.provider.client_id, "redirect_uri": self._redirect,
            "scope": SCOPE, "state": state, "nonce": nonce, "code_challenge": _challenge(verifier),
            "code_challenge_method": "S256",
        }  # fmt: skip
        return f"{address}{'&' if '?' in address else '?'}{urlencode(given)}"

    async def claims(self, code: str, verifier: str, nonce: str, issuer: str | None) -> dict[str, Any]:
        """What the provider says of who signed in. `issuer` is who the answer says it comes from. Raises Refused."""
        known = await self._about()
        expected = issuer is not None or known.metadata.get("authorization_response_iss_parameter_supported") is True
        if expected and (issuer or "").rstrip("/") != self.provider.issuer:
            raise not_believed(self.provider)
        token = await self._token(known, code, verifier)
        claims = await self._decoded(known, token)
        check_claims(self.provider, claims, nonce, time.time())
        return claims

    async def _token(self, known: Known, code: str, verifier: str) -> str:
        sent = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": self._redirect,
            "code_verifier": verifier,
        }
        known_as = {"authorization": _basic(self.provider.client_id, self.provider.client_secret)}
        try:
            address = known.metadata["token_endpoint"]
            answer = await ask("POST", address, self.provider.issuer, data=sent, headers=known_as)
        except (httpx.HTTPError, NotReachable):
            raise not_reached(self.provider) from None
        try:
            token = answer.raise_for_status().json()["id_token"]
        except (httpx.HTTPStatusError, ValueError, KeyError, TypeError):
            raise not_believed(self.provider) from None
        if not isinstance(token, str):
            raise not_believed(self.provider)
        return token

    async def _decoded(self, known: Known, token: str) -> dict[str, Any]:
        """Keys that we know first; a token under another key is a reason to ask for them once more."""
        for is_fresh in (False, True):
            keys = await self._keys(known, is_fresh)
            try:
                return dict(jwt.decode(token, keys, algorithms=list(ALGORITHMS)).claims)
            except (JoseError, ValueError, TypeError, KeyError):
                continue
        raise not_believed(self.provider)

    async def _keys(self, known: Known, is_fresh: bool) -> KeySet:
        is_young = time.monotonic() - known.keys_at < ASKED_AGAIN_SECONDS
        if known.keys is not None and (not is_fresh or is_young):
            return known.keys
        said = await self._get(known.metadata["jwks_uri"])
        try:
            # A key that is shared, not the provider's own, would let everybody sign who has it.
            keys = [key for key in said["keys"] if key.get("kty") != "oct" and key.get("use", "sig") == "sig"]
            known.keys, known.keys_at = KeySet.import_key_set({"keys": keys}), time.monotonic()
        except (JoseError, ValueError, TypeError, KeyError):
            raise not_reached(self.provider) from None
        return known.keys

    async def _about(self) -> Known:
        if self._known is None or self._known.until < time.monotonic():
            said = await self._get(self.provider.issuer + DISCOVERY)
            is_whole = all(isinstance(said.get(name), str) for name in ENDPOINTS)
            if str(said.get("issuer", "")).rstrip("/") != self.provider.issuer or not is_whole:
                raise not_reached(self.provider)
            self._known = Known(said, time.monotonic() + KEPT_SECONDS)
        return self._known

    async def _get(self, address: str) -> dict[str, Any]:
        try:
            answer = (await ask("GET", address, self.provider.issuer)).raise_for_status().json()
        except (httpx.HTTPError, ValueError):
            raise not_reached(self.provider) from None
        if not isinstance(answer, dict):
            raise not_reached(self.provider)
        return answer


def _basic(name: str, secret: str) -> str:
    return "Basic " + b64encode(f"{quote(name, safe='')}:{quote(secret, safe='')}".encode()).decode()


def _challenge(verifier: str) -> str:
    """What tells the provider beforehand that only who has the verifier may have the token (PKCE)."""
    return urlsafe_b64encode(sha256(verifier.encode()).digest()).decode().rstrip("=")
