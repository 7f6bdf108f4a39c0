"""Trusted documents: a request may name one by its hash, and some programs may ask nothing else."""

import asyncio
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Any
from uuid import UUID

import orjson

from actions import documents
from api.answering import Desk, Failed
from api.callers import Caller, Callers, Program
from resolvers.planner.errors import BadRequest
from rules.documents import hash_of, is_named, named

NOT_TRUSTED = "DOCUMENT_NOT_TRUSTED"
UNKNOWN = "This program has registered no such document. Register it first, then ask again."
UNTRUSTED = "This program may ask registered documents only, and this is none of them, to the letter."
PROGRAMS = 256
"Programs whose documents a process remembers."
KEPT = """
    SELECT json_build_object('stamp', client.documents_stamp, 'texts', (
        SELECT coalesce(json_object_agg(sha256, text), '{}') FROM trusted_document WHERE client_id = client.id))::text
    FROM api_client client WHERE client.id = $1
"""


@dataclass(frozen=True, slots=True)
class Documents:
    """Of one program, by their hashes, as they were when it had this stamp."""

    stamp: int
    texts: Mapping[str, str]


NONE = Documents(0, {})


class Trusted:
    """Remembers documents until the stamp that comes with the caller is newer: a request costs no statement."""

    def __init__(self, desk: Desk, callers: Callers) -> None:
        self._desk = desk
        self._callers = callers
        self._known: OrderedDict[UUID, Documents] = OrderedDict()
        self._noted: set[tuple[UUID, str]] = set()
        self._noted_on = date.min
        self._turn = asyncio.Lock()

    async def resolved(self, caller: Caller, asked: Any) -> Any:
        """A request with the text of the document that it names. Raises Failed, also for a text that is not trusted."""
        if not isinstance(asked, dict):
            return asked
        if not is_named(asked):
            await self.check(caller, asked.get("query"))
            return asked
        key = named(asked)
        if key is None:
            message = "A document is named by its SHA-256: sha256: and 64 hexadecimal digits."
            raise Failed([BadRequest(message)], 400)
        text = (await self._documents(caller)).texts.get(key)
        if text is None:
            raise self._refused(caller, UNKNOWN)
        self._note(caller.program, key)
        return asked | {"query": text}

    async def check(self, caller: Caller, query: Any) -> None:
        """Raises Failed if the program may ask registered documents only, and this is none."""
        program = caller.program
        if program is None or (program.stamp == 0 and not program.only_trusted):
            return
        key = hash_of(query) if isinstance(query, str) else ""
        if key in (await self._documents(caller)).texts:
            self._note(program, key)
        elif program.only_trusted:
            raise self._refused(caller, UNTRUSTED)

    async def _documents(self, caller: Caller) -> Documents:
        """Raises Failed if the database is away."""
        program = caller.program
        if program is None or program.stamp == 0:
            return NONE
        known = self._known.get(program.key)
        if known is not None and known.stamp >= program.stamp:
            return known
        async with self._turn:
            known = self._known.get(program.key)
            if known is None or known.stamp < program.stamp:
                with self._desk.worded(""):
                    known = await self._read(program)
        return known

    async def _read(self, program: Program) -> Documents:
        found = await self._callers.ask(KEPT, [program.key])
        known = self._known[program.key] = Documents(**orjson.loads(found)) if found else NONE
        self._known.move_to_end(program.key)
        if len(self._known) > PROGRAMS:
            self._known.popitem(last=False)
        return known

    def _refused(self, caller: Caller, message: str) -> Failed:
        """It is paid for, as everything that is refused. Raises Failed instead if that cannot be paid any more."""
        self._desk.charge_refused(caller.view, caller.viewer)
        return Failed([BadRequest(message, NOT_TRUSTED)], 400)

    def _note(self, program: Program | None, key: str) -> None:
        """Once a day and process, beside the request."""
        assert program is not None
        today = datetime.now(self._desk.zone).date()
        if self._noted_on != today:
            self._noted, self._noted_on = set(), today
        if (program.key, key) not in self._noted:
            self._noted.add((program.key, key))
            self._callers.note(partial(documents.used, client=program.key, sha256=key, day=today))
