"""Money as the API shows it."""

from schema.fields import field, kind
from schema.scalars import Decimal


@kind("An amount with its currency.")
class Money:
    amount: Decimal = field('The exact amount in major units, e.g. "12.50".')
    currency: str = field("ISO 4217 code of the currency.")
