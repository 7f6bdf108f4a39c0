"""The types by name, so that modules may speak of each other without importing each other."""

from typing import Annotated

import strawberry

Benefit = Annotated["Benefit", strawberry.lazy("schema.tiers")]
Campaign = Annotated["Campaign", strawberry.lazy("schema.campaigns")]
CampaignParticipation = Annotated["CampaignParticipation", strawberry.lazy("schema.campaigns")]
ChangeSet = Annotated["ChangeSet", strawberry.lazy("schema.changes")]
Coupon = Annotated["Coupon", strawberry.lazy("schema.coupons")]
CouponTemplate = Annotated["CouponTemplate", strawberry.lazy("schema.coupons")]
DictionaryItem = Annotated["DictionaryItem", strawberry.lazy("schema.dictionaries")]
GrowthEntry = Annotated["GrowthEntry", strawberry.lazy("schema.points")]
Interaction = Annotated["Interaction", strawberry.lazy("schema.tickets")]
Member = Annotated["Member", strawberry.lazy("schema.members")]
MemberWhere = Annotated["MemberWhere", strawberry.lazy("schema.members")]
Order = Annotated["Order", strawberry.lazy("schema.orders")]
PointsEntry = Annotated["PointsEntry", strawberry.lazy("schema.points")]
PointsLot = Annotated["PointsLot", strawberry.lazy("schema.points")]
Product = Annotated["Product", strawberry.lazy("schema.products")]
Role = Annotated["Role", strawberry.lazy("schema.staff")]
Segment = Annotated["Segment", strawberry.lazy("schema.campaigns")]
Staff = Annotated["Staff", strawberry.lazy("schema.staff")]
Store = Annotated["Store", strawberry.lazy("schema.organization")]
Team = Annotated["Team", strawberry.lazy("schema.organization")]
Ticket = Annotated["Ticket", strawberry.lazy("schema.tickets")]
TicketMessage = Annotated["TicketMessage", strawberry.lazy("schema.tickets")]
Tier = Annotated["Tier", strawberry.lazy("schema.tiers")]
TierChange = Annotated["TierChange", strawberry.lazy("schema.tiers")]
WalletEntry = Annotated["WalletEntry", strawberry.lazy("schema.wallets")]
CouponWhere = Annotated["CouponWhere", strawberry.lazy("schema.coupons")]
TicketWhere = Annotated["TicketWhere", strawberry.lazy("schema.tickets")]
