"""How many requests wait for somebody's decision: a badge of the menu, asked once a page is drawn."""

from starlette.responses import Response

from admin_ui.visits import Visit

WAITING = """query Waiting($me: ID!) {
  approvalRequestList(first: 1, where: {status: {eq: PENDING}, not: {requestedBy: {eq: $me}}}) {
    totalCount(cap: 100) { value } } }"""


async def show(visit: Visit) -> Response:
    """Those of others: nobody decides about his own."""
    count = 0
    if visit.decides and visit.seen.may_open("approvals"):
        count = (await visit.ask(WAITING, {"me": visit.me}))["approvalRequestList"]["totalCount"]["value"]
    return visit.draw("_waiting.html", count=count)
