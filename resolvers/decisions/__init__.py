"""Why something came out as it did: worked out by the rules that decided, told in the reader's language."""

from resolvers.decisions import campaigns, coupons, points, tiers

_CONCEPTS = (campaigns, coupons, points, tiers)
QUERIES = {name: answer for concept in _CONCEPTS for name, answer in concept.QUERIES.items()}
ASKED = dict.fromkeys(QUERIES, "decisions.explain")
