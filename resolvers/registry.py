"""Every entity and every root field, in one place for the catalog."""

from resolvers import (
    after_sales,
    approval_previewing,
    approvals,
    audit,
    calendars,
    campaign_previewing,
    campaigns,
    campaigns_changing,
    cards,
    changes,
    clients,
    clocks,
    comparing,
    coupons,
    dictionaries,
    disclosures,
    documents,
    duplicates,
    earning,
    eligible,
    explaining,
    exports,
    goodwill,
    holds,
    jobs,
    joining,
    logins,
    making_good,
    members,
    members_changing,
    merge_previewing,
    merging,
    notices,
    orders,
    organization,
    overview,
    pins,
    points,
    policies,
    prices,
    products,
    promises,
    quotes,
    rewards,
    role_previewing,
    roles,
    scoping,
    segments_changing,
    sla,
    staff,
    staff_changing,
    standing,
    tickets,
    tickets_changing,
    tiers,
    viewer,
    viewing,
    wallets,
)
from resolvers.planner.catalog import Answer, Entity
from resolvers.planner.verbs import Verb

_CONCEPTS = (
    after_sales,
    approval_previewing,
    approvals,
    audit,
    calendars,
    campaign_previewing,
    campaigns,
    campaigns_changing,
    cards,
    changes,
    clients,
    clocks,
    comparing,
    coupons,
    dictionaries,
    disclosures,
    documents,
    duplicates,
    earning,
    eligible,
    explaining,
    exports,
    goodwill,
    holds,
    jobs,
    joining,
    logins,
    making_good,
    members,
    members_changing,
    merge_previewing,
    merging,
    notices,
    orders,
    organization,
    overview,
    pins,
    points,
    policies,
    prices,
    products,
    promises,
    quotes,
    rewards,
    role_previewing,
    roles,
    sla,
    segments_changing,
    staff,
    staff_changing,
    standing,
    tickets,
    tickets_changing,
    tiers,
    viewer,
    viewing,
    wallets,
)

ENTITIES: list[Entity] = [entity for concept in _CONCEPTS for entity in getattr(concept, "ENTITIES", ())]
scoping.extend(ENTITIES)
QUERIES: dict[str, Answer] = {
    name: answer for concept in _CONCEPTS for name, answer in getattr(concept, "QUERIES", {}).items()
}
SUBSCRIPTIONS: dict[str, Answer] = {
    name: answer for concept in _CONCEPTS for name, answer in getattr(concept, "SUBSCRIPTIONS", {}).items()
}
MUTATIONS: dict[str, Verb] = {
    name: verb for concept in _CONCEPTS for name, verb in getattr(concept, "MUTATIONS", {}).items()
}
changes.PERMISSIONS.update({name: verb.permission for name, verb in MUTATIONS.items()})
ASKED: dict[str, str] = {
    name: permission for concept in _CONCEPTS for name, permission in getattr(concept, "ASKED", {}).items()
}
"What a question needs that not everybody may ask."
clients.PERMISSIONS.update(verb.permission for verb in MUTATIONS.values())
clients.PERMISSIONS.update(ASKED.values())
