"""Care series, calls, contacts and messages of many members."""

from datetime import timedelta

from tests.make import LONG_AGO
from tests.resolvers.town.making import JOINED, Town

CHANNELS = ("CALL", "SMS", "PUSH", "IN_SITE", "EMAIL")


async def care(t: Town) -> None:
    series = [row[0] for row in await t.c.fetch("SELECT id FROM care_series ORDER BY id")]
    teams = [row[0] for row in await t.c.fetch("SELECT id FROM call_team ORDER BY id")]
    for n in range(24):
        member, channel = t.one("member"), t.chance.choice(CHANNELS)
        at = t.chance.choice(JOINED)
        run = await t.add(
            "care_run", series_id=series[0], member_id=member, occasion=f"town {n}", began_on=at.date(), began_at=at
        )
        contact = await t.add(
            "contact", member_id=member, channel=channel, purpose=t.chance.choice(("CARE", "CAMPAIGN")), about=f"A {n}",
            actor="care", day=at.date(), at=at, released_at=t.or_none(at),
        )  # fmt: skip
        await t.add(
            "care_task", run_id=run, series_id=series[0], member_id=member, place=0, channel=channel,
            kind="CALL" if channel == "CALL" else "MESSAGE", script=t.chance.choice(("{name} {points}", "{tier}")),
            script_zh=t.chance.choice(("", "{store} {memberNo}")), rank=n % 3,
            call_team_id=t.chance.choice((*teams, None)), due_on=LONG_AGO.date() + timedelta(days=n % 5),
            status=t.chance.choice(("WAITING", "DONE", "SKIPPED")), planned_on=t.or_none(LONG_AGO.date()),
            assignee_id=t.maybe("staff"), outcome=t.or_none("REACHED"), note=f"Note {n}", held=t.or_none("LIMIT"),
            tries=n % 2,
        )  # fmt: skip
        await t.add(
            "member_message", member_id=member, channel=channel, language="en", subject=f"S {n}", body="B",
            about="care", contact_id=contact, due_at=at, at=at, status=t.chance.choice(("WAITING", "FAILED")),
            error=t.or_none("No"),
        )  # fmt: skip
    for n, member in enumerate(t.rows["member"][:8]):
        await t.add(
            "contact_refusal", member_id=member, channel=("CALL", "SMS", "EMAIL")[n % 3],
            reason=f"R {n}", actor="Ana", at=t.chance.choice(JOINED),
        )  # fmt: skip
