"""What is asked: fixed documents with variables, for our schema and for the one that PostGraphile makes of tables."""

from dataclasses import dataclass
from typing import Any

import orjson

TIERS = ["PLATINUM", "DIAMOND", "BLACK"]
VARIED = 300


@dataclass(frozen=True, slots=True)
class Question:
    name: str
    about: str
    document: str
    peer: str
    variables: list[dict[str, Any]]

    def bodies(self, *, peer: bool = False) -> bytes:
        """Request bodies, one a line."""
        query = self.peer if peer else self.document
        return b"\n".join(orjson.dumps({"query": query, "variables": given}) for given in self.variables) + b"\n"


ONE = """query One($no: String!) { member(by: {memberNo: $no}) {
  memberNo name latinName phone email status joinedAt growthValue tier { code name rank } points { available }
  pointsEntries(first: 10) { nodes { kind delta balanceAfter reason source at } }
  coupons(first: 20) { nodes { code status validUntil template { name } } }
  tickets(first: 5) { nodes { number subject status openedAt } } } }"""

BEST = """query Best($tiers: [String!], $status: MemberStatus!) {
  members(first: 50, where: {tier: {code: {in: $tiers}}, status: {eq: $status}},
          orderBy: [{field: TOTAL_SPEND, direction: DESC}]) { nodes {
    memberNo name status tier { code name } metrics { totalSpend { amount } orderCount }
    coupons(first: 5) { nodes { code status issuedAt template { name } } } } } }"""

NEWEST = """query Newest { members(first: 100, orderBy: [{field: JOINED_AT, direction: DESC}]) { nodes {
  memberNo name latinName phone email birthday gender status isAnonymous joinedAt tierMode version } } }"""

ONE_OF_PEER = """query One($no: String!) { memberByMemberNo(memberNo: $no) {
  memberNo name latinName phone email status joinedAt growth: ledgerAccountByGrowthAccountId { balance }
  tier: tierByTierId { code name rank }
  points: ledgerAccountByPointsAccountId { available: balance
    entries: ledgerEntriesByAccountId(first: 10, orderBy: [AT_DESC, ROW_ID_DESC]) { nodes {
      kind delta balanceAfter at why: ledgerTransactionByTransactionId { reason source } } } }
  coupons: couponsByMemberId(first: 20, orderBy: [ISSUED_AT_DESC, ROW_ID_DESC]) { nodes {
    code status validUntil template: couponTemplateByTemplateId { name } } }
  tickets: ticketsByMemberId(first: 5, orderBy: [OPENED_AT_DESC, ROW_ID_DESC]) { nodes {
    number subject status openedAt } } } }"""

BEST_OF_PEER = """query Best($tiers: [String], $status: String!) {
  members: benchListsBestMembers(tiers: $tiers, memberStatus: $status, first: 50) { nodes {
    memberNo name status tier: tierByTierId { code name } metrics: memberMetricByMemberId { totalSpend orderCount }
    coupons: couponsByMemberId(first: 5, orderBy: [ISSUED_AT_DESC, ROW_ID_DESC]) { nodes {
      code status issuedAt template: couponTemplateByTemplateId { name } } } } } }"""

NEWEST_OF_PEER = """query Newest { members: allMembers(first: 100, orderBy: [JOINED_AT_DESC, ROW_ID_DESC]) { nodes {
  memberNo name latinName phone email birthday gender status isAnonymous joinedAt tierMode version } } }"""


def questions(members: int) -> list[Question]:
    """For a database of so many members. Every 50th number is anonymous and has little to show; it is skipped."""
    numbers = [n for n in range(3, members, max(1, members // (VARIED + 20))) if n % 50 != 7][:VARIED]
    one = [{"no": f"M-{n:07d}"} for n in numbers]
    return [
        Question("Q1", "one member with tier, 10 entries, coupons, 5 tickets", ONE, ONE_OF_PEER, one),
        Question(
            "Q2",
            "50 members, filtered and sorted, each with tier and 5 coupons",
            BEST,
            BEST_OF_PEER,
            [{"tiers": TIERS, "status": "ACTIVE"}],
        ),
        Question("Q3", "100 members × 12 fields", NEWEST, NEWEST_OF_PEER, [{}]),
    ]
