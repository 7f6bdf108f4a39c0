"""The root of writes. Each changes everything that it says or nothing, and answers with what it changed."""

from schema.after_sales import AfterSalesMutations
from schema.approvals import ApprovalMutations
from schema.assigning import AssignmentMutations
from schema.calendars import CalendarMutations
from schema.campaigns_changing import CampaignMutations
from schema.canned_replies import CannedReplyMutations
from schema.care_changing import CareMutations
from schema.changes import ChangeMutations
from schema.clients import ClientMutations
from schema.contacting import ContactMutations
from schema.coupons_changing import CouponMutations
from schema.earning_changing import EarningMutations
from schema.exports import ExportMutations
from schema.fields import kind
from schema.goodwill import GoodwillMutations
from schema.holds import HoldMutations
from schema.inbound import InboundMutations
from schema.incidents import IncidentMutations
from schema.jobs_changing import JobMutations
from schema.joining_changing import JoiningMutations
from schema.logins import LoginMutations
from schema.macros import MacroMutations
from schema.mails import MailMutations
from schema.making_good import MakeGoodMutations
from schema.members.cards import CardMutations
from schema.members.changing import MemberMutations
from schema.members.closing import FileMutations
from schema.members.pins import PinMutations
from schema.orders_changing import OrderMutations
from schema.payments import PaymentMutations
from schema.penalties import PenaltyMutations
from schema.points_changing import PointsMutations
from schema.policies import PolicyMutations
from schema.prices import PriceMutations
from schema.promises import PromiseMutations
from schema.rewards_changing import RewardMutations
from schema.roles import RoleMutations
from schema.saved_views import SavedViewMutations
from schema.segments_changing import SegmentMutations
from schema.sla import SlaMutations
from schema.staff_changing import StaffMutations
from schema.staff_notices import NoticeMutations
from schema.standing import StandingMutations
from schema.ticket_ties import TicketTieMutations
from schema.tickets_changing import TicketMutations
from schema.tiers_changing import TierMutations
from schema.viewing import ViewingMutations
from schema.wallets_changing import WalletMutations


@kind("Everything that can be changed. What the caller's roles may not do is not here.")
class Mutation(
    AfterSalesMutations,
    ApprovalMutations,
    AssignmentMutations,
    CalendarMutations,
    CampaignMutations,
    CannedReplyMutations,
    CardMutations,
    CareMutations,
    ChangeMutations,
    ClientMutations,
    ContactMutations,
    CouponMutations,
    EarningMutations,
    ExportMutations,
    GoodwillMutations,
    MacroMutations,
    MailMutations,
    MakeGoodMutations,
    IncidentMutations,
    PromiseMutations,
    HoldMutations,
    InboundMutations,
    JobMutations,
    JoiningMutations,
    FileMutations,
    LoginMutations,
    MemberMutations,
    NoticeMutations,
    OrderMutations,
    PenaltyMutations,
    PaymentMutations,
    PinMutations,
    PointsMutations,
    PolicyMutations,
    PriceMutations,
    RewardMutations,
    SavedViewMutations,
    SegmentMutations,
    TicketMutations,
    TicketTieMutations,
    RoleMutations,
    TierMutations,
    SlaMutations,
    StaffMutations,
    StandingMutations,
    ViewingMutations,
    WalletMutations,
):
    pass
