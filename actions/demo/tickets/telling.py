"""The course of one ticket: what was said when, and how it stands now."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from actions.demo.chance import Chance
from actions.demo.tickets.rhythm import PROMISES, first_answer, later, next_word
from actions.demo.tickets.scenes import Scene, Turn
from rules.tickets import FINISHED, TicketStatus

RATED = 0.45
CLOSED_AFTER_HOURS = 96
AFTER_LAST_WORD = {
    "member": TicketStatus.OPEN,
    "staff": TicketStatus.PENDING_CUSTOMER,
    "note": TicketStatus.PENDING_INTERNAL,
}


@dataclass(frozen=True, slots=True)
class Message:
    """`by` is member, staff or note."""

    by: str
    body: str
    at: datetime


@dataclass
class Story:
    """A ticket as it is told. `words` is how many of the scene's turns were said; all of them in a finished one."""

    scene: Scene
    priority: str
    channel: str
    opened_at: datetime
    subject: str
    status: TicketStatus
    messages: list[Message] = field(default_factory=list)
    satisfaction: int | None = None

    @property
    def first_response_due_at(self) -> datetime:
        return later(self.opened_at, PROMISES[self.priority].response)

    @property
    def resolution_due_at(self) -> datetime:
        return later(self.opened_at, PROMISES[self.priority].resolution)

    @property
    def first_responded_at(self) -> datetime | None:
        return next((message.at for message in self.messages if message.by == "staff"), None)

    @property
    def last_at(self) -> datetime:
        return self.messages[-1].at

    @property
    def resolved_at(self) -> datetime | None:
        return self.last_at if self.status in FINISHED else None


def finished(scene: Scene, chance: Chance, opened_at: datetime, now: datetime, slots: dict[str, Any]) -> Story:
    """Told to the end, unless the end lies after `now`: then it stands as the last word left it."""
    story = _begun(scene, chance, opened_at, slots)
    at = opened_at
    for place, turn in enumerate(scene.turns):
        at = _when(story, chance, place, turn, at)
        if at >= now:
            break
        story.messages.append(Message(turn.by, scene.text(turn, chance, slots), at))
    if len(story.messages) < len(scene.turns):
        story.status = _standing(story, chance)
        return story
    is_old = later(story.last_at, CLOSED_AFTER_HOURS) < now
    story.status = TicketStatus.CLOSED if is_old else TicketStatus.RESOLVED
    story.satisfaction = _rating(story, chance) if chance.happens(RATED) else None
    return story


def unfinished(scene: Scene, chance: Chance, words: int, now: datetime, slots: dict[str, Any]) -> Story:
    """Stopped after so many turns, and opened so long ago that its clock is running out, has run out, or has begun."""
    words = min(words, len(scene.turns) - 1)
    story = _begun(scene, chance, now, slots)
    promise = PROMISES[story.priority]
    answered = any(turn.by == "staff" for turn in scene.turns[:words])
    hours = (promise.resolution if answered else promise.response) * chance.between(0.05, 1.25)
    story.opened_at = later(now, -max(hours, 0.1))
    moments = sorted(chance.between(0.05, 0.9) for _ in range(words - 1))
    times = [story.opened_at, *(story.opened_at + (now - story.opened_at) * share for share in moments)]
    for turn, at in zip(scene.turns[:words], times, strict=True):
        story.messages.append(Message(turn.by, scene.text(turn, chance, slots), at.replace(microsecond=0)))
    story.status = _standing(story, chance)
    return story


def _begun(scene: Scene, chance: Chance, opened_at: datetime, slots: dict[str, Any]) -> Story:
    priority, channel = chance.weighed(scene.priorities), chance.weighed(scene.channels)
    return Story(scene, priority, channel, opened_at, scene.subject(chance, slots), TicketStatus.NEW)


def _when(story: Story, chance: Chance, place: int, turn: Turn, before: datetime) -> datetime:
    if place == 0:
        return before
    if turn.by == "staff" and story.first_responded_at is None:
        return max(first_answer(chance, story.opened_at, story.priority, story.channel), later(before, 0.03))
    return next_word(chance, before, turn.by, story.channel)


def _standing(story: Story, chance: Chance) -> TicketStatus:
    """Not everybody who wrote last thinks of setting the status."""
    if len(story.messages) == 1:
        return TicketStatus.NEW
    return AFTER_LAST_WORD[story.messages[-1].by] if chance.happens(0.65) else TicketStatus.OPEN


def _rating(story: Story, chance: Chance) -> int:
    """About the scene's mood, less if something came late."""
    answered = story.first_responded_at
    is_late = answered is None or answered > story.first_response_due_at or story.last_at > story.resolution_due_at
    return round(min(5, max(1, story.scene.mood + chance.between(-1.2, 1.6) - is_late)))
