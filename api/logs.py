"""What the process says: one line per event, as text or as JSON."""

import json
import logging
import sys
import traceback
from datetime import UTC, datetime
from typing import Any

from rules.scrubbing import scrubbed

LONGEST = 2_000
"A line never grows with the request that caused it."


class Scrubbing(logging.Formatter):
    """Says where something failed and of what kind, but not with which values."""

    def formatException(self, ei: Any) -> str:
        return "".join(_told(ei[1])).rstrip()


class AsJson(Scrubbing):
    def format(self, record: logging.LogRecord) -> str:
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        line = {"at": at, "level": record.levelname, "logger": record.name, "message": record.getMessage()[:LONGEST]}
        if record.exc_info:
            line["error"] = self.formatException(record.exc_info)[-LONGEST:]
        return json.dumps(line, ensure_ascii=False)


class AsText(Scrubbing):
    def formatMessage(self, record: logging.LogRecord) -> str:
        """A caller's text begins no line of its own."""
        record.message = "".join(c if c.isprintable() else repr(c)[1:-1] for c in record.message)
        return super().formatMessage(record)

    def format(self, record: logging.LogRecord) -> str:
        return super().format(record)[: 2 * LONGEST]


def _told(error: BaseException) -> list[str]:
    cause = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    before = [*_told(cause), "This led to:\n"] if cause is not None else []
    said = f"{type(error).__module__}.{type(error).__qualname__}: {scrubbed(str(error))}\n"
    return [*before, *traceback.format_tb(error.__traceback__), said]


def configure(form: str) -> None:
    """Sends everything of ours, and warnings of others, to standard error."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(AsJson() if form == "json" else AsText("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(logging.WARNING)
    logging.getLogger("memberdesk").setLevel(logging.INFO)
