"""How jobs are read."""

from actions import jobs
from actions.once import Written
from models.jobs import ImportProblem, Job
from resolvers.planner.catalog import Entity
from resolvers.planner.filters import Compare
from resolvers.planner.lists import Connection
from resolvers.planner.lookups import Lookup, key_of
from resolvers.planner.orders import OrderBy
from resolvers.planner.verbs import Call, Verb

_KEY = Entity("Job", Job, "job")

ENTITIES = [
    Entity(
        "Job",
        Job,
        "job",
        fields={
            "problems": Connection("ImportProblem", lambda problem, job: f"{problem.col('job_id')} = {job.key}"),
        },
        filters={"id": Compare(lambda row: row.key, "uuid", lambda _operator, _row: key_of(_KEY))},
        orders={"CREATED_AT": OrderBy(lambda row: row.col("created_at"), "timestamptz")},
        default_order=(("CREATED_AT", "DESC"),),
    ),
    Entity(
        "ImportProblem",
        ImportProblem,
        "prb",
        orders={"LINE": OrderBy(lambda row: f"coalesce({row.col('line')}, 0)", "bigint")},
        default_order=(("LINE", "ASC"),),
    ),
]

QUERIES = {"job": Lookup("Job"), "jobs": Connection("Job")}


async def _cancel(call: Call) -> Written:
    return await jobs.cancel(call.connection, call.by, call.found["id"], call.at)


MUTATIONS = {"jobCancel": Verb(_cancel, "jobs.cancel", {"id": "Job"}, {"job": "Job"})}
