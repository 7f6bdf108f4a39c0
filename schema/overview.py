"""The numbers that each job starts its day with."""

from rules.permissions import Sensitivity
from schema.fields import argument, field, kind
from schema.money import Money
from schema.names import Tier
from schema.scalars import Date, Points

FINANCIAL, INTERNAL = Sensitivity.FINANCIAL, Sensitivity.INTERNAL


@kind("The sales of a day.")
class DaySales:
    day: Date = field("The day, in the installation's time zone.")
    orders: int = field("Orders placed.")
    sales: Money = field("Sum of their totals.")


@kind("How many members a tier has.")
class TierShare:
    tier: Tier = field("The tier.")
    members: int = field("Members who have it.")


@kind("The numbers that each job starts its day with. All of them count what the caller may see.")
class Overview:
    active_members: int = field("Members who are active.", about="Member", counts=("Member.status",))
    new_members30_days: int = field(
        "Members who joined in the last 30 days.", about="Member", counts=("Member.joinedAt",)
    )
    members_by_tier: list[TierShare] = field(
        "Active members of each tier.", about="Member", counts=("Member.status", "Member.tier")
    )
    orders_today: int = field("Orders placed since midnight.", about="Order", counts=("Order.at",))
    orders7_days: int = field("Orders placed in the last 7 days.", about="Order", counts=("Order.at",))
    sales_today: Money = field(
        "Their totals since midnight.", FINANCIAL, about="Order", counts=("Order.at", "Order.total")
    )
    sales7_days: Money = field(
        "Their totals in the last 7 days.", FINANCIAL, about="Order", counts=("Order.at", "Order.total")
    )
    sales_by_day: list[DaySales] = field(
        "Sales of each of the last days, the oldest first.",
        FINANCIAL,
        about="Order",
        counts=("Order.at", "Order.total"),
        arguments={"days": argument(int, "How many days; 1 to 366.", 30)},
    )
    points_outstanding: Points = field(
        "Points that members can spend.", FINANCIAL, about="Member", counts=("Member.points",)
    )
    points_expiring30_days: Points = field(
        "Of those, points that expire within 30 days.", FINANCIAL, about="Member", counts=("Member.points",)
    )
    stored_value_outstanding: Money = field(
        "Stored value that members can spend.", FINANCIAL, about="Member", counts=("Member.wallet",)
    )
    coupons_ready: int = field(
        "Coupons that can be used now.", about="Coupon", counts=("Coupon.status", "Coupon.validUntil")
    )
    coupons_redeemed30_days: int = field(
        "Coupons used in the last 30 days.", about="Coupon", counts=("Coupon.status", "Coupon.redeemedAt")
    )
    running_campaigns: int = field("Campaigns in force.", about="Campaign", counts=("Campaign.status",))
    waiting_approvals: int = field(
        "Requests of others that wait for somebody to decide.",
        about="ApprovalRequest",
        counts=("ApprovalRequest.status", "ApprovalRequest.requestedBy"),
    )
    open_tickets: int = field("Tickets that are not finished.", INTERNAL, about="Ticket", counts=("Ticket.status",))
    unassigned_tickets: int = field(
        "Of those, tickets that nobody has taken.",
        INTERNAL,
        about="Ticket",
        counts=("Ticket.status", "Ticket.assignee"),
    )
    breached_tickets: int = field(
        "Of those, tickets whose answer is late.",
        INTERNAL,
        about="Ticket",
        counts=("Ticket.status", "Ticket.isBreached"),
    )
    due_soon_tickets: int = field(
        "Of those, tickets whose answer is due within 2 hours.",
        INTERNAL,
        about="Ticket",
        counts=("Ticket.status", "Ticket.nextDueAt"),
    )
    my_open_tickets: int = field(
        "Of those, tickets that the caller has taken.",
        INTERNAL,
        about="Ticket",
        counts=("Ticket.status", "Ticket.assignee"),
    )
