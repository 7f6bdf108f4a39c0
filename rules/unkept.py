"""Arguments and answers that nobody may keep, nor try."""

from collections.abc import Mapping
from typing import Any

SECRET = {"pin", "currentPin", "newPin", "identityNumber", "currentIdentityNumber"}
"Arguments that no kept digest may be made of: a short secret could be guessed from it."
SECRETS = SECRET | {
    "password", "currentPassword", "newPassword", "secret", "clientSecret", "token", "recoveryCode", "recoveryCodes",
    "totp", "privateKey", "apiKey",
}  # fmt: skip
"Arguments and answers that nobody may keep, not even until somebody decides."


def takes_secrets(field: Any) -> bool:
    """Whether a mutation (a field of a GraphQL schema) takes, or answers with, something that may not be kept."""
    answers = getattr(_named(field.type), "fields", {})
    return bool(SECRETS & answers.keys()) or _names(field.args, set())


def told_of(value: Any) -> Any:
    """Without secrets, at any depth."""
    if isinstance(value, dict):
        return {name: told_of(part) for name, part in value.items() if name not in SECRET}
    return [told_of(part) for part in value] if isinstance(value, list) else value


def _named(kind: Any) -> Any:
    """Without what says that it is a list, or never null."""
    while hasattr(kind, "of_type"):
        kind = kind.of_type
    return kind


def _names(fields: Mapping[str, Any], seen: set[str]) -> bool:
    """Whether one of the inputs, or of those inside them, is secret."""
    for name, given in fields.items():
        kind = _named(given.type)
        inner = getattr(kind, "fields", None)
        if name in SECRETS:
            return True
        if inner is not None and kind.name not in seen and _names(inner, seen | {kind.name}):
            return True
    return False
