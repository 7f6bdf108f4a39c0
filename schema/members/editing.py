"""What can be told of a member, at the registration and later."""

from rules.joining import JoiningWay
from rules.members import Gender
from schema.fields import given, operand, words
from schema.members.finding import MemberBy
from schema.scalars import JSON, Date, Decimal

words(
    JoiningWay,
    "How somebody became a member.",
    BY_HAND="Staff registered the person.",
    POLICY="A policy let the customer in, because of what he bought.",
    PAYMENT="The person joined while paying.",
    FEE="The person paid a fee.",
    CARD="The person bought a card.",
    GIFT_CARD="The person was given a card.",
    ANONYMOUS="The person told nothing.",
    REFERRAL="Another member recommended the program.",
    ONLINE="The person registered alone, in a shop's app or on our pages.",
)


@given("What is known of somebody who becomes a member.")
class MemberRegisterInput:
    name: str | None = operand("The name.")
    latin_name: str | None = operand("The name in Latin letters.")
    phone: str | None = operand("Phone number with country code; spaces and dashes do not matter.")
    email: str | None = operand("E-mail address.")
    birthday: Date | None = operand("Day of birth.")
    gender: Gender | None = operand("As the person tells it.")
    is_anonymous: bool | None = operand("True if the person tells nothing; then all of the above stays empty.")
    source_code: str | None = operand("The code of the channel through which the person joins.")
    home_store_code: str | None = operand("The code of the store that the member belongs to.")
    tier_code: str | None = operand("A tier to begin with; the rules never go below it. Left out, the rules decide.")
    external_reference: str | None = operand("What another system calls the person.")
    referrer: MemberBy | None = operand("The member who recommended the program.")
    custom: JSON | None = operand("Further facts by key.")


@given("How somebody joins.")
class JoiningInput:
    way: JoiningWay | None = operand("The way; worked out from the rest if left out.")
    card_no: str | None = operand("A card that was made and not given out yet; it becomes the member's.")
    card_kind_code: str | None = operand("The kind of a partner's card, which is taken in with the number that it has.")
    fee: Decimal | None = operand("The fee that was paid.")
    load: Decimal | None = operand("What is paid in as stored value with a prepaid card; needs an idempotency key.")
    activity: str | None = operand("The activity that brought the person: a region, a holiday, an advertisement.")
    charter_version: str | None = operand("The version of the member charter that the person accepted.")
    customer_reference: str | None = operand("The customer on file who becomes a member.")


@given("What is to change of a member. What is left out stays; null empties it.")
class MemberUpdateInput:
    name: str | None = operand("The name.")
    latin_name: str | None = operand("The name in Latin letters.")
    phone: str | None = operand("Phone number with country code; spaces and dashes do not matter.")
    email: str | None = operand("E-mail address.")
    birthday: Date | None = operand("Day of birth.")
    gender: Gender | None = operand("As the member tells it.")
    home_store_code: str | None = operand("The code of the store that the member belongs to.")
    source_code: str | None = operand("The code of the channel through which the member joined.")
    external_reference: str | None = operand("What another system calls the member.")
    custom: JSON | None = operand("Further facts by key; a key with null is taken away.")
