"""What the desk asks of one ticket beside its panel, what was given by hand lately, and what changed meanwhile."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from admin_ui.labels import value_label
from admin_ui.panels.paths import fields_of
from admin_ui.panels.selections import Selection
from admin_ui.visits import Visit

MAKE_GOOD = ("givePoints", "giveCoupon", "giveMoney")
"The acts of tickets that give the member something."
LATELY = timedelta(days=30)
FEW = 8
GIFTS = {
    "pointsEntries": ("kind", "delta", "reason", "at", "actor"),
    "walletEntries": ("kind", "principalDelta", "bonusDelta", "reason", "at", "actor"),
    "coupons": ("issuedAt", "status"),
}
PARTS = {"template": "name", "campaign": "id"}
"What is asked of a coupon's parts."


def ticket_document(visit: Visit) -> str:
    """Only what this person's schema has."""
    root = Selection()
    one = root.add_text("ticket", "ticket(by: {number: $key})")
    kind = visit.seen.shape("ticket").type
    known = fields_of(kind)
    one.add_names(
        n for n in ("id", "number", "version", "status", "priority", "updatedAt", "tags", "hasOpenParts") if n in known
    )
    if "assignee" in known:
        one.add_text("assignee", "assignee").add_names(("id", "name"))
    if "links" in known:
        links = one.add_text("links", "links")
        links.add_names(("kind",))
        links.add_text("ticket", "ticket").add_names(("number", "subject"))
    if "viewers" in known:
        viewers = one.add_text("viewers", "viewers")
        viewers.add_names(("until", "isTyping"))
        viewers.add_text("staff", "staff").add_names(("id", "name"))
    if "member" in known:
        _add_member(one.add_text("member", "member"), fields_of(known["member"].type))
    return "\n".join(["query DeskTicket($key: String!) {", *root.lines(1), "}"])


def _add_member(member: Selection, known: Any) -> None:
    member.add_names(n for n in ("memberNo",) if n in known)
    for name, wanted in GIFTS.items():
        if name not in known:
            continue
        inner = fields_of(fields_of(known[name].type)["nodes"].type)
        nodes = member.add_text(name, f"{name}(first: {FEW})").add_text("nodes", "nodes")
        nodes.add_names(n for n in wanted if n in inner)
        for part, said in PARTS.items() if name == "coupons" else ():
            if part in inner:
                nodes.add_text(part, part).add_names((said,))


async def going_on(visit: Visit) -> tuple[dict[str, Any], ...]:
    """Incidents that are not over, newest first, as far as this person may read of them."""
    if not visit.seen.may_open("incidents"):
        return ()
    root = Selection()
    listed = root.add_text("incidents", "incidents(first: 3, where: {status: {eq: OPEN}})")
    nodes = listed.add_text("nodes", "nodes")
    known = fields_of(visit.seen.shape("incident").type)
    nodes.add_names(n for n in ("id", "subject", "since", "members", "linkedCount") if n in known)
    data = await visit.ask("\n".join(["query Incidents {", *root.lines(1), "}"]), {})
    return tuple(data["incidents"]["nodes"])


def given_lately(visit: Visit, about: dict[str, Any]) -> Iterator[str]:
    """Points and stored value that somebody gave by hand, and coupons, newest first: so that nothing is given twice."""
    member, words = about.get("member") or {}, visit.words
    found: list[tuple[str, str]] = []
    for entry in (member.get("pointsEntries") or {}).get("nodes", ()):
        if entry.get("kind") == "ADJUST":
            text = words.gettext("%(num)s points by hand") % {"num": visit.formats.number(entry["delta"])}
            found.append((entry["at"], _with(text, entry)))
    for entry in (member.get("walletEntries") or {}).get("nodes", ()):
        if entry.get("kind") == "ADJUST":
            total = float(entry.get("principalDelta") or 0) + float(entry.get("bonusDelta") or 0)
            text = words.gettext("%(num)s of stored value by hand") % {"num": visit.formats.number(total)}
            found.append((entry["at"], _with(text, entry)))
    for coupon in (member.get("coupons") or {}).get("nodes", ()):
        if coupon.get("campaign"):
            continue
        named = (coupon.get("template") or {}).get("name", "")
        found.append((coupon["issuedAt"], words.gettext("coupon %(name)s") % {"name": named}))
    for at, text in sorted(found, reverse=True):
        if visit.now - datetime.fromisoformat(at) < LATELY:
            yield f"{visit.formats.when(at, visit.now)}: {text}"


def _with(text: str, entry: dict[str, Any]) -> str:
    """Who and why, as far as the reader may know."""
    return " · ".join(part for part in (text, entry.get("actor"), entry.get("reason")) if part)


def changed_since(visit: Visit, was: dict[str, Any], about: dict[str, Any]) -> Iterator[str]:
    """In words, what is another than when the page was drawn."""
    words = visit.words
    labels = {"status": words.gettext("Status"), "priority": words.gettext("Priority")}
    for name, label in labels.items():
        before, after = was.get(name), about.get(name)
        if before and after and before != after:
            enum = f"Ticket{name.title()}"
            said = [words.pgettext(enum, value_label(enum, value)) for value in (before, after)]
            yield f"{label}: {said[0]} → {said[1]}"
    now = (about.get("assignee") or {}).get("name") or ""
    if "assignee" in was and (was["assignee"] or "") != now:
        yield f"{words.gettext('Assignee')}: {was['assignee'] or '–'} → {now or '–'}"
