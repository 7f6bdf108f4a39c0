"""What is sent from the desk: an answer, a note, a hand-over, the end. What was typed is never lost."""

import json
import secrets
from collections.abc import Mapping, Sequence
from typing import Any

from starlette.datastructures import FormData
from starlette.responses import RedirectResponse, Response

from admin_ui.pages.desk import DeskPage, fill, opened
from admin_ui.pages.desk_files import Kept, keep
from admin_ui.pages.desk_news import changed_since
from admin_ui.pages.problem import closed
from admin_ui.visits import Unanswered, Visit
from rules.attachments import MOST

LONGEST = 25_000
CALLS = {
    "reply": "mutation Reply($id: ID!, $body: String!, $version: Int, $files: [ID!]) {"
    " done: ticketReply(id: $id, body: $body, expectedVersion: $version, attachmentIds: $files) {"
    " userErrors { code message } } }",
    "note": "mutation Note($id: ID!, $body: String!, $files: [ID!]) {"
    " done: ticketNote(id: $id, body: $body, attachmentIds: $files) { userErrors { code message } } }",
    "take": "mutation Take($id: ID!, $staff: ID!) {"
    " done: ticketAssign(id: $id, staffId: $staff) { userErrors { code message } changeSet { id isUndoable } } }",
    "resolve": "mutation Resolve($id: ID!) {"
    " done: ticketResolve(id: $id) { userErrors { code message } changeSet { id isUndoable } } }",
    "reopen": "mutation Reopen($id: ID!) {"
    " done: ticketReopen(id: $id) { userErrors { code message } changeSet { id isUndoable } } }",
    "macro": "mutation Macro($id: ID!, $code: String!, $version: Int) {"
    " done: macroRun(id: $id, code: $code, expectedVersion: $version) {"
    " userErrors { code message } changeSet { id isUndoable } } }",
    "tag": "mutation Tag($id: ID!, $tag: String!) {"
    " done: ticketTag(id: $id, tag: $tag) { userErrors { code message } changeSet { id isUndoable } } }",
    "untag": "mutation Untag($id: ID!, $tag: String!) {"
    " done: ticketUntag(id: $id, tag: $tag) { userErrors { code message } changeSet { id isUndoable } } }",
    "parts": "mutation Parts($id: ID!) {"
    " done: ticketResolveParts(id: $id) { userErrors { code message } changeSet { id isUndoable } } }",
    "split": "mutation Split($id: ID!, $messages: [ID!]!, $subject: String!) {"
    " done: ticketSplit(id: $id, messageIds: $messages, subject: $subject) {"
    " ticket { number } userErrors { code message } changeSet { id isUndoable } } }",
    "unsay": "mutation Unsay($id: ID!) { done: ticketReplyUndo(id: $id) { body userErrors { code message } } }",
}
NAMES = {"reply": "ticketReply", "note": "ticketNote", "take": "ticketAssign", "resolve": "ticketResolve",
         "reopen": "ticketReopen", "unsay": "ticketReplyUndo", "macro": "macroRun", "tag": "ticketTag",
         "untag": "ticketUntag", "parts": "ticketResolveParts", "split": "ticketSplit"}  # fmt: skip
AFTER = {"send-resolve": ("say", "resolve"), "send": ("say",)}
"What a button does, one after the other; the others do what they are called."
WRITTEN = {"macro": ("code",), "tag": ("tag",), "untag": ("tag",), "split": ("subject",)}
"Fields of the form that go with it."


async def send(visit: Visit) -> Response:
    async with visit.request.form(max_files=MOST, max_fields=90) as form:
        return await _sent(visit, form)


