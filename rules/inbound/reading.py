"""A mail as we read it: who, about what, the words and the files; whatever a mailer made of it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import Message
from email.utils import getaddresses

from rules.attachments import LARGEST as LARGEST_FILE
from rules.attachments import File, received
from rules.inbound import markup
from rules.inbound.quoting import parted
from rules.inbound.words import bare_name, file_name, header_text, text_of, value, values
from rules.mail import is_address
from rules.tickets import LONGEST_BODY, LONGEST_SUBJECT

MOST_PARTS = 200
DEEPEST = 20
IDS = re.compile(r"<([^<>\s]{1,400})>")
RECIPIENTS = ("to", "cc", "delivered-to", "x-original-to", "envelope-to", "resent-to")
WRITTEN = ("text/plain", "text/html")
SILENT = re.compile(r"^\[cid:[^\]]*\]$", re.MULTILINE)


class Malformed(ValueError):
    """It cannot be read as a mail; says why in a few words."""


@dataclass(frozen=True, slots=True)
class Letter:
    """`text` is what was written, `quoted` what stood below it. Message ids are without their angle brackets."""

    message_id: str
    answers: tuple[str, ...]
    sender: str
    sender_name: str
    recipients: tuple[str, ...]
    subject: str
    text: str
    quoted: str
    files: tuple[File, ...] = field(repr=False)
    message: Message = field(repr=False)

    @property
    def author(self) -> str:
        return self.sender_name or self.sender


def heads_of(raw: bytes) -> Message:
    """The headers alone, which are short however large the mail is."""
    head = re.split(rb"\r?\n\r?\n", raw[:200_000], maxsplit=1)[0]
    return message_from_bytes(head + b"\r\n\r\n", policy=policy.compat32)


def sender_of(message: Message) -> tuple[str, str]:
    """Name and address of who wrote it; empty if nobody can be answered."""
    for header in ("from", "sender", "return-path"):
        for name, address in addresses(message, header):
            if is_address(address):
                return name[:200], address.lower()
    return "", ""


def addresses(message: Message, *headers: str) -> list[tuple[str, str]]:
    said = [one for header in headers for one in values(message, header)]
    return [(header_text(name), address.strip().strip("<>")) for name, address in getaddresses(said)]


def subject_of(message: Message) -> str:
    return header_text(value(message, "subject"))[:LONGEST_SUBJECT]


def message_id_of(message: Message) -> str:
    found = IDS.search(value(message, "message-id"))
    return found[1] if found else ""


def read(raw: bytes) -> Letter:
    """Raises Malformed: no sender who could be answered, nothing in it, more parts than any mailer makes."""
    message = message_from_bytes(raw, policy=policy.compat32)
    name, sender = sender_of(message)
    if not sender:
        raise Malformed("it does not say who wrote it")
    parts = list(_parts(message))
    if len(parts) > MOST_PARTS:
        raise Malformed("it has too many parts")
    whole, files = _said(parts), tuple(_files(parts))
    subject = subject_of(message)
    if not (whole or files or subject):
        raise Malformed("nothing is in it")
    text, quoted = parted(whole)
    if len(text) > LONGEST_BODY:
        files = (*files, received("message.txt", text.encode()))
    answered = [id for header in ("in-reply-to", "references") for id in IDS.findall(value(message, header))]
    return Letter(
        message_id_of(message), tuple(dict.fromkeys(answered))[-50:], sender, name,
        tuple(address.lower() for _, address in addresses(message, *RECIPIENTS)), subject,
        text[:LONGEST_BODY], quoted[: 5 * LONGEST_BODY], files, message,
    )  # fmt: skip


def _parts(message: Message, depth: int = 0) -> Iterator[Message]:
    """Everything that holds something, in order; a mail inside the mail is one part. Of alternatives the plainest."""
    if depth > DEEPEST:
        raise Malformed("its parts lie too deep in each other")
    if not message.is_multipart() or message.get_content_maintype() == "message":
        yield message
        return
    inner = message.get_payload()
    if message.get_content_subtype() == "alternative":
        inner = _chosen([part for part in inner if isinstance(part, Message)])
    for part in inner:
        if isinstance(part, Message):
            yield from _parts(part, depth + 1)


def _chosen(parts: list[Message]) -> list[Message]:
    """Plain words if there are any; beside them what is neither of the two forms of the words (a calendar, files)."""
    plain = [part for part in parts if part.get_content_type() == "text/plain" and _text(part).strip()]
    others = [part for part in parts if part.get_content_type() not in (*WRITTEN, "multipart/related")]
    if plain:
        related = [part for part in parts if part.get_content_type() == "multipart/related"]
        return [plain[0], *others, *_beside(related)]
    rich = [part for part in parts if part not in others and part.get_content_type() != "text/plain"]
    return [*(rich[:1] or parts[:1]), *others]


def _beside(related: list[Message]) -> list[Message]:
    """Pictures of the rich form, which the plain one has not."""
    return [
        part
        for one in related
        for part in one.get_payload()
        if isinstance(part, Message) and part.get_content_type() not in WRITTEN and not part.is_multipart()
    ]


def _is_file(part: Message) -> bool:
    is_put = value(part, "content-disposition").strip().lower().startswith("attachment")
    return is_put or bool(_name(part)) or part.get_content_type() not in WRITTEN


def _said(parts: list[Message]) -> str:
    words = [_text(part).strip() for part in parts if not _is_file(part)]
    return SILENT.sub("", "\n\n".join(word for word in words if word)).strip()


def _text(part: Message) -> str:
    said = text_of(_content(part), part.get_content_charset() or _charset(part))
    if part.get_content_type() == "text/html":
        return markup.plain(said)
    if str(part.get_param("format") or "").lower() == "flowed":
        return _unflowed(said, is_joined=str(part.get_param("delsp") or "").lower() == "yes")
    return said


def _charset(part: Message) -> str | None:
    """As it stands, where the library finds it too odd."""
    found = re.search(r"charset\s*=\s*\"?([\w.+-]+)", value(part, "content-type"), re.IGNORECASE)
    return found[1] if found else None


def _unflowed(text: str, *, is_joined: bool) -> str:
    """RFC 3676: a line that ends in a space goes on in the next one."""
    lines: list[str] = []
    goes_on = False
    for line in text.split("\n"):
        shown = line[1:] if line.startswith(" ") else line
        ends = shown.endswith(" ") and shown != "-- "
        kept = shown[:-1] if ends and is_joined else shown
        if goes_on and not shown.startswith(">"):
            lines[-1] += kept
        else:
            lines.append(kept)
        goes_on = ends and not shown.startswith(">")
    return "\n".join(lines)


def _content(part: Message) -> bytes:
    """Decoded as far as it can be; what is broken in the middle is kept up to there, or as it stands."""
    try:
        found = part.get_payload(decode=True)
    except (ValueError, LookupError, AssertionError):
        found = None
    if isinstance(found, bytes):
        return found
    return str(part.get_payload() or "").encode("utf-8", "surrogateescape")


def _name(part: Message) -> str:
    said = part.get_param("filename", header="content-disposition") or part.get_param("name")
    bare = bare_name(value(part, "content-disposition")) or bare_name(value(part, "content-type"))
    return bare or file_name(said)


def _files(parts: list[Message]) -> Iterator[File]:
    for at, part in enumerate(parts, 1):
        if not _is_file(part):
            continue
        if part.get_content_maintype() == "message" and part.is_multipart():
            inner = part.get_payload(0)
            name = subject_of(inner)[:80] if isinstance(inner, Message) else ""
            yield received(f"{name or f'message {at}'}.eml", _bare(part))
            continue
        content = _content(part)
        found = IDS.search(value(part, "content-id"))
        named = _name(part) or f"part {at}.{part.get_content_subtype()[:10]}"
        if content:
            yield received(named, content[: 3 * LARGEST_FILE], found[1][:254] if found else None)


def _bare(part: Message) -> bytes:
    inner = part.get_payload(0)
    return inner.as_bytes() if isinstance(inner, Message) else str(inner).encode()
