"""Which offers apply together: the set that is best for the member, among those that go together."""

from collections.abc import Callable, Iterator, Sequence
from itertools import islice, product

from rules.quote.discounts import BESIDE_MONEY
from rules.quote.program import Offer

MOST_SETS = 1_000
"How many sets are tried before the search goes part by part."
Chosen = tuple[Offer, ...]
Worth = Callable[[Chosen], int]
Most = Callable[[Offer], int]
"What an offer is worth at most, in whatever set."


def conflict(one: Offer, other: Offer) -> bool:
    """Whether two offers never apply together."""
    if one.group is not None and one.group == other.group:
        return True
    return one.source.kind is other.source.kind and not (one.stacks and other.stacks)


def best(offers: Sequence[Offer], worth: Worth, most: Most) -> Chosen:
    """The set of offers with the highest worth; of equals the one with fewer offers, then by priority and code.

    Every set that cannot be made larger is tried while there are at most MOST_SETS; beyond that each part of offers
    that conflict is settled in turn against the others until nothing changes.
    """
    ordered = sorted(offers, key=_order)
    parts = [list(_maximal(part)) for part in _parts(ordered)]
    sets = 1
    for part in parts:
        sets *= len(part)
    if sets <= MOST_SETS:
        return _of_all(parts, worth, most)
    return _in_turn(parts, worth)


def _of_all(parts: list[list[Chosen]], worth: Worth, most: Most) -> Chosen:
    """Sets that promise most come first, so that those that cannot be better need not be worked out."""
    bounded = [[(sum(most(offer) for offer in one), one) for one in part] for part in parts]
    sets = [(sum(bound for bound, _ in choice), [one for _, one in choice]) for choice in product(*bounded)]
    found, rank = (), (-1, 0, 0, 0)
    for place in sorted(range(len(sets)), key=lambda place: -sets[place][0]):
        bound, choice = sets[place]
        if bound < rank[0]:
            break
        chosen = _joined(choice)
        reached = (*_rank(chosen, worth), -place)
        if reached > rank:
            found, rank = chosen, reached
    return found


def _in_turn(parts: list[list[Chosen]], worth: Worth) -> Chosen:
    current = [part[0] for part in parts]
    for _ in range(len(parts)):
        before = list(current)
        for place, part in enumerate(parts):
            around = current[:place], current[place + 1 :]
            current[place] = max(part, key=lambda one: _rank(_joined([*around[0], one, *around[1]]), worth))
        if current == before:
            break
    return _joined(current)


def _rank(chosen: Chosen, worth: Worth) -> tuple[int, int, int]:
    """Money first; then what is given beside money; then as few as will do."""
    beside = sum(offer.kind in BESIDE_MONEY for offer in chosen)
    return worth(chosen), beside, -len(chosen)


def _joined(choice: Sequence[Chosen]) -> Chosen:
    return tuple(sorted((offer for chosen in choice for offer in chosen), key=_order))


def _order(offer: Offer) -> tuple[str, int, str]:
    """Campaigns before coupons, then by priority (the highest first), then by code."""
    return offer.source.kind, -offer.priority, offer.source.code


def _parts(offers: Sequence[Offer]) -> Iterator[list[Offer]]:
    """Offers that conflict with each other directly or by way of others."""
    left = list(offers)
    while left:
        part = [left.pop(0)]
        for one in part:
            touching = [other for other in left if conflict(one, other)]
            part += touching
            left = [other for other in left if other not in touching]
        yield part


def _maximal(part: Sequence[Offer]) -> Iterator[Chosen]:
    """Every set of offers without conflict to which no other of the part can be added."""
    if len(part) == 1:
        yield (part[0],)
        return
    friends = {
        place: {other for other in range(len(part)) if other != place and not conflict(part[place], part[other])}
        for place in range(len(part))
    }
    for found in islice(_cliques(set(), set(friends), set(), friends), MOST_SETS):
        yield tuple(part[place] for place in sorted(found))


def _cliques(chosen: set[int], open_: set[int], closed: set[int], friends: dict[int, set[int]]) -> Iterator[set[int]]:
    """Bron and Kerbosch, with a pivot."""
    if not open_ and not closed:
        yield chosen
        return
    pivot = max(open_ | closed, key=lambda place: len(friends[place] & open_))
    for place in sorted(open_ - friends[pivot]):
        yield from _cliques(chosen | {place}, open_ & friends[place], closed & friends[place], friends)
        open_ = open_ - {place}
        closed = closed | {place}
