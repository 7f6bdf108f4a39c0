"""Files of an answer that is written at the desk: sent in with the form, kept while something else of it is refused."""

from dataclasses import dataclass

from starlette.datastructures import FormData, UploadFile

from admin_ui.visits import Visit
from rules.attachments import LARGEST, MOST, PICTURES
from rules.refusals import Refused

TOGETHER = 1_000
"Characters that stand for one kept file in a form."


@dataclass(frozen=True)
class Kept:
    """A file that was sent in and goes with the next try."""

    key: str
    name: str

    @property
    def value(self) -> str:
        return f"{self.key} {self.name}"


def kept_before(form: FormData) -> list[Kept]:
    """Those of an earlier try that are still wanted."""
    said = [str(one)[:TOGETHER].partition(" ") for name, one in form.multi_items() if name == "kept"]
    return [Kept(key, name) for key, _, name in said if key.startswith("att_")][:MOST]


async def keep(visit: Visit, form: FormData) -> tuple[list[Kept], list[str]]:
    """What goes with the message, and why something else does not."""
    uploads = visit.request.app.state.attachments
    found, wrong = kept_before(form), []
    for name, file in form.multi_items():
        if name != "files" or not isinstance(file, UploadFile) or not file.filename:
            continue
        try:
            key = await uploads.keep(visit.viewer, file.filename, await file.read(LARGEST + 1))
        except Refused as refused:
            wrong.append(uploads.said(refused, visit.language))
        else:
            found.append(Kept(key, file.filename))
    return found, wrong


def is_picture(media_type: str) -> bool:
    return media_type in PICTURES
