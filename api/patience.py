"""How long a connection is waited for: headers, bodies and readers that are slow are let go."""

from asyncio import AbstractEventLoop, Transport
from time import monotonic
from typing import ClassVar

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

HEADERS_SECONDS = 10.0
"From the opening of a connection, or the first byte of the next request, to the end of its headers."
BODY_SECONDS = 30.0
"From the first byte of a request to its last."
READER_SECONDS = 30.0
"For taking what waits to be sent (64 kB at most)."
MOST_HEADERS = 64 * 1024
SWEEP_SECONDS = 1.0
TOO_LONG = b"HTTP/1.1 431 Request Header Fields Too Large\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"


class Patient(HttpToolsProtocol):
    """Notes when something began; one sweep in a second looks at all connections, so no request pays for a timer."""

    _sweeping: ClassVar[set[int]] = set()

    def connection_made(self, transport: Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._begun: float | None = monotonic()
        self._has_headers = False
        self._size = 0
        self._unread_since: float | None = None
        if id(self.connections) not in self._sweeping:
            self._sweeping.add(id(self.connections))
            self.loop.call_later(SWEEP_SECONDS, _sweep, self.loop, self.connections)

    def data_received(self, data: bytes) -> None:
        if self._begun is None:
            self._begun, self._size = monotonic(), 0
        if not self._has_headers:
            self._size += len(data)
        super().data_received(data)
        if not self._has_headers and self._size > MOST_HEADERS and not self.transport.is_closing():
            self.transport.write(TOO_LONG)
            self.transport.close()

    def on_message_begin(self) -> None:
        self._has_headers = False
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        self._has_headers = True
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        self._begun, self._has_headers, self._size = None, False, 0
        super().on_message_complete()

    def resume_writing(self) -> None:
        self._unread_since = None
        super().resume_writing()

    def is_too_slow(self, now: float) -> bool:
        if self.transport.get_write_buffer_size() == 0:
            self._unread_since = None
        elif self._unread_since is None:
            self._unread_since = now
        elif now - self._unread_since > READER_SECONDS:
            return True
        if self._begun is None:
            return False
        return now - self._begun > (BODY_SECONDS if self._has_headers else HEADERS_SECONDS)


def _sweep(loop: AbstractEventLoop, connections: set[Patient]) -> None:
    """Until the last connection is gone; the next one begins it again."""
    now = monotonic()
    for connection in list(connections):
        if isinstance(connection, Patient) and connection.is_too_slow(now):
            connection.transport.abort()
    if connections:
        loop.call_later(SWEEP_SECONDS, _sweep, loop, connections)
    else:
        Patient._sweeping.discard(id(connections))
