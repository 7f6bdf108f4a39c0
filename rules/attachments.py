"""Files beside messages: what may be sent, told by their content, and the names that they are given out under."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from io import BytesIO
from zipfile import BadZipFile, ZipFile

from rules.refusals import ErrorCode, Refused

LARGEST = 8_000_000
"Bytes of one file."
MOST = 10
"Files of one message."
MOST_WAITING = 40
"Files that one person has sent in and not yet sent off with a message."
FORGOTTEN = timedelta(days=1)
"After so long a file that no message took is deleted."
LONGEST_NAME = 120
MAY_SEND = ("tickets.reply", "tickets.answer", "tickets.open")
"Whoever has one of these may send files in."
PATH = ("attachmentIds",)
MOST_PARTS = 5_000
"Of a packed document, whose list alone is looked at; nothing is unpacked."
UNKNOWN = "application/octet-stream"
PICTURES = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp"})
"Shown where they were said."
ENDINGS = {
    "image/png": ("png",), "image/jpeg": ("jpg", "jpeg", "jfif"), "image/gif": ("gif",), "image/webp": ("webp",),
    "image/heic": ("heic", "heif"), "application/pdf": ("pdf",), "text/plain": ("txt", "log", "md", "text"),
    "text/csv": ("csv",), "audio/mpeg": ("mp3",), "audio/wav": ("wav",), "audio/ogg": ("ogg", "oga", "opus"),
    "video/mp4": ("mp4", "m4v", "m4a"), "video/quicktime": ("mov",),
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ("docx",),
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ("xlsx",),
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": ("pptx",),
    "application/vnd.oasis.opendocument.text": ("odt",), "application/vnd.oasis.opendocument.spreadsheet": ("ods",),
}  # fmt: skip
"What is taken, by the kind that the content shows, with the endings of names that fit it; the first is the usual one."
BEGINNINGS = (
    (b"\x89PNG\r\n\x1a\n", "image/png"), (b"\xff\xd8\xff", "image/jpeg"), (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"), (b"%PDF-", "application/pdf"), (b"ID3", "audio/mpeg"), (b"\xff\xfb", "audio/mpeg"),
    (b"OggS", "audio/ogg"),
)  # fmt: skip
INSIDE = {
    (b"RIFF", b"WEBP"): "image/webp", (b"RIFF", b"WAVE"): "audio/wav",
}  # fmt: skip
FILMS = {b"heic": "image/heic", b"heix": "image/heic", b"mif1": "image/heic", b"qt  ": "video/quicktime"}
OFFICE = {"word/": "docx", "xl/": "xlsx", "ppt/": "pptx"}
OF_ENDING = {ending: kind for kind, endings in ENDINGS.items() for ending in endings}
MARKUP = re.compile(rb"\s*(?:\xef\xbb\xbf)?\s*(?:<|#!)")
HIDDEN = re.compile(r'[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\\/:*?"<>|]')
"Not in names: what directories are told by, and what turns the rest of a name around."


@dataclass(frozen=True, slots=True)
class File:
    """One file with the name that it is given out under; `media_type` is what the content shows."""

    name: str
    media_type: str
    content: bytes
    content_id: str | None = None
    "By which a mail speaks of a picture in it."


def checked(name: str, content: bytes) -> File:
    """A file that somebody chose to send. Raises Refused: empty, too large, of a kind that is not taken, misnamed."""
    shown = plain_name(name) or "file"
    _check_size(shown, len(content))
    kind = kind_of(content, ending_of(shown))
    if kind == UNKNOWN:
        message = "{name} cannot be sent. Pictures, PDF, texts, office documents without macros, sound and films can."
        raise Refused(ErrorCode.INVALID, message, PATH, name=shown)
    if ending_of(shown) not in ENDINGS[kind]:
        message = "{name} has the content of a file that ends in .{ending}. Save it as what it is, then send it."
        raise Refused(ErrorCode.INVALID, message, PATH, name=shown, ending=ENDINGS[kind][0])
    return File(shown, kind, content)


def received(name: str, content: bytes, content_id: str | None = None) -> File:
    """A file that came in by mail: kept whatever it is, under a name that no double click runs."""
    shown = plain_name(name) or "file"
    kind = kind_of(content, ending_of(shown))
    fitting = ENDINGS.get(kind, ("bin",))
    ends = ending_of(shown) in fitting
    return File(shown if ends else f"{shown}.{fitting[0]}", kind, content, content_id)


def check_count(count: int) -> None:
    if count > MOST:
        raise Refused(ErrorCode.INVALID, "A message takes at most {most} files.", PATH, most=MOST)


def check_waiting(waiting: int) -> None:
    if waiting >= MOST_WAITING:
        message = "{most} of your files wait to be sent with a message. Send them, or try again tomorrow."
        raise Refused(ErrorCode.LIMIT_REACHED, message, PATH, most=MOST_WAITING)


def kind_of(content: bytes, ending: str = "") -> str:
    """The media type that the content shows; of texts the ending of the name says which."""
    for beginning, kind in BEGINNINGS:
        if content.startswith(beginning):
            return kind
    inside = INSIDE.get((content[:4], content[8:12]))
    if inside:
        return inside
    if content[4:8] == b"ftyp":
        return FILMS.get(content[8:12], "video/mp4")
    if content.startswith(b"PK\x03\x04"):
        return _packed(content)
    return _text(content, ending)


def plain_name(name: str) -> str:
    """Without folders, controls and what turns letters around; its ending is kept if it is too long."""
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rpartition("/")[2]
    shown = " ".join(HIDDEN.sub("", last).split()).strip(". ")
    if len(shown) <= LONGEST_NAME:
        return shown
    ending = ending_of(shown)[:10]
    return f"{shown[: LONGEST_NAME - len(ending) - 1].rstrip()}.{ending}" if ending else shown[:LONGEST_NAME]


def ending_of(name: str) -> str:
    return name.rpartition(".")[2].lower() if "." in name else ""


def _check_size(name: str, size: int) -> None:
    if size == 0:
        raise Refused(ErrorCode.INVALID, "{name} is empty.", PATH, name=name)
    if size > LARGEST:
        message = "{name} has {size:.1f} MB; a file has at most {most:.0f} MB."
        raise Refused(ErrorCode.INVALID, message, PATH, name=name, size=size / 1e6, most=LARGEST / 1e6)


def _packed(content: bytes) -> str:
    """An office document without macros; anything else that is packed is unknown."""
    try:
        with ZipFile(BytesIO(content)) as packed:
            names = packed.namelist()
            first = packed.read("mimetype") if _is_small(packed, names) else b""
    except (BadZipFile, ValueError, OSError, NotImplementedError, RuntimeError, EOFError):
        return UNKNOWN
    if len(names) > MOST_PARTS or any(name.lower().endswith("vbaproject.bin") for name in names):
        return UNKNOWN
    if first.decode("ascii", "replace") in ENDINGS:
        return first.decode("ascii")
    return next(_office(names), UNKNOWN) if "[Content_Types].xml" in names else UNKNOWN


def _office(names: Sequence[str]) -> Iterator[str]:
    for folder, ending in OFFICE.items():
        if any(name.startswith(folder) for name in names):
            yield OF_ENDING[ending]


def _is_small(packed: ZipFile, names: Sequence[str]) -> bool:
    return "mimetype" in names and packed.getinfo("mimetype").file_size < 100


def _text(content: bytes, ending: str) -> str:
    """A text that no browser or shell would run: words in UTF-8 or a Chinese charset, no markup, no script."""
    is_plain = not MARKUP.match(content) and not re.search(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]", content)
    if not is_plain or not _decodes(content):
        return UNKNOWN
    kind = OF_ENDING.get(ending, "")
    return kind if kind.startswith("text/") else UNKNOWN


def _decodes(content: bytes) -> bool:
    for charset in ("utf-8", "gb18030", "big5"):
        try:
            content.decode(charset)
        except UnicodeDecodeError:
            continue
        return True
    return False
