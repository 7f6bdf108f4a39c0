"""People's names in short."""


def initials(name: str) -> str:
    """Lin Xiaowen is LX, 林晓雯 is 晓雯, a masked 林** is 林; a number has none."""
    if any(letter.isdigit() for letter in name):
        return ""
    parts = [p for p in name.replace("*", " ").replace("·", " ").split() if p]
    if not parts:
        return ""
    if _is_han(parts[0]):
        return parts[0][-2:] if len(parts[0]) > 2 else parts[0]
    letters = [p[0] for p in (parts[0], parts[-1] if len(parts) > 1 else "") if p]
    return "".join(letters).upper()


def _is_han(text: str) -> bool:
    return "\u2e80" <= text[0] <= "\u9fff"
