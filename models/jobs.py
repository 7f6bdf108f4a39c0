"""Long pieces of work, what an import has already done, and what it found wrong."""

from tortoise import Model, fields

from models import columns
from rules.jobs import JobStatus


class Job(Model):
    """`input` is what was asked, `state` how far it came: each batch writes it with its work, for the next one."""

    id = columns.key()
    kind = columns.text(64)
    status = columns.one_of(JobStatus, default=JobStatus.QUEUED, db_default=JobStatus.QUEUED)
    done = fields.IntField(default=0, db_default=0)
    total = fields.IntField(null=True)
    error = fields.TextField(null=True)
    result_url = columns.text(300, null=True)
    details: dict = fields.JSONField(default=dict, db_default="{}")
    input: dict = fields.JSONField(default=dict, db_default="{}")
    state: dict = fields.JSONField(default=dict, db_default="{}")
    actor = columns.text(null=True)
    staff = columns.belongs_to("Staff", null=True)
    created_at = columns.created()
    finished_at = columns.moment(null=True)

    class Meta:
        table = "job"
        indexes = [("created_at", "id"), ("staff_id",), ("kind", "status")]


class JobMember(Model):
    """A member that a job is for: chosen when it was asked for, so that it does what was agreed to."""

    id = fields.BigIntField(primary_key=True, generated=True)
    job = columns.part_of("Job")
    member = columns.belongs_to("Member")

    class Meta:
        table = "job_member"
        unique_together = (("job_id", "member_id"),)
        indexes = [("job_id", "id"), ("member_id",)]


class ImportStep(Model):
    """A part of an import that is done. The same file (by its digest) imported again skips what is here."""

    id = columns.key()
    digest = columns.text(64)
    step = columns.text(100)
    job = columns.belongs_to("Job")
    rows = fields.BigIntField()
    at = columns.created()

    class Meta:
        table = "import_step"
        unique_together = (("digest", "step"),)
        indexes = [("job_id",)]


class ImportProblem(Model):
    """Something in a file that was not as it should be, and what was done about it.

    A row of its own has `line`; a kind of dirt that was found many times has `rows`, the number of them.
    """

    id = columns.key()
    job = columns.part_of("Job")
    file = columns.text(300)
    line = fields.BigIntField(null=True)
    column = columns.text(100, null=True)
    value = columns.text(300, null=True)
    reason = fields.TextField()
    treatment = fields.TextField(default="", db_default="")
    rows = fields.BigIntField(default=1, db_default=1)

    class Meta:
        table = "import_problem"
        indexes = [("job_id", "line")]