async def _sent(visit: Visit, form: FormData) -> Response:
    page = await opened(visit)
    sent = {n: v[:LONGEST] for n, v in form.items() if isinstance(v, str)}
    if page is None or not secrets.compare_digest(sent.get("csrf", "").encode(), visit.csrf.encode()):
        return closed(visit)
    await fill(page)
    if page.ticket is None:
        return visit.draw("desk.html", 404, page=page)
    said = "note" if sent.get("kind") == "note" else "reply"
    intent = sent.get("intent", "")
    steps = [said if step == "say" else step for step in AFTER.get(intent, (intent,))]
    if not steps or any(step not in CALLS or NAMES[step] not in page.mutations for step in steps):
        return closed(visit)
    if intent == "unsay":
        return await _unsaid(page, sent)
    page.kept, refused = await keep(visit, form) if said in steps else ([], [])
    if refused:
        return _stopped(page, sent, [{"message": text} for text in refused])
    wrong, change, was_said = await _done(page, steps, sent, page.kept)
    if wrong:
        return _stopped(page, {} if was_said else sent, wrong)
    return RedirectResponse(page.url(done=NAMES[steps[-1]], undo=change, sent=said if intent in AFTER else ""), 303)


async def _unsaid(page: DeskPage, sent: Mapping[str, str]) -> Response:
    """The desk as it is without the answer, whose text can be written on."""
    try:
        payload = (await page.visit.ask(CALLS["unsay"], {"id": sent.get("message", "")}))["done"]
    except Unanswered as failure:
        return _stopped(page, {}, failure.errors)
    if payload["userErrors"]:
        return _stopped(page, {}, payload["userErrors"])
    anew = await opened(page.visit)
    assert anew is not None
    await fill(anew)
    anew.body, anew.is_unsaid = payload["body"], True
    files = next((said.get("attachments") for said in page.said if said.get("id") == sent.get("message")), None)
    anew.kept = [Kept(file["path"].rpartition("/")[2], file["name"]) for file in files or ()]
    return page.visit.draw("desk.html", page=anew)


async def _done(
    page: DeskPage, steps: list[str], sent: Mapping[str, str], files: Sequence[Kept]
) -> tuple[list[dict[str, Any]], str, bool]:
    """What was refused, what takes the last step back, and whether something was said before."""
    change, is_said = "", False
    for step in steps:
        try:
            payload = (await page.visit.ask(CALLS[step], _given(page, step, sent, files)))["done"]
        except Unanswered as failure:
            return failure.errors, "", is_said
        if payload["userErrors"]:
            return payload["userErrors"], "", is_said
        is_said = is_said or step in ("reply", "note")
        made = payload.get("changeSet") or {}
        change = made["id"] if made.get("isUndoable") else ""
    return [], change, is_said


def _given(page: DeskPage, step: str, sent: Mapping[str, str], files: Sequence[Kept]) -> dict[str, Any]:
    given: dict[str, Any] = {"id": page.about["id"]}
    if step in ("reply", "note"):
        given["body"] = sent.get("body", "")
        given["files"] = [file.key for file in files]
    if step == "split":
        given["messages"] = [name.removeprefix("pick.") for name in sent if name.startswith("pick.")]
    given |= {name: sent.get(name, "") for name in WRITTEN.get(step, ())}
    if step in ("reply", "macro") and sent.get("version", "").isdecimal():
        given["version"] = int(sent["version"])
    return given | ({"staff": page.visit.me} if step == "take" else {})


def _stopped(page: DeskPage, sent: Mapping[str, str], wrong: list[dict[str, Any]]) -> Response:
    """The page as it is now, with the draft, why it was not sent, and what happened since it was begun."""
    page.body, page.is_note = sent.get("body", ""), sent.get("kind") == "note"
    page.wrong = tuple(error.get("message", "") for error in wrong)
    if any(error.get("code") == "CONFLICT" for error in wrong):
        page.seen_at = sent.get("seen", "")
        page.news = tuple(changed_since(page.visit, _was(sent), page.about))
    return page.visit.draw("desk.html", 409 if page.seen_at else 422, page=page)


def _was(sent: Mapping[str, str]) -> dict[str, Any]:
    try:
        found = json.loads(sent.get("was") or "{}")
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
