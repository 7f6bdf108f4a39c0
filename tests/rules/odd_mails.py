"""Mails as mailers, machines and attackers write them, and what each becomes."""

from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass, field
from quopri import encodestring
from typing import Any

LI = b"From: =?gb2312?B?wO7EyA==?= <li@example.com>\r\nTo: desk@example.org\r\nMessage-ID: <1@example.com>\r\n"
ANA = b"From: Ana <ana@example.com>\r\nTo: desk@example.org\r\nMessage-ID: <2@example.com>\r\n"
PNG = b"\x89PNG\r\n\x1a\n" + bytes(20)
HELLO = "积分没到账，请查一下。"


@dataclass(frozen=True)
class Odd:
    """`expects` are the parts of the letter that are compared; `reason` is why it is stopped."""

    name: str
    raw: bytes = field(repr=False)
    expects: dict[str, Any]
    reason: str | None = None


def plain(body: bytes, *heads: bytes, kind: bytes = b"text/plain; charset=utf-8", by: bytes = ANA) -> bytes:
    said = b"".join(head + b"\r\n" for head in (*heads, b"Content-Type: " + kind))
    return by + said + b"\r\n" + body


def encoded(text: str, charset: str, way: str = "base64", said: str | None = None) -> bytes:
    content = text.encode(charset)
    body = b64encode(content) if way == "base64" else encodestring(content) if way == "quoted-printable" else content
    kind = f"text/plain; charset={said or charset}".encode()
    return plain(body, b"Subject: x", b"Content-Transfer-Encoding: " + way.encode(), kind=kind)


def parts(kind: bytes, *inner: bytes, heads: bytes = b"Subject: x\r\n") -> bytes:
    body = b"".join(b"--sep\r\n" + one + b"\r\n" for one in inner)
    return ANA + heads + b"Content-Type: multipart/" + kind + b'; boundary="sep"\r\n\r\n' + body + b"--sep--\r\n"


def part(kind: bytes, body: bytes, *heads: bytes) -> bytes:
    return b"".join(head + b"\r\n" for head in (b"Content-Type: " + kind, *heads)) + b"\r\n" + body


def coded(kind: bytes, content: bytes, *heads: bytes) -> bytes:
    return part(kind, b64encode(content), b"Content-Transfer-Encoding: base64", *heads)


TEXT = part(b"text/plain; charset=utf-8", b"The plain one")
HTML = part(b"text/html; charset=utf-8", b"<p>The <b>rich</b> one</p>")
DOWN = b"Hello again\r\n\r\n"


def charsets() -> Iterator[Odd]:
    for charset, said in (
        ("gb2312", "gb2312"), ("gbk", "GBK"), ("gb18030", "gb18030"), ("gbk", "x-gbk"), ("utf-8", "UTF8"),
        ("gb18030", "no-such-charset"),
    ):  # fmt: skip
        yield Odd(f"Chinese in {said}", encoded(HELLO, charset, said=said), {"text": HELLO})
    yield Odd("Chinese in Big5", encoded("點數沒有入帳", "big5"), {"text": "點數沒有入帳"})
    yield Odd("GBK letters that say GB2312", encoded("镕基", "gbk", said="gb2312"), {"text": "镕基"})
    yield Odd("Chinese by quoted-printable", encoded(HELLO, "gb18030", "quoted-printable"), {"text": HELLO})
    yield Odd("eight bits that say seven", encoded(HELLO, "utf-8", "7bit", "us-ascii"), {"text": HELLO})
    yield Odd("latin letters that say nothing", plain(b"Caf\xe9", kind=b"text/plain"), {"text": "Café"})
    yield Odd(
        "a curly quote that says latin1", encoded("\u201chi\u201d", "cp1252", said="iso-8859-1"), {"text": "“hi”"}
    )
    yield Odd("no body encoding that is known", encoded("Hi", "utf-8", "x-uuencode-2"), {"text": "Hi"})


