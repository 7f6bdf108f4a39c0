"""Everything that can be asked."""

import strawberry

from rules.permissions import Sensitivity
from schema.after_sales import AfterSalesCase, AfterSalesCaseWhere
from schema.approvals_asking import ApprovalQueries
from schema.assigning import AssignmentQueries
from schema.audit import LISTED, AuditEvent
from schema.calendars import CalendarQueries
from schema.campaigns import Campaign, CampaignBy, CampaignOrder, CampaignWhere, Segment
from schema.campaigns_changing import CampaignPreview, CampaignSaveInput
from schema.canned_replies import CannedReplyQueries
from schema.care import CareQueries
from schema.care_changing import CarePreviewQueries
from schema.changes_asking import ChangeQueries
from schema.clients import ApiClient
from schema.comparing import AccessComparison, AccessOf
from schema.coupons import (
    Coupon,
    CouponBy,
    CouponOrder,
    CouponTemplate,
    CouponTemplateOrder,
    CouponTemplateWhere,
    CouponWhere,
)
from schema.decisions import DecisionQueries
from schema.dictionaries import DictionaryQueries
from schema.earning import EarningRule
from schema.explaining import AccessDecision
from schema.fields import argument, field, kind
from schema.goodwill import GoodwillQueries
from schema.inbound import InboundQueries
from schema.incidents import IncidentQueries
from schema.jobs import JobQueries
from schema.joining import Customer, CustomerWhere, EligibleCustomer, JoiningPolicy
from schema.macros import MacroQueries
from schema.mails import MailQueries
from schema.making_good import MakeGoodQueries
from schema.members import Member, MemberBy, MemberOrder, MemberWhere
from schema.members.duplicates import FIRST_DUPLICATES, DuplicateMembers, MemberDuplicate, MemberMergePreview
from schema.members.file import MemberCard
from schema.members.finding import MemberCardWhere
from schema.orders import Order, OrderOrder, OrderWhere
from schema.organization import OrganizationQueries
from schema.overview import Overview
from schema.paging import Connection, Count, Node, order_by, root_page, search, where
from schema.payments import PaymentQueries
from schema.penalties import PenaltyQueries
from schema.policies import PolicyQueries
from schema.prices import Price, PriceOrder, PriceWhere
from schema.products import Product, ProductOrder, ProductWhere
from schema.promises import PromiseQueries
from schema.quotes import CartInput, Quote
from schema.rewards import Reward, RewardRedemption
from schema.role_previews import RoleQuestions
from schema.saved_views import SavedViewQueries
from schema.sla import SlaQueries
from schema.staff import Role, Staff, Viewer
from schema.staff_notices import NoticeQueries
from schema.standing import StatusTreatment
from schema.ticket_reports import ReportQueries
from schema.ticket_tags import TicketTagQueries
from schema.tickets import TicketQueries
from schema.tiers import Benefit, Tier
from schema.tiers_changing import TierSaveInput, TierSimulation
from schema.wallets import RechargeBonus


def code(annotation: str = "The code.") -> dict[str, object]:
    return {"code": argument(str, annotation)}


