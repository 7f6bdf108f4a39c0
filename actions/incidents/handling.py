"""What people do about an incident: link its tickets, ask for a pause of its campaign, and close it."""

from datetime import datetime
from typing import Any
from uuid import UUID

from asyncpg import Connection, Record

from actions.changes import keep
from actions.incidents.watching import MATCHES
from actions.notices import tell_of_incident
from actions.once import Written
from actions.recording import record, unchanged
from actions.restoring import restoring
from rules.incidents import IncidentKind, IncidentStatus, check_open, check_pausable
from rules.promises import check_text
from rules.refusals import check_version
from rules.viewer import Viewer

FOUND = """
    SELECT incident.*, campaign.name AS campaign_name, campaign.status AS campaign_status
    FROM incident LEFT JOIN campaign ON campaign.id = incident.campaign_id
    WHERE incident.id = $1 FOR NO KEY UPDATE OF incident
"""
LINK = f"""
    UPDATE ticket SET incident_id = incident.id FROM incident
    WHERE incident.id = $1 AND ticket.incident_id IS NULL AND {MATCHES} RETURNING ticket.id
"""
WILL_LINK = "UPDATE incident SET links_new = $2, updated_at = $3, version = version + 1 WHERE id = $1"
CLOSE = """
    UPDATE incident SET status = 'CLOSED', closed_at = $2, closed_by = $3, note = $4, updated_at = $2,
        version = version + 1
    WHERE id = $1 RETURNING version
"""
ASK = """
    UPDATE incident SET pause_asked_at = $2, pause_asked_by = $3, updated_at = $2, version = version + 1 WHERE id = $1
"""
WHO_MAY = """
    SELECT DISTINCT staff.id FROM staff JOIN staff_role held ON held.staff_id = staff.id
    JOIN role ON role.id = held.role_id
    WHERE staff.is_active AND (role.code = 'admin' OR EXISTS (
        SELECT FROM role_permission WHERE role_id = role.id AND permission = 'campaigns.stop'))
"""


async def hold(connection: Connection, key: UUID, expected: int | None = None) -> Record:
    """Raises Refused for one that is closed, or was changed since."""
    found = await connection.fetchrow(FOUND, key)
    check_version(found["version"], expected)
    check_open(IncidentStatus(found["status"]))
    return found


async def link_all(connection: Connection, by: Viewer, incident: UUID, at: datetime, *, links_new: bool) -> Written:
    """Every ticket that matches now and, if wanted, those still coming. Linked to another incident it stays there."""
    found = await hold(connection, incident)
    linked = len(await connection.fetch(LINK, incident))
    if not linked and found["links_new"] == links_new:
        unchanged()
        return {"incident": incident, "linked": 0}
    await connection.execute(WILL_LINK, incident, links_new, at)
    told = {"tickets": linked, "linksNew": [found["links_new"], links_new]}
    await noted(connection, by, "incident.linked", incident, told)
    return {"incident": incident, "linked": linked}


async def close(
    connection: Connection, by: Viewer, incident: UUID, note: str | None, expected: int | None, at: datetime
) -> Written:
    """The radar opens another one only for tickets that come later. Raises Refused if it is closed."""
    said = check_text(note, ("note",)) if note else ""
    await hold(connection, incident, expected)
    version = await connection.fetchval(CLOSE, incident, at, by.name, said)
    await noted(connection, by, "incident.closed", incident, {"status": ["OPEN", "CLOSED"]})
    before = {"status": "OPEN", "closed_at": None, "closed_by": "", "note": ""}
    step = restoring("Incident", incident, before, version)
    return {
        "incident": incident,
        "changeSet": await keep(connection, by, "incidentClose", "Incident closed", [step], at),
    }


async def propose_pause(connection: Connection, by: Viewer, incident: UUID, reason: str, at: datetime) -> Written:
    """Tells everybody who may pause the campaign. Raises Refused unless it is about a campaign that runs."""
    said = check_text(reason, ("reason",))
    found = await hold(connection, incident)
    check_pausable(IncidentKind(found["kind"]), found["campaign_status"], found["campaign_name"])
    await connection.execute(ASK, incident, at, by.name)
    people = [row["id"] for row in await connection.fetch(WHO_MAY)]
    await tell_of_incident(connection, people, incident, f"{found['campaign_name']}: {said}", at)
    await noted(connection, by, "incident.pause_proposed", incident, {"campaign": found["campaign_id"], "reason": said})
    return {"incident": incident}


async def noted(connection: Connection, by: Viewer, what: str, key: UUID, told: dict[str, Any]) -> None:
    await record(connection, by.name, what, "Incident", key, told, by.staff_id and UUID(by.staff_id))
