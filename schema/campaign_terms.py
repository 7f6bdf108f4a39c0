"""What a campaign gives on orders, and when: the same fields to read and to write."""

from rules.campaigns import Weekday
from rules.conditions import BirthdaySpan
from schema.fields import field, given, kind, operand, required, words
from schema.scalars import Date, Decimal

words(
    Weekday,
    "A day of the week.",
    MONDAY="Monday.",
    TUESDAY="Tuesday.",
    WEDNESDAY="Wednesday.",
    THURSDAY="Thursday.",
    FRIDAY="Friday.",
    SATURDAY="Saturday.",
    SUNDAY="Sunday.",
)
words(
    BirthdaySpan,
    "How near the member's birthday must be.",
    DAY="On the day itself.",
    WEEK="At most three days before or after it.",
    MONTH="In its month.",
)

AMOUNT = "An amount taken off the products that fit."
PERCENT = "A percentage taken off the products that fit."
CAP = "The most that the percentage takes off."
PRICE = "What one piece of each product that fits costs."
STEPS = "What is saved from which spend on, the smallest first; the highest one that is reached counts."
REPEATS = "True if its only step saves the same again for every full spend."
MULTIPLIER = "What points earned on the order are multiplied by."
GIFT = "The code of a product that is given with the purchase."
TEMPLATE = "The code of a coupon template; the member gets a coupon of it after paying."
GROUP = "Of offers with the same group an order takes the one that is best for the member."
STACKS = "False if it goes with no other campaign."
PRIORITY = "Of offers that are worth the same, the higher one goes first."
SPEND = "From this spend on."
OFF = "So much is saved."
PRODUCTS = "Codes of the products that it is for; none means all."
CATEGORIES = "Codes of the categories that it is for, with all below them; none means all."
STORES = "Codes of the stores where it counts; none means everywhere."
TIERS = "Codes of the tiers that it is for; none means all."
WEEKDAYS = "The days of the week on which it counts; none means all."
HOURS = "The hours of the day in which it counts; none means all."
DAYS = "The days on which it counts; none means all."
BIRTHDAY = "Only near the member's birthday."
MIN_SPEND = "The least that the products that fit must come to."
MIN_QUANTITY = "The least number of pieces that fit."
BEGINS = "From this time of the day on, such as 10:00."
ENDS = "Until this time of the day, such as 14:00; 24:00 is midnight."


@kind("One step of a ladder of savings.")
class SavingStep:
    spend: Decimal = field(SPEND)
    off: Decimal = field(OFF)


@kind("Hours of a day.")
class HourSpan:
    begins: str = field(BEGINS)
    ends: str = field(ENDS)


@kind("When, where and for what a campaign counts.")
class CampaignConditions:
    products: list[str] = field(PRODUCTS)
    categories: list[str] = field(CATEGORIES)
    stores: list[str] = field(STORES)
    tiers: list[str] = field(TIERS)
    weekdays: list[Weekday] = field(WEEKDAYS)
    hours: list[HourSpan] = field(HOURS)
    days: list[Date] = field(DAYS)
    near_birthday: BirthdaySpan | None = field(BIRTHDAY)
    min_spend: Decimal | None = field(MIN_SPEND)
    min_quantity: Decimal | None = field(MIN_QUANTITY)


@kind("What a campaign gives on orders, and when.")
class CampaignTerms:
    amount: Decimal | None = field(AMOUNT)
    percent: Decimal | None = field(PERCENT)
    cap: Decimal | None = field(CAP)
    price: Decimal | None = field(PRICE)
    steps: list[SavingStep] = field(STEPS)
    repeats: bool = field(REPEATS)
    multiplier: Decimal | None = field(MULTIPLIER)
    gift_product_code: str | None = field(GIFT)
    template_code: str | None = field(TEMPLATE)
    conditions: CampaignConditions = field("When, where and for what it counts.")
    group: str | None = field(GROUP)
    stacks: bool = field(STACKS)
    priority: int = field(PRIORITY)


@given("One step of a ladder of savings.")
class SavingStepInput:
    spend: Decimal = required(SPEND)
    off: Decimal = required(OFF)


@given("Hours of a day.")
class HourSpanInput:
    begins: str = required(BEGINS)
    ends: str = required(ENDS)


@given("When, where and for what a campaign counts; what is left out asks for nothing.")
class CampaignConditionsInput:
    min_spend: Decimal | None = operand(MIN_SPEND)
    min_quantity: Decimal | None = operand(MIN_QUANTITY)
    products: list[str] | None = operand(PRODUCTS)
    categories: list[str] | None = operand(CATEGORIES)
    stores: list[str] | None = operand(STORES)
    tiers: list[str] | None = operand(TIERS)
    weekdays: list[Weekday] | None = operand(WEEKDAYS)
    hours: list[HourSpanInput] | None = operand(HOURS)
    days: list[Date] | None = operand(DAYS)
    near_birthday: BirthdaySpan | None = operand(BIRTHDAY)


@given("What a campaign gives on orders, and when. It takes money off in one way at most; all else can go with it.")
class CampaignTermsInput:
    amount: Decimal | None = operand(AMOUNT)
    percent: Decimal | None = operand(PERCENT)
    cap: Decimal | None = operand(CAP)
    price: Decimal | None = operand(PRICE)
    steps: list[SavingStepInput] | None = operand(STEPS)
    repeats: bool | None = operand(REPEATS)
    multiplier: Decimal | None = operand(MULTIPLIER)
    gift_product_code: str | None = operand(GIFT)
    template_code: str | None = operand(TEMPLATE)
    conditions: CampaignConditionsInput | None = operand("When, where and for what it counts.")
    group: str | None = operand(GROUP)
    stacks: bool | None = operand(STACKS)
    priority: int | None = operand(PRIORITY)