@kind("Everything that can be asked.")
class Query(
    ApprovalQueries, AssignmentQueries, CalendarQueries, CannedReplyQueries, CareQueries, ChangeQueries,
    DecisionQueries, DictionaryQueries, GoodwillQueries, InboundQueries, IncidentQueries, JobQueries, MacroQueries,
    MailQueries, MakeGoodQueries, NoticeQueries, OrganizationQueries, PaymentQueries, PenaltyQueries, PolicyQueries,
    PromiseQueries, ReportQueries, RoleQuestions, SavedViewQueries, SlaQueries, TicketQueries, TicketTagQueries,
    CarePreviewQueries,
):  # fmt: skip
    viewer: Viewer = field("Who is asking.")
    overview: Overview = field("The numbers that each job starts its day with.")
    node: Node | None = field("Anything by its id.", arguments={"id": argument(strawberry.ID, "The id.")})
    member: Member | None = field("One member.", arguments={"by": argument(MemberBy, "What names the member.")})
    members: Connection[Member] = field(
        "Members; newest first unless told otherwise. Those who are archived are there if filtered or searched for.",
        arguments=root_page(
            where=where(MemberWhere | None), search=search(), order_by=order_by(list[MemberOrder] | None)
        ),
    )
    member_cards: Connection[MemberCard] = field(
        "Cards, given out or not; those that were made last come first.",
        arguments=root_page(where=where(MemberCardWhere | None)),
    )
    member_duplicates: list[MemberDuplicate] = field(
        "Files that may be of the same person as this one, the likeliest first.",
        Sensitivity.INTERNAL,
        about="Member",
        arguments={"id": argument(strawberry.ID, "The member."), "first": FIRST_DUPLICATES},
    )
    duplicate_members: list[DuplicateMembers] = field(
        "Files that may be of one person, two by two, the likeliest first.",
        Sensitivity.INTERNAL,
        about="Member",
        arguments={"first": argument(int, "How many at most; 1 to 100.", 50)},
    )
    member_merge_preview: MemberMergePreview = field(
        "What merging two files would do: it is tried and taken back.",
        about="Member",
        arguments={
            "keep_id": argument(strawberry.ID, "The file that would stay."),
            "merge_id": argument(strawberry.ID, "The file that would be closed."),
        },
    )
    tiers: list[Tier] = field("All tiers, the lowest first.")
    tier: Tier | None = field("One tier.", arguments=code())
    tier_simulate: TierSimulation = field(
        "What a draft of the tiers would do to the members as they are now. Nothing is changed; tiers that the draft "
        "does not name stay as they are.",
        Sensitivity.INTERNAL,
        about="Member",
        arguments={"tiers": argument(list[TierSaveInput], "The tiers as they would be saved.")},
    )
    benefits: list[Benefit] = field("All that tiers can give, by name.")
    benefit: Benefit | None = field("One benefit.", arguments=code())
    coupon: Coupon | None = field("One coupon.", arguments={"by": argument(CouponBy, "What names the coupon.")})
    coupons: Connection[Coupon] = field(
        "Coupons; newest first unless told otherwise.",
        arguments=root_page(where=where(CouponWhere | None), order_by=order_by(list[CouponOrder] | None)),
    )
    coupon_templates: list[CouponTemplate] = field("All coupon templates, by code.")
    coupon_template: CouponTemplate | None = field("One coupon template.", arguments=code())
    coupon_template_list: Connection[CouponTemplate] = field(
        "Coupon templates page by page; newest first unless told otherwise.",
        arguments=root_page(
            where=where(CouponTemplateWhere | None), order_by=order_by(list[CouponTemplateOrder] | None)
        ),
    )
    campaign: Campaign | None = field(
        "One campaign.", arguments={"by": argument(CampaignBy, "What names the campaign.")}
    )
    campaign_preview: CampaignPreview = field(
        "What a draft, or a campaign that is kept, would do: how many members it means, and what carts would get.",
        Sensitivity.INTERNAL,
        arguments={
            "input": argument(CampaignSaveInput | None, "The campaign as it would be saved."),
            "code": argument(str | None, "The code of one that is kept, if no input is given."),
        },
    )
    campaigns: Connection[Campaign] = field(
        "Campaigns; the last to start first unless told otherwise.",
        arguments=root_page(where=where(CampaignWhere | None), order_by=order_by(list[CampaignOrder] | None)),
    )
    segments: list[Segment] = field("All segments, by name.")
    segment: Segment | None = field("One segment.", arguments=code())
    segment_preview: Count = field(
        "How many members meet a condition now.",
        about="Member",
        arguments={"where": argument(MemberWhere, "The condition.")},
    )
    order: Order | None = field("One order.", arguments={"number": argument(str, "The order's number.")})
    orders: Connection[Order] = field(
        "Orders; newest first unless told otherwise. The search looks at the beginning and the end of the number.",
        arguments=root_page(
            where=where(OrderWhere | None), search=search(), order_by=order_by(list[OrderOrder] | None)
        ),
    )
    products: Connection[Product] = field(
        "Products; by code unless told otherwise.",
        arguments=root_page(
            where=where(ProductWhere | None), search=search(), order_by=order_by(list[ProductOrder] | None)
        ),
    )
    after_sales_case: AfterSalesCase | None = field(
        "One case after a sale.", arguments={"number": argument(str, "The case's number.")}
    )
    after_sales_cases: Connection[AfterSalesCase] = field(
        "Cases after sales, newest first.", arguments=root_page(where=where(AfterSalesCaseWhere | None))
    )
    quote: Quote = field(
        "What a cart would cost and earn, with every reason; asking changes nothing.",
        arguments={"cart": argument(CartInput, "What somebody wants to buy.")},
    )
    product: Product | None = field("One product.", arguments=code())
    staff: list[Staff] = field("Everybody who works here, by name.")
    staff_member: Staff | None = field(
        "One person who works here.", arguments={"username": argument(str, "What the person signs in with.")}
    )
    roles: list[Role] = field("All roles, by code.")
    role: Role | None = field("One role.", arguments=code())
    explain_access: AccessDecision = field(
        "Whether a field may be seen, filtered by and changed, and why. Rows out of the caller's sight do not exist, "
        "unless the caller manages roles.",
        arguments={
            "type_name": argument(str, "The type."),
            "field": argument(str, "The field."),
            "id": argument(strawberry.ID | None, "One row of the type."),
            "role_code": argument(str | None, "A role to explain, instead of the caller."),
        },
    )
    explain_permission: AccessDecision = field(
        "Whether something may be done, and why.",
        arguments={
            "name": argument(str, "A permission, or a mutation by its name."),
            "role_code": argument(str | None, "A role to explain, instead of the caller."),
        },
    )
    api_clients: list[ApiClient] = field("All programs that come in over the API, by code.", Sensitivity.INTERNAL)
    api_client: ApiClient | None = field("One program.", arguments=code())
    access_compare: AccessComparison = field(
        "Two callers side by side: fields, rows and changes in which they differ.",
        arguments={
            "a": argument(AccessOf, "The one."),
            "b": argument(AccessOf, "The other."),
        },
    )
    audit_events: Connection[AuditEvent] = field("What was done, newest first.", arguments=LISTED)
    status_policy: list[StatusTreatment] = field(
        "What counts for members who are frozen or cancelled.", Sensitivity.INTERNAL
    )
    earning_rules: list[EarningRule] = field("All rules of earning, by code.")
    customers: Connection[Customer] = field(
        "Customers on file, newest first.", arguments=root_page(where=where(CustomerWhere | None), search=search())
    )
    customer: Customer | None = field("One customer.", arguments={"reference": argument(str, "The reference.")})
    eligible_customers: list[EligibleCustomer] = field(
        "Customers on file who are no members and whom a policy of joining would take by what they have bought; those "
        "who bought last come first.",
        Sensitivity.INTERNAL,
        about="Customer",
        arguments={"first": argument(int, "How many at most; 1 to 100.", 50)},
    )
    joining_policies: list[JoiningPolicy] = field("All policies of joining, by code.")
    joining_policy: JoiningPolicy | None = field("One policy of joining.", arguments=code())
    earning_rule: EarningRule | None = field("One rule of earning.", arguments=code())
    recharge_bonuses: list[RechargeBonus] = field("All rules of recharge, the lowest amount first.")
    recharge_bonus: RechargeBonus | None = field("One rule of recharge.", arguments=code())
    rewards: list[Reward] = field("All rewards, by code.")
    reward: Reward | None = field("One reward.", arguments=code())
    reward_redemption: RewardRedemption | None = field(
        "One redemption.", arguments={"number": argument(str, "The redemption's number.")}
    )
    reward_redemptions: Connection[RewardRedemption] = field("Redemptions, newest first.", arguments=root_page())
    prices: Connection[Price] = field(
        "Prices beside the list prices of products; the last to begin first unless told otherwise.",
        arguments=root_page(where=where(PriceWhere | None), order_by=order_by(list[PriceOrder] | None)),
    )
    price: Price | None = field("One price.", arguments={"id": argument(strawberry.ID, "The id.")})
