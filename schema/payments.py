"""Paying in online."""

import strawberry

from rules.payments import PaymentProviderKind, PaymentStatus
from rules.permissions import Sensitivity
from schema.arguments import KEY, VERSION, WHY
from schema.errors import UserError, user_errors
from schema.fields import argument, field, given, kind, operand, required, words
from schema.filters import AND, EQ, IN, NOT, OR, BooleanFilter, DateTimeFilter, IdFilter, StringFilter
from schema.members.finding import MemberBy
from schema.money import Money
from schema.names import Member, MemberWhere, WalletEntry
from schema.paging import Connection, Node, root_page, where
from schema.scalars import JSON, DateTime, Decimal

INTERNAL = Sensitivity.INTERNAL

words(
    PaymentProviderKind, "How a provider of payments is spoken with.", WECHAT_PAY_V3="WeChat Pay, API v3, native pay."
)
words(
    PaymentStatus,
    "What became of a payment.",
    NEW="The provider is being asked.",
    PENDING="It waits for the member to pay.",
    PAID="The money came.",
    FAILED="The provider did not want it.",
    EXPIRED="Nobody paid in time.",
    REFUNDING="It is on its way back.",
    REFUNDED="It was paid back.",
)


@kind("Who takes money online. Its keys are kept sealed and are never shown.")
class PaymentProvider(Node):
    code: str = field("The provider's code; it is part of the address for notices, /payments/notify/CODE.")
    name: str = field("What members and staff read.")
    kind: PaymentProviderKind = field("How it is spoken with.", INTERNAL)
    endpoint: str = field("Where it is reached.", INTERNAL)
    merchant_id: str = field("The merchant's number there.", INTERNAL)
    app_id: str = field("The app that the merchant takes money with.", INTERNAL)
    serial: str = field("The serial number of the merchant's certificate.", INTERNAL)
    platform_serial: str = field("The serial number, or the id, of the provider's own key.", INTERNAL)
    platform_key: str = field("The provider's public key or certificate, by which it is believed.", INTERNAL)
    key_print: str = field("The SHA-256 of the public part of the merchant's key, to recognize it by.", INTERNAL)
    api_key_at: DateTime = field("When the key that notices are sealed with was set.", INTERNAL)
    is_active: bool = field("False if nobody can pay there; what is on its way still comes.")
    problem: str = field("What it said that does not fit any payment; empty for nothing.", INTERNAL)
    version: int = field("Counts the edits; send it back as expectedVersion.", INTERNAL)


@kind("What a member pays in online.")
class Payment(Node):
    number: str = field("Our number, which the provider knows too.")
    member: Member | None = field("Whose stored value it is for.")
    provider: PaymentProvider | None = field("Where it is paid.")
    amount: Money = field("How much.")
    status: PaymentStatus = field("What became of it.")
    code: str | None = field("What the payer's app scans, as long as it can be paid.")
    provider_number: str | None = field("The provider's number of the payment.")
    actor: str = field("Who asked for it.", INTERNAL)
    at: DateTime = field("When it was asked for.")
    expires_at: DateTime = field("Until when it can be paid.")
    paid_at: DateTime | None = field("When we learned that it was paid.")
    ended_at: DateTime | None = field("When it ended without money.")
    entry: WalletEntry | None = field("The entry that put it into the wallet.")
    problem: str = field("What staff should look at; empty for nothing.", INTERNAL)
    has_problem: bool = field("True if staff should look at it.", INTERNAL)
    notice: JSON | None = field("What the provider said when it was paid, without who paid.", INTERNAL)
    refund_number: str | None = field("Our number of paying it back.")
    refund_reason: str = field("Why it was paid back; empty if it was not.")
    refund_asked_at: DateTime | None = field("When somebody decided to pay it back.")
    refunded_at: DateTime | None = field("When the provider had paid it back.")


@given("Conditions on what became of a payment.")
class PaymentStatusFilter:
    eq: PaymentStatus | None = operand(EQ)
    in_: list[PaymentStatus] | None = operand(IN, "in")


