"""Tables and questions. A model never saves itself: verbs in `actions/` are the only writers."""

MODULES = [
    "models.audit",
    "models.campaigns",
    "models.coupons",
    "models.dictionaries",
    "models.idempotency",
    "models.jobs",
    "models.ledger",
    "models.members",
    "models.orders",
    "models.organization",
    "models.products",
    "models.staff",
    "models.tickets",
    "models.tiers",
    "models.wallets",
]
"Every module that holds tables, for the ORM and its migrations."
