"""What a member who wants to be asked for the PIN at each query keeps from those who have not asked."""

UNASKED = "members.unasked"
"The permission to see it all the same, for those who do not stand at a counter."
FIELDS = frozenset({("Member", "points"), ("Member", "growthValue"), ("Member", "tierProgress"), ("Member", "wallet")})
"What is empty until the PIN was given, and by what nobody is filtered or sorted."
TYPES = frozenset(
    {
        "PointsEntry", "PointsLot", "GrowthEntry", "WalletEntry", "Coupon", "RewardRedemption", "PointsHold",
        "MemberActivity", "MemberNotice", "HeldEffect",
    }
)  # fmt: skip
"Of which no row is there until the PIN was given."
