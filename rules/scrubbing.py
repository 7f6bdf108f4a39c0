"""What may be kept of a text that was not written by us: its words, without values of people."""

import re

GONE = "…"
QUOTED = re.compile(r"""\"\"\"[\s\S]*?\"\"\"|"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'""")
DETAIL = re.compile(r"=\(.*?\)")
"How PostgreSQL tells which key was there before: `Key (phone)=(+44…) already exists`."
ADDRESS = re.compile(r"[^\s@<>()\"']+@[^\s@<>()\"']+")
TOKEN = re.compile(r"\b(?:mdk|mdm|mdr)_\S+|[A-Za-z0-9_\-]{20,}")
NUMBER = re.compile(r"\+?\d[\d \-]{2,}\d")
"Four digits are a PIN already."
REMARK = re.compile(r"#[^\n]*")


def scrubbed(text: str) -> str:
    """The words of an error, without what is quoted, addresses, keys and numbers of four digits or more."""
    for pattern in (QUOTED, DETAIL, ADDRESS, TOKEN, NUMBER):
        text = pattern.sub(GONE, text)
    return text


def outline(document: str) -> str:
    """A GraphQL document without the values that are written into it, in one line."""
    return " ".join(NUMBER.sub(GONE, REMARK.sub("", QUOTED.sub(GONE, document))).split())
