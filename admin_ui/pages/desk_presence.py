"""Whether the person at the desk is given tickets, and the switch for it."""

import secrets

from starlette.responses import RedirectResponse, Response

from admin_ui.pages.problem import closed
from admin_ui.visits import Unanswered, Visit, local_path

NAME = "staffDutySave"
QUESTION = "query OnDuty { staffDuties { isPresent staff { id } } }"
CALL = """mutation Attend($staff: ID!, $there: Boolean!) {
  staffDutySave(input: {staffId: $staff, isPresent: $there}) { userErrors { message } } }"""


def may_attend(visit: Visit) -> bool:
    schema = visit.seen.schema
    has = schema.mutation_type is not None and NAME in schema.mutation_type.fields
    return has and visit.me is not None and schema.query_type is not None and "staffDuties" in schema.query_type.fields


async def is_present(visit: Visit) -> bool | None:
    """None for who is on no duty."""
    if not may_attend(visit):
        return None
    rows = (await visit.ask(QUESTION, {}))["staffDuties"] or []
    return next((row["isPresent"] for row in rows if (row["staff"] or {}).get("id") == visit.me), None)


async def switch(visit: Visit) -> Response:
    """Ends where it was pressed."""
    sent = {n: str(v) for n, v in (await visit.request.form(max_files=0, max_fields=5)).items()}
    is_own = secrets.compare_digest(sent.get("csrf", "").encode(), visit.csrf.encode())
    if not may_attend(visit) or not is_own:
        return closed(visit)
    try:
        payload = (await visit.ask(CALL, {"staff": visit.me, "there": sent.get("there") == "yes"}))[NAME]
    except Unanswered as failure:
        return visit.draw("not_saved.html", 422, wrong=[e["message"] for e in failure.errors], url="/desk")
    if payload["userErrors"]:
        return visit.draw("not_saved.html", 422, wrong=[e["message"] for e in payload["userErrors"]], url="/desk")
    return RedirectResponse(local_path(sent.get("back", "/desk")), 303)
