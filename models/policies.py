"""Settings of the program, and every version that a rule ever had."""

from dataclasses import dataclass
from datetime import datetime

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
    """What a rule said from `at` until its next version; a trigger writes it, so that old decisions can be replayed.

    `program_version` is the version of the program that began with it; 0 for what is older than that count.
    """

    id = columns.key()
    subject_type = columns.text(64)
    subject_id = fields.UUIDField()
    body: dict = fields.JSONField()
    at = columns.created()
    program_version = fields.BigIntField(default=0, db_default=0)

    class Meta:
        table = "rule_version"
        indexes = [("subject_type", "subject_id", "at")]


@dataclass(frozen=True, slots=True)
class Moment:
    """When rules are asked for: in a version of the program, if it is known, else at a time."""

    version: int | None
    at: datetime


def as_of(moment: Moment) -> str:
    """The beginning of a statement that lets it read the tables of rules as they were.

    Counters (what was issued, spent, taken) are no rules and are null there.
    """
    until = f"program_version <= {moment.version:d}" if moment.version is not None else _until(moment.at)
    return "WITH " + ", ".join(_past(table, name, until) for table, name in PAST.items())


PAST = {
    "tier": "Tier", "earning_rule": "EarningRule", "campaign": "Campaign", "policy": "Policy",
    "coupon_template": "CouponTemplate",
}  # fmt: skip
"Tables of rules that can be read as they were, with the name of their versions."


def _until(at: datetime) -> str:
    return f"rule_version.at <= '{at.isoformat()}'::timestamptz"


def _past(table: str, name: str, until: str) -> str:
    return f"""{table} AS (
        SELECT past.* FROM (
            SELECT DISTINCT ON (subject_id) body FROM rule_version WHERE subject_type = '{name}' AND {until}
            ORDER BY subject_id, program_version DESC, rule_version.at DESC, id DESC) kept
        CROSS JOIN LATERAL jsonb_populate_record(NULL::{table}, kept.body) past)"""
