"""What somebody wrote, and what he quoted below it."""

import re

INTRODUCED = (
    re.compile(r"^(On|Am|Le|El|Il|Op|Em|Den|W dniu)\b.{5,200}(wrote|schrieb|a écrit|escribió|ha scritto|schreef)"
               r"[^\n]{0,120}:\s*$", re.IGNORECASE),
    re.compile(r"^(在|于|於)?.{4,160}(写道|寫道|写到|寫到|编写)\s*[:：]\s*$"),
    re.compile(r"^-{2,}\s*(Original Message|Forwarded message|Ursprüngliche Nachricht|Message d'origine"
               r"|原始邮件|原始郵件|转发邮件|轉寄郵件|回复的原邮件|回覆郵件)\s*-{2,}$", re.IGNORECASE),
)  # fmt: skip
HEADED = re.compile(r"^\*?(From|Von|De|发件人|寄件者|寄件人|发自)\*?\s*[:：]", re.IGNORECASE)
ALSO_HEADED = re.compile(
    r"^\*?(Sent|Date|To|Subject|Gesendet|An|发送时间|收件人|主题|日期|寄件日期|傳送日期|主旨)\*?\s*[:：]",
    re.IGNORECASE,
)
RULE = re.compile(r"^[_—-]{10,}$")
NEAR = 5
"Lines in which the head of a quoted mail has to show a second line of a head."


def parted(text: str) -> tuple[str, str]:
    """The new words and the quoted ones. Who answers between the lines, or below, has all of it as his own words."""
    lines = text.strip("\n").split("\n")
    at = _begins(lines)
    new, quoted = "\n".join(lines[:at]).strip(), "\n".join(lines[at:]).strip("\n")
    if not new or _answers_inside(lines[at:]):
        return text.strip(), ""
    return new, quoted.strip()


def _begins(lines: list[str]) -> int:
    """The first line of what is quoted; the end if nothing is."""
    for at, line in enumerate(lines):
        shown = line.strip()
        both = f"{shown} {lines[at + 1].strip()}" if at + 1 < len(lines) and shown else shown
        if any(said.match(shown) or said.match(both) for said in INTRODUCED) or _is_head(lines, at):
            return _without_rule(lines, at)
    for at, line in enumerate(lines):
        if line.startswith(">") and all(one.startswith(">") or not one.strip() for one in lines[at:]):
            return at
    return len(lines)


def _is_head(lines: list[str], at: int) -> bool:
    below = lines[at + 1 : at + NEAR]
    return bool(HEADED.match(lines[at].strip())) and any(ALSO_HEADED.match(one.strip()) for one in below)


def _without_rule(lines: list[str], at: int) -> int:
    """A rule above a quoted head belongs to it."""
    above = at - 1
    while above >= 0 and not lines[above].strip():
        above -= 1
    return above if above >= 0 and RULE.match(lines[above].strip()) else at


def _answers_inside(quoted: list[str]) -> bool:
    """Whether lines of one's own stand between or below lines that begin with `>`."""
    marked = [at for at, line in enumerate(quoted) if line.startswith(">")]
    return bool(marked) and any(line.strip() and not line.startswith(">") for line in quoted[marked[0] :])
