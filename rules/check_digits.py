"""Numbers and codes that show a slip of the hand: card numbers (Luhn) and coupon codes (Crockford's alphabet)."""

CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"Digits and letters without I, L, O and U, which are misread."


def luhn_digit(digits: str) -> str:
    """The digit that makes `digits` followed by it pass Luhn's test."""
    return str(-_luhn_sum(digits, 10, [int(digit) for digit in digits]) % 10)


def passes_luhn(number: str) -> bool:
    return number.isdecimal() and luhn_digit(number[:-1]) == number[-1]


def coupon_code(number: int, length: int = 12) -> str:
    """The lowest bits of `number` as `length` characters, of which the last is a check character."""
    body = "".join(CROCKFORD[number >> 5 * place & 31] for place in reversed(range(length - 1)))
    return body + _check_character(body)


def is_coupon_code(code: str) -> bool:
    return len(code) > 1 and set(code) <= set(CROCKFORD) and _check_character(code[:-1]) == code[-1]


def _check_character(body: str) -> str:
    return CROCKFORD[-_luhn_sum(body, 32, [CROCKFORD.index(letter) for letter in body]) % 32]


def _luhn_sum(text: str, base: int, values: list[int]) -> int:
    """Luhn's sum in any even base: every second value, from the right, is doubled and its digits added."""
    doubled = [2 * value // base + 2 * value % base for value in values]
    return sum(doubled[i] if (len(text) - i) % 2 else values[i] for i in range(len(text)))
