"""Tries of a secret: how many are free, and how long to wait after more of them."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import IPv6Address, ip_address

from rules.refusals import Detail, ErrorCode, Refused


@dataclass(frozen=True, slots=True)
class Limit:
    """After `free` wrong tries the wait is `first`, doubled at each further one up to `longest`.

    Who made no try for as long as `forgotten` begins anew. A wait never grows while it lasts: tries in it are refused
    without being looked at and do not count, so nobody can be kept out for ever.
    """

    free: int
    first: timedelta
    longest: timedelta
    forgotten: timedelta

    def wait(self, failures: int) -> timedelta | None:
        """After so many wrong tries; None while they are free."""
        if failures < self.free:
            return None
        return min(self.first * 2 ** min(failures - self.free, 20), self.longest)


@dataclass(frozen=True, slots=True)
class Counted:
    """What tries are counted for: a purpose, and whom or what they were made on."""

    purpose: str
    subject: str
    limit: Limit


BY_ACCOUNT = Limit(5, timedelta(seconds=30), timedelta(minutes=15), timedelta(hours=12))
BY_ADDRESS = Limit(50, timedelta(minutes=1), timedelta(minutes=15), timedelta(minutes=30))
"Many people may share an address."


def network(address: str) -> str:
    """What is counted as one place: an IPv4 address, the /64 of an IPv6 one."""
    try:
        known = ip_address(address.partition("%")[0])
    except ValueError:
        return address[:64]
    if isinstance(known, IPv6Address):
        known = known.ipv4_mapped or known
    return str(known) if known.version == 4 else ":".join(known.exploded.split(":")[:4])


def too_many(until: datetime, at: datetime, path: tuple[str, ...]) -> Refused:
    """The same words whether or not there is such an account."""
    seconds = max(1, round((until - at).total_seconds()))
    if seconds < 90:
        message = "There were too many wrong tries. Wait {seconds} seconds, then try again."
        return Refused(ErrorCode.LIMIT_REACHED, message, path, Detail(str(seconds), "attempts"), seconds=seconds)
    minutes = -(-seconds // 60)
    message = "There were too many wrong tries. Wait {minutes} minutes, then try again."
    return Refused(ErrorCode.LIMIT_REACHED, message, path, Detail(str(seconds), "attempts"), minutes=minutes)
