"""The form on the web: what anybody may write to us without signing in, and how often."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from rules.attempts import Counted, Limit, network
from rules.mail import is_address
from rules.refusals import ErrorCode, Refused
from rules.tickets import check_body, check_subject

TRAP = "website"
"A field that no person sees; what fills it in is a machine."
BY_PLACE = Limit(10, timedelta(minutes=10), timedelta(hours=4), timedelta(hours=12))
BY_ADDRESS = Limit(3, timedelta(minutes=30), timedelta(hours=8), timedelta(hours=12))
"An address is written to with every message, and is perhaps not that of whoever writes."
LONGEST_NAME = 200


@dataclass(frozen=True, slots=True)
class Written:
    """What somebody wrote, cleaned."""

    name: str
    address: str
    subject: str
    body: str


def check_written(given: Mapping[str, str]) -> Written:
    """Raises Refused that names the field."""
    name, address = " ".join(given.get("name", "").split()), given.get("email", "").strip().lower()
    if len(name) > LONGEST_NAME:
        raise Refused(ErrorCode.INVALID, "A name has at most {most} characters.", ("name",), most=LONGEST_NAME)
    if not is_address(address):
        raise Refused(ErrorCode.INVALID, "Enter the mail address that we can answer to.", ("email",))
    subject = check_subject(given.get("subject", ""), ("subject",))
    return Written(name, address, subject, check_body(given.get("message", ""), ("message",)))


def counted(address: str, place: str) -> tuple[Counted, Counted]:
    """By whom and from where messages are counted."""
    return Counted("contact", address, BY_ADDRESS), Counted("contact place", network(place), BY_PLACE)


def too_many() -> Refused:
    message = "Many messages came from here in a short time. Wait a while, then send this one again."
    return Refused(ErrorCode.LIMIT_REACHED, message)


def closed() -> Refused:
    return Refused(ErrorCode.NOT_FOUND, "There is no form here. Write to us by mail.")