@given("Conditions on payments.")
class PaymentWhere:
    and_: list["PaymentWhere"] | None = operand(AND, "and")
    or_: list["PaymentWhere"] | None = operand(OR, "or")
    not_: "PaymentWhere | None" = operand(NOT, "not")
    number: StringFilter | None = operand("Our number.")
    status: PaymentStatusFilter | None = operand("What became of it.")
    provider: IdFilter | None = operand("Where it is paid.")
    member: MemberWhere | None = operand("Whose stored value it is for.")
    at: DateTimeFilter | None = operand("When it was asked for.")
    has_problem: BooleanFilter | None = operand("Whether staff should look at it.")


@given("A provider of payments. What is not given stays as it is.")
class PaymentProviderSaveInput:
    code: str = required("The provider's code; a new one makes a new provider.")
    name: str | None = operand("What members and staff read.")
    endpoint: str | None = operand("Where it is reached, such as https://api.mch.weixin.qq.com.")
    merchant_id: str | None = operand("The merchant's number there.")
    app_id: str | None = operand("The app that the merchant takes money with.")
    serial: str | None = operand("The serial number of the merchant's certificate.")
    private_key: str | None = operand("The merchant's private key, in PEM form. A new provider needs one.")
    api_key: str | None = operand("The API v3 key that notices are sealed with: 32 characters. A new one needs it.")
    platform_serial: str | None = operand("The serial number, or the id, of the provider's own key.")
    platform_key: str | None = operand("The provider's public key or certificate, in PEM form.")
    is_active: bool | None = operand("Whether members can pay there.")


@kind("What saving a provider of payments did.")
class PaymentProviderPayload:
    provider: PaymentProvider | None = field("The provider; null if nothing was changed.")
    user_errors: list[UserError] = user_errors()


@kind("What became of asking for a payment.")
class PaymentPayload:
    payment: Payment | None = field("The payment; null if there is none. Its code comes within seconds: read it again.")
    member: Member | None = field("Whose stored value it is for.")
    user_errors: list[UserError] = user_errors()


@kind("What became of paying a payment back.")
class PaymentRefundPayload:
    payment: Payment | None = field("The payment; null if nothing was changed.")
    member: Member | None = field("Whose stored value it was.")
    entry: WalletEntry | None = field("The entry that took it out of the wallet; null if it never came there.")
    user_errors: list[UserError] = user_errors()


@kind("Questions about paying in online.")
class PaymentQueries:
    payment_providers: list[PaymentProvider] = field("All who take money online, by code.")
    payment_provider: PaymentProvider | None = field(
        "One who takes money online.", arguments={"code": argument(str, "The code.")}
    )
    payment: Payment | None = field("One payment.", arguments={"number": argument(str, "Our number.")})
    payments: Connection[Payment] = field(
        "What members pay in online, newest first.", arguments=root_page(where=where(PaymentWhere | None))
    )


@kind("Paying in online.")
class PaymentMutations:
    payment_provider_save: PaymentProviderPayload = field(
        "Makes or changes who takes money online.",
        arguments={"input": argument(PaymentProviderSaveInput, "The provider."), "expected_version": VERSION},
    )
    wallet_top_up_start: PaymentPayload = field(
        "Lets a member pay in online. The code to be scanned follows within seconds; the money is in the wallet, with "
        "what the rules give on top, as soon as the provider says that it came. Refused as a recharge would be.",
        arguments={
            "member": argument(MemberBy | None, "Who; a member's own program leaves it out."),
            "amount": argument(Decimal, "How much; above 0."),
            "provider_code": argument(str | None, "Where; needed if there are several."),
            "idempotency_key": KEY,
        },
    )
    payment_refund: PaymentRefundPayload = field(
        "Pays a payment back: it leaves the wallet at once, with what was given on top, and the provider is told to "
        "send it back. STATE if it is not paid, INSUFFICIENT_BALANCE if some of it was used since.",
        arguments={"id": argument(strawberry.ID, "The payment."), "reason": WHY, "idempotency_key": KEY},
    )
