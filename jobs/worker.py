"""The worker: runs the timetable and the queued jobs until it is told to stop."""

import asyncio
from collections.abc import Sequence
from uuid import UUID

import asyncpg
from pgqueuer import AsyncpgDriver, PgQueuer
from pgqueuer.models import Job, Schedule

from actions import attaching, challenges, inbound, signing_in, tickets
from actions import mail as outbox
from actions.anchoring import Anchor
from actions.care.starting import Segments
from actions.inbound import Door
from actions.jobs import ENTRYPOINT, Program
from actions.mail import Post
from actions.payments import ENTRYPOINT as ASKED
from jobs import (
    alarms,
    approvals,
    birthdays,
    campaigns,
    care,
    clock,
    mail,
    members,
    messages,
    payments,
    points,
    replies,
    viewing,
)
from jobs.collecting import Box, collect_for_ever
from jobs.coupons import end_coupons
from jobs.kinds import KINDS
from jobs.posting import post_for_ever
from jobs.running import run
from jobs.sealing import seal_for_ever
from jobs.segments import Count, count_segments
from jobs.tiers import WHEN, review_tiers

TIMETABLE = {"count_segments": "*/15 * * * *", "end_coupons": "* * * * *", "give_waiting_tickets": "* * * * *"}
"Cron expressions, in UTC."
AT_ONCE = 2
"Jobs that all workers together run at a time; the others wait."


async def work(
    url: str,
    count: Count,
    program: Program,
    anchor: Anchor,
    postman: mail.Postman | None = None,
    segments: Segments | None = None,
    carry: messages.Carry | None = None,
    boxes: Sequence[Box] = (),
    door: Door | None = None,
    post: Post | None = None,
    payer: payments.Payer | None = None,
) -> None:
    """Serves the queue and the timetable until cancelled. Several workers share both; each job is done by one.

    Without a postman mails wait, without something that carries them text messages too. Mail is fetched from `boxes`
    and judged at the door; `post` writes those that carry answers. Without a payer payments wait.
    """
    connection = await asyncpg.connect(url)
    try:
        queue = PgQueuer(AsyncpgDriver(connection))
        _add_timetable(queue, url, count, program)
        _add_points(queue, url)
        _add_desk(queue, url)
        _add_members(queue, url)
        _add_jobs(queue, url, program)
        _add_mail(queue, url, postman)
        _add_payments(queue, url, payer)
        _add_care(queue, url, segments, messages.Ways(postman, carry))
        async with asyncio.TaskGroup() as group:
            group.create_task(seal_for_ever(url, anchor))
            group.create_task(alarms.ring_for_ever(url))
            group.create_task(replies.release_for_ever(url))
            if post:
                group.create_task(post_for_ever(url, post))
            if boxes and door:
                group.create_task(collect_for_ever(url, boxes, door))
            group.create_task(queue.run())
    finally:
        await connection.close()


def _add_jobs(queue: PgQueuer, url: str, program: Program) -> None:
    @queue.entrypoint(ENTRYPOINT, concurrency_limit=AT_ONCE)
    async def _(job: Job) -> None:
        await run(url, UUID((job.payload or b"").decode()), KINDS, program)


def _add_mail(queue: PgQueuer, url: str, postman: mail.Postman | None) -> None:
    @queue.entrypoint(outbox.ENTRYPOINT, concurrency_limit=AT_ONCE)
    async def _(job: Job) -> None:
        await mail.deliver(url, postman, UUID((job.payload or b"").decode()))

    @queue.schedule("forget_tries", "25 * * * *")
    async def _(_: Schedule) -> None:
        await clock.now(url, signing_in.sweep)

    @queue.schedule("forget_codes", "35 * * * *")
    async def _(_: Schedule) -> None:
        await clock.now(url, challenges.forget)

    @queue.schedule("forget_attachments", "45 * * * *")
    async def _(_: Schedule) -> None:
        await clock.now(url, attaching.forget)

    @queue.schedule("forget_inbound", "50 2 * * *")
    async def _(_: Schedule) -> None:
        await clock.now(url, inbound.forget)

    @queue.schedule("deliver_mail", mail.WHEN)
    async def _(_: Schedule) -> None:
        await mail.deliver(url, postman)


def _add_care(queue: PgQueuer, url: str, segments: Segments | None, ways: messages.Ways) -> None:
    @queue.schedule("care_for_members", care.WHEN)
    async def _(_: Schedule) -> None:
        await care.look(url, segments, ways.ready)

    @queue.schedule("send_messages", messages.WHEN)
    async def _(_: Schedule) -> None:
        await messages.deliver(url, ways)


def _add_payments(queue: PgQueuer, url: str, payer: payments.Payer | None) -> None:
    @queue.entrypoint(ASKED, concurrency_limit=AT_ONCE)
    async def _(job: Job) -> None:
        await payments.settle(url, payer, UUID((job.payload or b"").decode()))

    @queue.schedule("ask_payments", payments.WHEN)
    async def _(_: Schedule) -> None:
        await payments.settle(url, payer)


def _add_timetable(queue: PgQueuer, url: str, count: Count, program: Program) -> None:
    @queue.schedule("count_segments", TIMETABLE["count_segments"])
    async def _(_: Schedule) -> None:
        own = await asyncpg.connect(url)
        try:
            await count_segments(own, count)
        finally:
            await own.close()

    @queue.schedule("end_coupons", TIMETABLE["end_coupons"])
    async def _(_: Schedule) -> None:
        await end_coupons(url)

    @queue.schedule("review_tiers", WHEN)
    async def _(_: Schedule) -> None:
        await review_tiers(url)

    @queue.schedule("turn_campaigns", campaigns.WHEN)
    async def _(_: Schedule) -> None:
        await campaigns.turn_campaigns(url)

    @queue.schedule("end_approvals", approvals.WHEN)
    async def _(_: Schedule) -> None:
        await approvals.end_requests(url)

    @queue.schedule("end_views", viewing.WHEN)
    async def _(_: Schedule) -> None:
        await viewing.end_views(url)

    @queue.schedule("remember_birthdays", birthdays.WHEN)
    async def _(_: Schedule) -> None:
        await birthdays.remember_birthdays(url, program.zone)


def _add_members(queue: PgQueuer, url: str) -> None:
    for name, (when, _) in members.TIMETABLE.items():

        @queue.schedule(name, when)
        async def _(schedule: Schedule) -> None:
            await members.ask(url, schedule.entrypoint)


def _add_desk(queue: PgQueuer, url: str) -> None:
    @queue.schedule("give_waiting_tickets", TIMETABLE["give_waiting_tickets"])
    async def _(_: Schedule) -> None:
        await clock.now(url, tickets.give_waiting)


def _add_points(queue: PgQueuer, url: str) -> None:
    for name, (when, _) in points.TIMETABLE.items():

        @queue.schedule(name, when)
        async def _(schedule: Schedule) -> None:
            await points.ask(url, schedule.entrypoint)