def headers() -> Iterator[Odd]:
    cut = HELLO.encode("gb2312")
    split = b"".join(b" =?gb2312?B?" + b64encode(half) + b"?=\r\n" for half in (cut[:5], cut[5:])).rstrip()
    yield Odd("a letter cut in two between words", plain(b"x", b"Subject:" + split), {"subject": HELLO})
    yield Odd("a subject of bare GBK bytes", plain(b"x", b"Subject: " + HELLO.encode("gbk")), {"subject": HELLO})
    yield Odd(
        "a subject in quoted words", plain(b"x", b"Subject: =?utf-8?Q?Caf=C3=A9_=26_more?="), {"subject": "Café & more"}
    )
    yield Odd("a word that is no base64", plain(b"x", b"Subject: =?utf-8?B?%%%?="), {"text": "x"})
    yield Odd("a sender by GB2312", LI + b"Subject: x\r\n\r\nhi", {"sender": "li@example.com", "sender_name": "李娜"})
    yield Odd("no subject", plain(b"Hi"), {"subject": "", "text": "Hi"})
    yield Odd("a folded subject with tabs", plain(b"x", b"Subject: One\r\n\ttwo"), {"subject": "One two"})
    yield Odd("line ends of unix", plain(b"a\nb").replace(b"\r\n", b"\n"), {"text": "a\nb"})
    yield Odd(
        "a header without a colon", ANA + b"This is broken\r\nSubject: x\r\n\r\nbody", {"sender": "ana@example.com"}
    )
    yield Odd(
        "a sender without an address, with one to answer", b"From: undisclosed\r\nSender: bo@example.com\r\n\r\nhi",
        {"sender": "bo@example.com", "text": "hi"},
    )  # fmt: skip
    yield Odd("two senders", b"From: A <a@example.com>, B <b@example.com>\r\n\r\nhi", {"sender": "a@example.com"})


def bodies() -> Iterator[Odd]:
    yield Odd("two forms of the words", parts(b"alternative", TEXT, HTML), {"text": "The plain one", "files": []})
    empty = part(b"text/plain", b" ")
    yield Odd("a plain form that is empty", parts(b"alternative", empty, HTML), {"text": "The rich one"})
    script = (
        b"<html><head><title>t</title><style>p{}</style></head><body onload=a()><script>alert('x')</script>Hi<br>you"
    )
    yield Odd("HTML with scripts", plain(script, kind=b"text/html"), {"text": "Hi\nyou"})
    hidden = b"<p>Hi</p><svg><script>1</script></svg><iframe src=x>no</iframe><a href='javascript:1'>go</a>"
    yield Odd("HTML with other ways to run", plain(hidden, kind=b"text/html"), {"text": "Hi\n\ngo"})
    link = b"<a href='https://shop.example/1'>my order</a>"
    yield Odd("a link", plain(link, kind=b"text/html"), {"text": "my order (https://shop.example/1)"})
    yield Odd("HTML that never ends", plain(b"<div>" * 3000 + b"deep", kind=b"text/html"), {"text": "deep"})
    gb = "<p>会员</p>".encode("gb18030")
    yield Odd("HTML in GB18030", plain(gb, kind=b"text/html; charset=gb2312"), {"text": "会员"})
    nested = part(b'multipart/alternative; boundary="in"', b"--in\r\n" + TEXT + b"\r\n--in\r\n" + HTML + b"\r\n--in--")
    yield Odd(
        "forms inside of a mix", parts(b"mixed", nested, coded(b"image/png; name=a.png", PNG)),
        {"text": "The plain one", "files": [("a.png", "image/png")]},
    )  # fmt: skip
    flowed = b"One line that \r\ngoes on.\r\n\r\n-- \r\nAna"
    yield Odd(
        "flowed words", plain(flowed, kind=b"text/plain; format=flowed"), {"text": "One line that goes on.\n\n-- \nAna"}
    )
    yield Odd("a torn end", parts(b"mixed", TEXT).replace(b"--sep--\r\n", b""), {"text": "The plain one"})
    yield Odd("a zero byte", plain(b"a\x00b\x07c"), {"text": "abc"})
    yield Odd("no boundary", plain(b"just words", kind=b"multipart/mixed"), {"sender": "ana@example.com"})


def files() -> Iterator[Odd]:
    named = b"Content-Disposition: attachment; filename*=gb18030''%B7%A2%C6%B1.pdf"
    yield Odd(
        "a name by RFC 2231", parts(b"mixed", TEXT, coded(b"application/pdf", b"%PDF-1.4", named)),
        {"files": [("发票.pdf", "application/pdf")]},
    )  # fmt: skip
    word = b'Content-Disposition: attachment; filename="=?GBK?B?t6LGsS5wZGY=?="'
    yield Odd(
        "a name by an encoded word", parts(b"mixed", TEXT, coded(b"application/pdf", b"%PDF-1.4", word)),
        {"files": [("发票.pdf", "application/pdf")]},
    )  # fmt: skip
    bare = b'Content-Disposition: attachment; filename="' + "发票.pdf".encode("gbk") + b'"'
    yield Odd(
        "a name of bare bytes", parts(b"mixed", TEXT, coded(b"application/pdf", b"%PDF-1.4", bare)),
        {"files": [("发票.pdf", "application/pdf")]},
    )  # fmt: skip
    tnef = coded(b"application/ms-tnef; name=winmail.dat", b"\x78\x9f\x3e\x22")
    yield Odd("winmail.dat", parts(b"mixed", TEXT, tnef), {"files": [("winmail.dat.bin", "application/octet-stream")]})
    picture = coded(b"image/png", PNG, b"Content-ID: <logo@x>", b"Content-Disposition: inline; filename=logo.png")
    seen = part(b"text/html", b"<p>See <img src='cid:logo@x' alt='logo'></p>")
    yield Odd("a picture in the words", parts(b"related", seen, picture), {
        "text": "See [logo]", "files": [("logo.png", "image/png")],
    })  # fmt: skip
    inner = part(b"message/rfc822", b"From: x@example.com\r\nSubject: Old one\r\n\r\nThe inner words")
    yield Odd("a mail in a mail", parts(b"mixed", TEXT, inner), {
        "text": "The plain one", "files": [("Old one.eml.bin", "application/octet-stream")],
    })  # fmt: skip
    path = b'Content-Disposition: attachment; filename="../../etc/x.exe"'
    yield Odd("a program with a path", parts(b"mixed", TEXT, coded(b"image/png", b"MZ\x90\0", path)), {
        "files": [("x.exe.bin", "application/octet-stream")],
    })  # fmt: skip
    alone = ANA + b"Subject: x\r\n" + coded(b"image/png; name=only.png", PNG)
    yield Odd("a picture and no word", alone, {"text": "", "files": [("only.png", "image/png")]})


