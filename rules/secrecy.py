"""What the database keeps but cannot read: texts sealed with a key that comes from the installation's secret."""

from base64 import urlsafe_b64encode
from hmac import digest

from cryptography.fernet import Fernet, InvalidToken


class CannotOpen(ValueError):
    """It was sealed with another secret, for another purpose, or was altered."""


def key_for(secret: str, purpose: str) -> bytes:
    """32 bytes; keys of different purposes tell nothing about each other."""
    return digest(secret.encode(), f"memberdesk {purpose}".encode(), "sha256")


def seal(secret: str, purpose: str, text: str) -> bytes:
    return _box(secret, purpose).encrypt(text.encode())


def unseal(secret: str, purpose: str, sealed: bytes) -> str:
    """Raises CannotOpen."""
    try:
        return _box(secret, purpose).decrypt(sealed).decode()
    except InvalidToken:
        raise CannotOpen(f"What was sealed for '{purpose}' cannot be opened with this SECRET_KEY.") from None


def _box(secret: str, purpose: str) -> Fernet:
    return Fernet(urlsafe_b64encode(key_for(secret, purpose)))
