"""Why a number is what it is: what the API explains, beside the page or as one of its own."""

from collections.abc import Mapping
from dataclasses import dataclass

from starlette.responses import Response

from admin_ui.pages.problem import closed
from admin_ui.panels.questions import QUESTIONS
from admin_ui.visits import Visit

CONDITIONS = "conditions { code message change }"
REFUSED = f"refused {{ sourceKind sourceCode name {CONDITIONS} }}"
RULES = "rules { sourceKind sourceCode name version asset points isHeld said lines { position productCode points } }"


@dataclass(frozen=True)
class Question:
    """Its arguments with their types, and what is asked."""

    takes: Mapping[str, str]
    asks: str


ASKED = {
    "tier": Question(
        {"memberId": "ID!", "at": "DateTime"},
        "tierName said growth points spend { amount currency } orders nextName toNext { code message change }"
        " toKeep { code message change } changes { kind at from to reason orderNumber asked }",
    ),
    "coupon": Question(
        {"couponId": "ID", "code": "String", "memberId": "ID", "orderId": "ID"}, f"name said {CONDITIONS}"
    ),
    "campaign": Question(
        {"campaignId": "ID!", "memberId": "ID!", "at": "DateTime"}, f"name said {CONDITIONS} asks {{ message change }}"
    ),
    "points": Question({"orderId": "ID", "entryId": "ID"}, f"points isKept decidedAt said {RULES} {REFUSED}"),
}


async def show(visit: Visit) -> Response:
    name = visit.request.path_params["question"]
    question, field = ASKED.get(name), QUESTIONS.get(f"explain/{name}", "")
    if question is None or field not in visit.seen.schema.query_type.fields:
        return closed(visit)
    given = {argument: visit.request.query_params.get(argument) for argument in question.takes}
    given = {argument: value for argument, value in given.items() if value}
    heads = ", ".join(f"${argument}: {question.takes[argument]}" for argument in given)
    passed = ", ".join(f"{argument}: ${argument}" for argument in given)
    data = await visit.ask(f"query Why({heads}) {{ why: {field}({passed}) {{ {question.asks} }} }}", given)
    template = "_explained_part.html" if visit.is_part else "explained.html"
    return visit.draw(template, why=data["why"])
