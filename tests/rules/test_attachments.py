"""Files are what their content shows, and go under names that do no harm."""

from io import BytesIO
from zipfile import ZipFile

import pytest

from rules.attachments import LARGEST, UNKNOWN, checked, kind_of, plain_name, received
from rules.refusals import Refused

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 20
JPEG = b"\xff\xd8\xff\xe0" + b"\0" * 20
PDF = b"%PDF-1.7\n1 0 obj"


def packed(*names: str, **texts: str) -> bytes:
    made = BytesIO()
    with ZipFile(made, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
        for name, text in texts.items():
            archive.writestr(name, text)
    return made.getvalue()


DOCX = packed("[Content_Types].xml", "word/document.xml")
KINDS = [
    ("a.png", PNG, "image/png"), ("a.JPG", JPEG, "image/jpeg"), ("a.gif", b"GIF89a\1\0\1\0", "image/gif"),
    ("a.webp", b"RIFF\0\0\0\0WEBPVP8 ", "image/webp"), ("a.heic", b"\0\0\0\x18ftypheic", "image/heic"),
    ("a.pdf", PDF, "application/pdf"), ("a.mp4", b"\0\0\0\x18ftypmp42", "video/mp4"),
    ("a.mov", b"\0\0\0\x14ftypqt  ", "video/quicktime"), ("a.wav", b"RIFF\0\0\0\0WAVEfmt ", "audio/wav"),
    ("a.txt", "Hello, 会员".encode(), "text/plain"), ("a.txt", "积分没到账".encode("gb18030"), "text/plain"),
    ("a.csv", b"a,b\n1,2\n", "text/csv"),
    ("a.docx", DOCX, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    ("a.odt", packed(mimetype="application/vnd.oasis.opendocument.text"), "application/vnd.oasis.opendocument.text"),
]  # fmt: skip
HARMFUL = [
    ("run.exe", b"MZ\x90\0\3"), ("run.sh", b"#!/bin/sh\nrm"), ("page.html", b"<html><script>1</script>"),
    ("picture.svg", b"<svg onload='1'/>"), ("picture.svg", b'\xef\xbb\xbf <?xml version="1.0"?><svg/>'),
    ("macro.docx", packed("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin")),
    ("any.zip", packed("a.txt")), ("old.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), ("a.txt", b"a\0b"),
    ("half.docx", DOCX[:40]), ("a.js", b"alert(1)"), ("torn.txt", b"\xff\xfe\xfd"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "content", "kind"), KINDS)
def test_a_file_is_taken_for_what_its_content_shows(name: str, content: bytes, kind: str) -> None:
    assert checked(name, content).media_type == kind


@pytest.mark.parametrize(("name", "content"), HARMFUL)
def test_what_could_run_cannot_be_sent(name: str, content: bytes) -> None:
    with pytest.raises(Refused) as refused:
        checked(name, content)
    assert refused.value.path == ("attachmentIds",)
    assert name in refused.value.message


def test_a_name_that_says_something_else_is_refused_with_the_right_ending() -> None:
    with pytest.raises(Refused, match=r"ends in \.pdf"):
        checked("invoice.png", PDF)


@pytest.mark.parametrize(("content", "said"), [(b"", "is empty"), (b"x" * (LARGEST + 1), "8.0 MB")])
def test_nothing_and_too_much_are_refused(content: bytes, said: str) -> None:
    with pytest.raises(Refused, match=said):
        checked("a.txt", content)


@pytest.mark.parametrize(("name", "content"), HARMFUL)
def test_what_came_by_mail_is_kept_under_a_name_that_nothing_runs(name: str, content: bytes) -> None:
    file = received(name, content)
    assert (file.media_type, file.content) == (UNKNOWN, content)
    assert file.name == f"{name}.bin"


def test_a_picture_that_is_named_as_a_program_gets_its_own_ending() -> None:
    assert received("cute.exe", PNG).name == "cute.exe.png"


@pytest.mark.parametrize(("name", "shown"), [
    ("../../etc/passwd", "passwd"), ("C:\\Temp\\a.png", "a.png"), ("a\u202egnp.exe", "agnp.exe"),
    ("a\r\nb: c.txt", "ab c.txt"), ("  .hidden ", "hidden"), ("", ""), ("发票 2026.pdf", "发票 2026.pdf"),
    ("x" * 300 + ".pdf", "x" * 116 + ".pdf"),
])  # fmt: skip
def test_a_name_leads_nowhere_and_hides_nothing(name: str, shown: str) -> None:
    assert plain_name(name) == shown


def test_a_packed_file_is_never_unpacked() -> None:
    """A list that names a part of nearly nothing which would become a gigabyte is looked at, not read."""
    bomb = packed("[Content_Types].xml", **{"word/document.xml": "0" * 5_000_000})
    assert kind_of(bomb).endswith("wordprocessingml.document")
