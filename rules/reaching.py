"""Which addresses the program may ask on the word of another server: none inside the house."""

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from urllib.parse import urlsplit

TRANSLATED = ip_network("64:ff9b::/96")
"IPv6 addresses that lead to the IPv4 address in their end."


class NotReachable(ValueError):
    """Names the address without its query."""


def check_address(address: str, home: str) -> str:
    """The host of an address that a server named; `home` is the address that it was asked at itself, which whoever
    runs the program chose. Raises NotReachable."""
    parts, own = urlsplit(address), urlsplit(home)
    is_plain = parts.username is None and parts.password is None and parts.hostname
    if not is_plain or (parts.scheme != "https" and parts.scheme != own.scheme):
        raise NotReachable(address.partition("?")[0][:200])
    return str(parts.hostname)


def check_place(host: str, place: str, home: str) -> None:
    """A host of the outside may not turn out to be a place inside. Raises NotReachable."""
    if host != urlsplit(home).hostname and not is_outside(place):
        raise NotReachable(host)


def is_outside(place: str) -> bool:
    """Whether an IP address is one of the open Internet."""
    try:
        known = ip_address(place.partition("%")[0])
    except ValueError:
        return False
    inner = _inner(known)
    return inner.is_global and not inner.is_multicast and not inner.is_reserved


def _inner(known: IPv4Address | IPv6Address) -> IPv4Address | IPv6Address:
    """The IPv4 address that an IPv6 address means."""
    if isinstance(known, IPv4Address):
        return known
    if known in TRANSLATED:
        return IPv4Address(int(known) & 0xFFFFFFFF)
    return known.ipv4_mapped or known.sixtofour or (known.teredo or (None, None))[1] or known
