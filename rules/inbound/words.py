"""Bytes of mails as texts: whatever charset they say, or do not say, or say wrongly."""

import re
from base64 import b64decode
from binascii import Error as NotBase64
from email.message import Message
from email.utils import collapse_rfc2231_value
from quopri import decodestring
from typing import Any

ALIASES = {
    "gb2312": "gb18030", "gbk": "gb18030", "x-gbk": "gb18030", "gb_2312-80": "gb18030", "cp936": "gb18030",
    "euc-cn": "gb18030", "big5": "big5hkscs", "big5-hkscs": "big5hkscs", "ks_c_5601-1987": "cp949",
    "iso-8859-1": "cp1252", "latin1": "cp1252", "us-ascii": "ascii", "ansi_x3.4-1968": "ascii",
    "unicode-1-1-utf-7": "utf-7", "utf8": "utf-8", "shift_jis": "cp932",
}  # fmt: skip
"""What programs call one charset and write in a larger one."""
GUESSED = ("utf-8", "gb18030", "big5hkscs")
WORD = re.compile(r"=\?([^?\s]+)\?([bBqQ])\?([^?]*)\?=")
BETWEEN = re.compile(r"(\?=)\s+(=\?)")
BARE = re.compile(r"name=\"?([^\";]+)", re.IGNORECASE)
CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufeff]")


def text_of(content: bytes, charset: str | None = None) -> str:
    """Never fails: what cannot be read by the charset that is said is guessed, at last read letter by letter."""
    for name in (_known(charset), *GUESSED):
        try:
            return clean(content.decode(name))
        except (UnicodeDecodeError, LookupError):
            continue
    return clean(content.decode("cp1252", "replace"))


def clean(text: str) -> str:
    """One kind of line ends, and no letter that cannot be kept."""
    return CONTROLS.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).encode("utf-8", "replace").decode()


def values(message: Message, *names: str) -> list[str]:
    """Headers as they came, bytes that are no letters as surrogates."""
    return [str(value) for name, value in message.raw_items() if name.lower() in names]


def value(message: Message, name: str) -> str:
    """The first of that name, or nothing."""
    return next(iter(values(message, name)), "")


def header_text(value: Any) -> str:
    """A header with its encoded words read; neighbours of one charset as one, since mailers cut letters in two."""
    raw = str(value) if not isinstance(value, str) else value
    said = text_of(raw.encode("utf-8", "surrogateescape")) if _is_raw(raw) else raw
    return " ".join(clean(_decoded(BETWEEN.sub(r"\1\2", said))).split())


def file_name(value: Any) -> str:
    """Of an attachment: RFC 2231, an encoded word where none may be, or bare bytes."""
    return header_text(collapse_rfc2231_value(value)) if value else ""


def bare_name(head: str) -> str:
    """A name of bytes that are no letters, which no standard knows and many mailers write."""
    found = BARE.search(head) if _is_raw(head) else None
    return header_text(found[1]) if found else ""


def _is_raw(text: str) -> bool:
    return any("\udc80" <= letter <= "\udcff" for letter in text)


def _decoded(said: str) -> str:
    parts, rest, run = [], 0, b""
    charset = ""
    for found in WORD.finditer(said):
        before = said[rest : found.start()]
        if run and (before or found[1].lower() != charset):
            parts.append(text_of(run, charset))
            run = b""
        parts.append(before)
        charset, rest = found[1].lower(), found.end()
        run += _bytes(found[2], found[3])
    return "".join([*parts, text_of(run, charset) if run else "", said[rest:]])


def _bytes(kind: str, text: str) -> bytes:
    if kind in "qQ":
        return decodestring(text.replace("_", " ").encode("utf-8", "replace"), header=True)
    try:
        return b64decode(text + "=" * (-len(text) % 4))
    except (NotBase64, ValueError):
        return text.encode("utf-8", "replace")


def _known(charset: str | None) -> str:
    """A charset as Python calls it; RFC 2231 may put a language behind it."""
    said = (charset or "utf-8").strip("\"' ").partition("*")[0].lower()
    return ALIASES.get(said, said or "utf-8")
