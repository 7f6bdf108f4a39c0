"""Settings of the program, and every version that a rule ever had."""

from tortoise import Model, fields

from models import columns


class Policy(Model):
    """One setting of the program as data. One that has no row has the value that `rules.policies` ships."""

    id = columns.key()
    code = columns.code()
    value: dict = fields.JSONField()
    updated_at = columns.created()
    version = columns.version()

    class Meta:
        table = "policy"


class ProgramVersion(Model):
    """One row; triggers raise `version` with every change of a rule, so that whoever keeps rules in memory sees it."""

    id = fields.SmallIntField(primary_key=True, generated=False)
    version = fields.BigIntField(default=1, db_default=1)

    class Meta:
        table = "program_version"


class RuleVersion(Model):
    """What a rule said from `at` until its next version; a trigger writes it, so that old decisions can be replayed."""

    id = columns.key()
    subject_type = columns.text(64)
    subject_id = fields.UUIDField()
    body: dict = fields.JSONField()
    at = columns.created()

    class Meta:
        table = "rule_version"
        indexes = [("subject_type", "subject_id", "at")]
