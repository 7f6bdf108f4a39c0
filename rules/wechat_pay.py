"""How WeChat Pay (API v3) signs and seals: what is signed, with which key, and how its notices are opened."""

from base64 import b64decode, b64encode
from collections.abc import Mapping
from hashlib import sha256
from json import loads
from typing import Any

from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.x509 import load_pem_x509_certificate

SCHEME = "WECHATPAY2-SHA256-RSA2048"
KEY_LENGTH = 32
MOST_SECONDS_OFF = 300
LEAST_BITS = 2048
SEALED_WITH = "AEAD_AES_256_GCM"


class BadKey(ValueError):
    """It is no RSA key in PEM form, or too short."""


class NotBelieved(ValueError):
    """It does not come from the provider, is too old, or was altered; says why."""


def read_private(pem: str) -> RSAPrivateKey:
    """Raises BadKey."""
    try:
        key = serialization.load_pem_private_key(pem.strip().encode(), None)
    except (ValueError, TypeError) as error:
        raise BadKey(str(error)) from None
    if not isinstance(key, RSAPrivateKey) or key.key_size < LEAST_BITS:
        raise BadKey("no RSA key")
    return key


def read_public(pem: str) -> RSAPublicKey:
    """Of a public key or of a certificate. Raises BadKey."""
    given = pem.strip().encode()
    try:
        is_certificate = b"BEGIN CERTIFICATE" in given
        key = (
            load_pem_x509_certificate(given).public_key()
            if is_certificate
            else serialization.load_pem_public_key(given)
        )
    except (ValueError, TypeError) as error:
        raise BadKey(str(error)) from None
    if not isinstance(key, RSAPublicKey) or key.key_size < LEAST_BITS:
        raise BadKey("no RSA key")
    return key


def print_of(pem: str) -> str:
    """What a private key can be recognized by: the SHA-256 of its public part."""
    public = read_private(pem).public_key()
    form = serialization.PublicFormat.SubjectPublicKeyInfo
    return sha256(public.public_bytes(serialization.Encoding.DER, form)).hexdigest()


def authorization(
    private: RSAPrivateKey, merchant: str, serial: str, method: str, path: str, body: str, at: int, nonce: str
) -> str:
    """The header of a request; `path` with its query, `at` in seconds."""
    signature = sign(private, method, path, str(at), nonce, body)
    told = {"mchid": merchant, "nonce_str": nonce, "signature": signature, "timestamp": str(at), "serial_no": serial}
    return f"{SCHEME} " + ",".join(f'{name}="{value}"' for name, value in told.items())


def sign(private: RSAPrivateKey, *lines: str) -> str:
    return b64encode(private.sign(_text(lines), PKCS1v15(), hashes.SHA256())).decode()


def check_signed(public: RSAPublicKey, serial: str, headers: Mapping[str, str], body: str, now: float) -> None:
    """Of an answer or a notice. Raises NotBelieved."""
    at, nonce = headers.get("wechatpay-timestamp", ""), headers.get("wechatpay-nonce", "")
    if headers.get("wechatpay-serial", "") != serial:
        raise NotBelieved("it is signed with another key")
    if not at.isdecimal() or len(at) > 12 or abs(now - int(at)) > MOST_SECONDS_OFF:
        raise NotBelieved("it is too old")
    if not nonce:
        raise NotBelieved("it has no nonce")
    try:
        signature = b64decode(headers.get("wechatpay-signature", ""), validate=True)
        public.verify(signature, _text((at, nonce, body)), PKCS1v15(), hashes.SHA256())
    except (InvalidSignature, ValueError):
        raise NotBelieved("its signature is wrong") from None


def opened(api_key: str, resource: Mapping[str, Any]) -> dict[str, Any]:
    """What a notice is about. Raises NotBelieved."""
    try:
        if resource["algorithm"] != SEALED_WITH:
            raise NotBelieved("it is sealed in a way that we do not know")
        sealed = b64decode(resource["ciphertext"], validate=True)
        about = resource.get("associated_data") or ""
        plain = loads(AESGCM(api_key.encode()).decrypt(resource["nonce"].encode(), sealed, about.encode()))
    except (InvalidTag, KeyError, TypeError, ValueError, AttributeError) as error:
        raise NotBelieved(f"it cannot be opened ({type(error).__name__})") from None
    if not isinstance(plain, dict):
        raise NotBelieved("it says nothing")
    return plain


def _text(lines: tuple[str, ...]) -> bytes:
    return "".join(f"{line}\n" for line in lines).encode()
