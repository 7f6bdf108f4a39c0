"""What there is to do, by the kind that a job has."""

from collections.abc import Mapping

from actions import archiving, clocks, incidents, penalties, tiers
from actions.jobs import Stepping
from jobs import birthdays, coupons, points

KINDS: Mapping[str, Stepping] = (
    {tiers.EVALUATION: tiers.step}
    | points.KINDS
    | coupons.KINDS
    | birthdays.KINDS
    | archiving.KINDS
    | {clocks.KIND: clocks.step, incidents.KIND: incidents.step, penalties.KIND: penalties.step}
)
