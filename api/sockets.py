"""How many WebSockets are open, and how much comes over one."""

from collections import Counter
from time import monotonic

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.requests import LARGEST_BODY
from rules.rates import Bucket

MOST = 2_000
MOST_OF_CALLER = 100
MOST_OF_PROGRAM = 1_000
"Open sockets: of a process, of a person or member, of a program (which speaks for many)."
MESSAGES_PER_MINUTE = 1_200
LATER, TOO_LARGE, TOO_MANY = 1013, 1009, 4429
"Codes of closing: try again later, a message is too large, too many messages or sockets."


class BoundedSockets:
    """Around what answers over WebSockets; everything else goes through untouched."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._open = 0
        self._of_caller: Counter[str] = Counter()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "websocket":
            return await self._app(scope, receive, send)
        if self._open >= MOST:
            await receive()
            return await send({"type": "websocket.close", "code": LATER})
        state = scope.setdefault("state", {})
        state["sockets"] = self
        self._open += 1
        try:
            return await self._app(scope, _bounded(receive, send), send)
        finally:
            self._open -= 1
            if identity := state.get("socket_of"):
                self._of_caller[identity] -= 1
                self._of_caller += Counter()

    def admits(self, scope: Scope, kind: str, identity: str) -> bool:
        """Counts a socket for whoever it belongs to, once he is known; False if he has too many."""
        state = scope["state"]
        if "socket_of" in state:
            return True
        if self._of_caller[identity] >= (MOST_OF_PROGRAM if kind == "CLIENT" else MOST_OF_CALLER):
            return False
        self._of_caller[identity] += 1
        state["socket_of"] = identity
        return True


def _bounded(receive: Receive, send: Send) -> Receive:
    bucket = Bucket(MESSAGES_PER_MINUTE, MESSAGES_PER_MINUTE, monotonic())

    async def bounded() -> Message:
        message = await receive()
        if message["type"] != "websocket.receive":
            return message
        size = len(message.get("text") or message.get("bytes") or "")
        code = TOO_LARGE if size > LARGEST_BODY else TOO_MANY if bucket.take(1, monotonic()) else 0
        if not code:
            return message
        await send({"type": "websocket.close", "code": code})
        return {"type": "websocket.disconnect", "code": code}

    return bounded
