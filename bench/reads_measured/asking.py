"""Single requests over one kept connection, for figures of latency and for comparing answers."""

from http.client import HTTPConnection
from time import perf_counter
from typing import Any
from urllib.parse import urlsplit

import orjson


class Asker:
    def __init__(self, url: str, token: str = "") -> None:
        parts = urlsplit(url)
        self._connection = HTTPConnection(parts.hostname or "127.0.0.1", parts.port, timeout=30)
        self._path = parts.path
        self._headers = {"Content-Type": "application/json"} | ({"Authorization": f"Bearer {token}"} if token else {})

    def raw(self, body: bytes) -> bytes:
        self._connection.request("POST", self._path, body, self._headers)
        return self._connection.getresponse().read()

    def ask(self, query: str, **variables: Any) -> Any:
        """The data. Raises RuntimeError if there are errors."""
        answer = orjson.loads(self.raw(orjson.dumps({"query": query, "variables": variables})))
        if answer.get("errors"):
            raise RuntimeError(answer["errors"][0]["message"])
        return answer["data"]

    def milliseconds(self, query: str, **variables: Any) -> float:
        """From request to the end of the answer."""
        body = orjson.dumps({"query": query, "variables": variables})
        begun = perf_counter()
        answer = self.raw(body)
        spent = (perf_counter() - begun) * 1000
        if b'"errors"' in answer[:12]:
            raise RuntimeError(answer[:300].decode())
        return spent

    def close(self) -> None:
        self._connection.close()
