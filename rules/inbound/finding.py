"""What ties a mail to a ticket: a signed mark in the subject or in the address that is answered."""

import re
from base64 import b32encode
from collections.abc import Iterable, Iterator
from hmac import compare_digest, digest
from uuid import UUID

from rules.secrecy import key_for

PURPOSE = "mail of a ticket"
IN_SUBJECT = re.compile(r"\[([^\[\]\s]{1,32})-([a-z2-7]{10})\]", re.IGNORECASE)
IN_ADDRESS = re.compile(r"\+([^@+\s]{1,32})-([a-z2-7]{10})@", re.IGNORECASE)
HOLE = "*"
"Where the mark stands in the address that is answered, if the mail server takes any: `desk+*@example.com`."
PLAIN = re.compile(r"^[\w.-]+$", re.ASCII)


def mark(secret: str, ticket: UUID) -> str:
    """Ten letters that only this installation can make for a ticket."""
    return b32encode(digest(key_for(secret, PURPOSE), ticket.bytes, "sha256"))[:10].decode().lower()


def marked_subject(subject: str, number: str, sign: str) -> str:
    return f"{IN_SUBJECT.sub('', subject).strip()} [{number}-{sign}]".strip()


def plain_subject(subject: str) -> str:
    """Without marks, of whatever ticket."""
    return " ".join(IN_SUBJECT.sub("", subject).split())


def marked_address(address: str, number: str, sign: str) -> str:
    """Where answers go; without a hole, or for a number that no address takes, the plain address."""
    if HOLE not in address:
        return address
    if not PLAIN.match(number):
        return plain_address(address)
    return address.replace(HOLE, f"{number}-{sign}".lower())


def plain_address(address: str) -> str:
    return address.replace(f"+{HOLE}", "").replace(HOLE, "")


def marks(subject: str, recipients: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Numbers of tickets with their marks, those of addresses first; none of them is proven yet."""
    for address in recipients:
        yield from IN_ADDRESS.findall(address)
    yield from IN_SUBJECT.findall(subject)


def is_of(secret: str, ticket: UUID, said: str) -> bool:
    return compare_digest(mark(secret, ticket), said.lower())
