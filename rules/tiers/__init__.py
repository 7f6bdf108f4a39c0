"""Tiers: which one a member has earned, for how long, and why; what may be set by hand."""

from rules.tiers.checks import check_benefit, check_by_hand, check_fields, filled
from rules.tiers.deciding import REASONS, Decision, Standing, back_to_rules, bounded, decide
from rules.tiers.reaching import Basis, Bought, Facts, TierRule, ends_after, highest, months_before, tier_for
from rules.tiers.words import BenefitOccasion, TierChangeKind, TierMode

__all__ = [
    "REASONS", "Basis", "BenefitOccasion", "Bought", "Decision", "Facts", "Standing", "TierChangeKind", "TierMode",
    "TierRule", "back_to_rules", "bounded", "check_benefit", "check_by_hand", "check_fields", "decide", "ends_after",
    "filled", "highest", "months_before", "tier_for",
]  # fmt: skip