def quotes() -> Iterator[Odd]:
    english = DOWN + b"On Mon, 2 Mar 2026 at 10:00, Desk <desk@example.org> wrote:\r\n> We look.\r\n> Ana"
    yield Odd("an answer above a quote", plain(english), {"text": "Hello again", "quoted": (
        "On Mon, 2 Mar 2026 at 10:00, Desk <desk@example.org> wrote:\n> We look.\n> Ana"
    )})  # fmt: skip
    chinese = f"收到\n\n------------------ 原始邮件 ------------------\n发件人: 客服\n{HELLO}".encode()
    yield Odd("an answer from a Chinese mailer", plain(chinese), {"text": "收到"})
    outlook = DOWN + b"_" * 32 + b"\r\nFrom: Desk\r\nSent: Monday\r\nTo: Ana\r\nSubject: x\r\n\r\nOld"
    yield Odd("an answer from Outlook", plain(outlook), {"text": "Hello again"})
    inside = b"> Which card?\r\nThe blue one\r\n> Since when?\r\nMay"
    yield Odd("answers between the lines", plain(inside), {"quoted": "", "text": inside.replace(b"\r", b"").decode()})
    only = b"On Mon, 2 Mar 2026, Desk wrote:\r\n> All of it"
    yield Odd("nothing but a quote", plain(only), {"quoted": "", "text": only.replace(b"\r", b"").decode()})


def machines() -> Iterator[Odd]:
    for name, head, reason in (
        ("an absence note by RFC 3834", b"Auto-Submitted: auto-replied", "AUTO_REPLY"),
        ("an absence note of old", b"Precedence: auto_reply", "AUTO_REPLY"),
        ("an absence note by its subject", "Subject: 自动回复: 外出".encode(), "AUTO_REPLY"),
        ("an absence note by X-Autoreply", b"X-Autoreply: yes", "AUTO_REPLY"),
        ("a mail of a list", b"List-Id: <news.example.com>", "LIST"),
        ("a bulk mail", b"Precedence: bulk", "LIST"),
        ("a mail of our own", b"X-Loop: DESK@example.org", "LOOP"),
        ("an empty way back", b"Return-Path: <>", "BOUNCE"),
        ("somebody who says that he is no machine", b"Auto-Submitted: no", None),
    ):
        yield Odd(name, plain(b"words", head), {"text": "words"}, reason)
    daemon = b"From: MAILER-DAEMON@mx.example.com\r\nSubject: failed\r\n"
    yield Odd("a note of a mail server", daemon + b"\r\nNo such user", {"text": "No such user"}, "BOUNCE")
    report = parts(b"report; report-type=delivery-status", TEXT, part(b"message/delivery-status", b"Action: failed"))
    yield Odd("a report that nothing was delivered", report, {"sender": "ana@example.com"}, "BOUNCE")
    own = b"From: Desk <desk@example.org>\r\nSubject: x\r\n\r\nours"
    yield Odd("a mail from our own address", own, {"text": "ours"}, "LOOP")


BROKEN = {
    "nothing": b"", "no sender": b"Subject: x\r\n\r\nwords", "a sender who is nobody": b"From: <>\r\n\r\nwords",
    "noise": bytes(range(256)) * 4, "nothing in it": ANA + b"\r\n",
    "a thousand parts": parts(b"mixed", *[TEXT] * 1000),
    "parts that lie too deep": ANA + b"".join(
        f'Content-Type: multipart/mixed; boundary="b{n}"\r\n\r\n--b{n}\r\n'.encode() for n in range(60)
    ) + b"\r\nhi",
}  # fmt: skip
ODD = [*charsets(), *headers(), *bodies(), *files(), *quotes(), *machines()]
