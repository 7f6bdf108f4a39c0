"""Which mails are nobody's words: what machines send by themselves is not answered, and does not open tickets."""

import re
from collections.abc import Collection
from email.message import Message

from rules.inbound import InboundReason
from rules.inbound.reading import addresses, sender_of, subject_of
from rules.inbound.words import value, values

LOOP = "X-Loop"
"Header of every mail of ours, with the address that it is sent from."
DAEMONS = re.compile(r"^(mailer-daemon|postmaster|mail-daemon|mailerdaemon)([+@.]|$)", re.IGNORECASE)
AWAY = re.compile(
    r"^(?:re:\s*)?(?:out of (?:the )?office|automatic reply|auto(?:matic)?[- ]?(?:reply|response)|abwesenheitsnotiz"
    r"|automatische antwort|réponse automatique|respuesta automática|自动回复|自動回覆|自动答复|不在办公室|外出)",
    re.IGNORECASE,
)  # fmt: skip
AUTOMATIC = ("x-autoreply", "x-autorespond", "x-autoresponder", "x-auto-reply", "x-mail-autoreply")
MASS = {"bulk", "list", "junk"}
LISTED = ("list-id", "list-unsubscribe", "list-post", "feedback-id")


def judged(message: Message, own: Collection[str]) -> InboundReason | None:
    """Why a mail is stopped; None for what a person wrote. `own` are our addresses, in small letters."""
    _, sender = sender_of(message)
    if sender in own or any(said.strip().lower() in own for said in values(message, LOOP.lower())):
        return InboundReason.LOOP
    if _is_bounce(message):
        return InboundReason.BOUNCE
    precedence = value(message, "precedence").strip().lower()
    if _is_automatic(message, precedence):
        return InboundReason.AUTO_REPLY
    if precedence in MASS or any(header in message for header in LISTED):
        return InboundReason.LIST
    return None


def _is_bounce(message: Message) -> bool:
    is_report = message.get_content_type() == "multipart/report"
    has_no_way_back = (value(message, "return-path") or "x").strip() == "<>"
    is_daemon = any(DAEMONS.match(address) for _, address in addresses(message, "from", "sender"))
    return is_report or is_daemon or (has_no_way_back and not _says_auto(message))


def _says_auto(message: Message) -> bool:
    said = (value(message, "auto-submitted") or "no").partition(";")[0].strip().lower()
    return said not in ("", "no")


def _is_automatic(message: Message, precedence: str) -> bool:
    marked = any(header in message for header in AUTOMATIC) or precedence == "auto_reply"
    return _says_auto(message) or marked or bool(AWAY.match(subject_of(message)))
