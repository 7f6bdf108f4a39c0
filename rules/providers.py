"""Where staff may sign in instead of here (OpenID Connect), and what a provider's answer must say."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from rules.refusals import ErrorCode, Refused

ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
"By a key of the provider's own; never none, never with the shared secret."
LEEWAY_SECONDS = 60
REQUIRED = ("code", "name", "issuer", "clientId", "clientSecret")
KNOWN = (*REQUIRED, "createsRole", "checksCodes")
LOOPBACK = ("127.0.0.1", "localhost", "::1")


@dataclass(frozen=True, slots=True)
class Provider:
    """`creates_role` makes an account with this role for who has none here; `checks_codes` says that the provider asks
    for a second factor itself, so that ours is not asked for."""

    code: str
    name: str
    issuer: str
    client_id: str
    client_secret: str = field(repr=False)
    creates_role: str | None = None
    checks_codes: bool = False

    @property
    def method(self) -> str:
        """How a session that begins so is known."""
        return "SSO" if self.checks_codes else "SSO_PLAIN"


def provider_of(said: Any) -> Provider:
    """Raises ValueError with one line that names what is wrong and repeats no secret."""
    if not isinstance(said, Mapping):
        raise ValueError("each provider is an object")
    unknown = sorted(set(said) - set(KNOWN))
    missing = [name for name in REQUIRED if not isinstance(said.get(name), str) or not said[name]]
    if unknown or missing:
        raise ValueError(f"'{unknown[0]}' is not known" if unknown else f"'{missing[0]}' is missing")
    code = said["code"]
    if not (code.isascii() and code.replace("-", "").isalnum() and len(code) <= 32):
        raise ValueError("'code' has letters, digits and dashes")
    parts = urlsplit(said["issuer"])
    if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in LOOPBACK):
        raise ValueError("'issuer' begins with https://")
    role, checks = said.get("createsRole"), said.get("checksCodes", False)
    if not isinstance(role, str | None) or not isinstance(checks, bool):
        raise ValueError("'createsRole' is a role's code, 'checksCodes' true or false")
    return Provider(
        code, said["name"], said["issuer"].rstrip("/"), said["clientId"], said["clientSecret"], role, checks
    )


def check_claims(provider: Provider, claims: Mapping[str, Any], nonce: str, now: float) -> None:
    """Of a token whose signature is right. Raises Refused."""
    audience = claims.get("aud")
    audiences = audience if isinstance(audience, list) else [audience]
    expires, issued = claims.get("exp"), claims.get("iat")
    holds = (
        str(claims.get("iss", "")).rstrip("/") == provider.issuer
        and provider.client_id in audiences
        and (len(audiences) == 1 or claims.get("azp") == provider.client_id)
        and claims.get("azp", provider.client_id) == provider.client_id
        and claims.get("nonce") == nonce
        and isinstance(expires, int | float)
        and expires > now - LEEWAY_SECONDS
        and isinstance(issued, int | float)
        and issued < now + LEEWAY_SECONDS
        and isinstance(claims.get("sub"), str)
        and 0 < len(claims["sub"]) <= 300
    )
    if not holds:
        raise not_believed(provider)


def not_believed(provider: Provider) -> Refused:
    """The same words for whatever is wrong with an answer: it tells a forger nothing."""
    message = "The answer of {provider} could not be believed. Begin again; if it stays so, ask an administrator."
    return Refused(ErrorCode.FORBIDDEN, message, ("provider",), provider=provider.name)


def not_reached(provider: Provider) -> Refused:
    message = "{provider} does not answer as it should. Try again in a moment."
    return Refused(ErrorCode.STATE, message, ("provider",), provider=provider.name)
