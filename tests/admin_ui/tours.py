"""Operations that ask for all that a schema has."""

from collections.abc import Iterator
from dataclasses import dataclass

from graphql import GraphQLNonNull, GraphQLSchema, get_named_type, is_leaf_type

from tests.caring import TASK
from tests.correspondence import INBOUND, OUTGOING
from tests.given import INCIDENT, PROMISE
from tests.make import CHANGE, PRICE

GIVEN = {
    "member": '(by: {memberNo: "M-0000001"})', "coupon": '(by: {code: "CODE1"})', "campaign": '(by: {code: "SPRING"})',
    "ticket": '(by: {number: "T-000001"})', "order": '(number: "A-1")', "tier": '(code: "GOLD")',
    "couponTemplate": '(code: "TEN")', "store": '(code: "S1")', "product": '(code: "P1")', "segment": '(code: "gold")',
    "staffMember": '(username: "ana")', "role": '(code: "admin")', "segmentPreview": "(where: {})",
    "unit": '(code: "platform")', "benefit": '(code: "gift")', "tierSimulate": "(tiers: [])",
    "auditEvents": "(first: 40)", "campaignPreview": '(code: "SPRING")',
    "accessCompare": '(a: {me: true}, b: {roleCode: "auditor"})',
    "explainAccess": '(typeName: "Member", field: "phone")',
    "explainPermission": '(name: "members.edit")',
    "earningRule": '(code: "ORDERS")', "rechargeBonus": '(code: "FIRST")', "reward": '(code: "MUG")',
    "rewardRedemption": '(number: "R-000001")', "policy": '(code: "WALLET")',
    "afterSalesCase": '(number: "A-1-S1")',
    "quote": '(cart: {lines: [{productCode: "P1", quantity: 1, unitPrice: 9}]})',
    "price": f'(id: "prc_{PRICE}")', "customer": '(reference: "K-1")', "joiningPolicy": '(code: "enough")',
    "approvalRequest": '(id: "apr_00000000-0000-0000-0000-000000000000")',
    "approvalPolicy": '(code: "tier")', "penaltyRule": '(code: "FRAUD")', "goodwillBudget": '(code: "money")',
    "businessCalendar": '(code: "office")', "slaPolicy": '(code: "normal")',
    "assignmentRule": '(code: "points")', "staffDuty": '(username: "ana")',
    "savedView": '(code: "desk-open")', "calendarDays": '(code: "office")',
    "cannedReply": '(code: "late")', "macro": '(code: "late")',
    "explainTicketClocks": '(number: "T-000001")',
    "makeGoodProposals": '(number: "T-000001")',
    "calendarPreview": '(input: {code: "office", name: "Office"})',
    "slaPolicyPreview": '(input: {code: "normal", name: "Normal"})',
    "incident": f'(id: "inc_{INCIDENT}")', "radarRule": '(code: "STORE")',
    "incidentReplyPreview": f'(id: "inc_{INCIDENT}", body: "Hello")',
    "ticketReport": '(from: "2026-01-01", until: "2026-01-31")',
    "promise": f'(id: "prm_{PROMISE}")',
    "careSeries": '(code: "first-order")', "callTeam": '(code: "care")', "contactLimit": '(code: "calls")',
    "careSeriesPreview": '(input: {code: "first-order", name: "First order"})',
    "careTask": f'(id: "crt_{TASK}")',
    "dictionaryItems": '(dictionary: "source")',
    "mail": f'(id: "mai_{OUTGOING}")',
    "inboundMail": f'(id: "inm_{INBOUND}")',
    "apiClient": '(code: "shop")', "payment": '(number: "P000001")', "paymentProvider": '(code: "wechat")',
    "memberDuplicates": '(id: "mem_00000000-0000-0000-0000-000000000000")', "changeSet": f'(id: "chg_{CHANGE}")',
}  # fmt: skip
"Arguments of the fields of Query that need some."


NEEDY = {
    "node",
    "cannedRepliesFor",
    "macroPreview",
    "memberMergePreview",
    "approvalPreview",
    "approvalPolicyPreview",
    "changePreview",
    "rolePreview",
    "roleCompare",
    "explainPoints",
    "explainTier",
    "explainCoupon",
    "explainCampaign",
}
"Questions about something that must be made first; they have tests of their own."


@dataclass
class Tour:
    """For each field of Query, and each object field below it, one operation with every leaf that is there."""

    schema: GraphQLSchema
    job: str

    def operations(self) -> Iterator[str]:
        for name in self.schema.query_type.fields:
            if name not in NEEDY:
                yield from self._of_root(name)

    def _of_root(self, name: str) -> Iterator[str]:
        field = self.schema.query_type.fields[name]
        call = name + (f'(id: "{self.job}")' if name == "job" else GIVEN.get(name, _first(field)))
        for selection in self._selections(get_named_type(field.type), 2):
            yield f"{{ {call} {selection} }}"

    def _selections(self, kind: object, depth: int) -> Iterator[str]:
        """All leaves; then each object below with all of its leaves, and so on."""
        if is_leaf_type(kind):
            yield ""
            return
        leaves = [n for n, f in kind.fields.items() if is_leaf_type(get_named_type(f.type)) and _is_free(f)]
        yield f"{{ __typename {' '.join(leaves)} }}"
        for name, field in kind.fields.items():
            below = get_named_type(field.type)
            if name == "edges" or is_leaf_type(below) or depth == 0:
                continue
            for selection in self._selections(below, depth - (name != "nodes")):
                yield f"{{ {name}{_first(field)} {selection} }}"


def _first(field: object) -> str:
    if "days" in field.args:
        return "(days: 3)"
    return "(first: 5)" if "first" in field.args else ""


def _is_free(field: object) -> bool:
    return not any(isinstance(a.type, GraphQLNonNull) and a.default_value is None for a in field.args.values())
