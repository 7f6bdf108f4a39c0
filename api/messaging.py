"""Hands text messages and app messages to whoever delivers them: one signed request for each."""

import hashlib
import hmac
import json
from datetime import UTC, datetime

import httpx

from actions.messages import Outgoing
from api.reaching import ask
from jobs.messages import NotTaken
from rules.reaching import NotReachable


class Carrier:
    """`signature` is HMAC-SHA256, in hex, of the time, a dot and the body, by the secret that both know."""

    def __init__(self, address: str, secret: str) -> None:
        self._address = address
        self._secret = secret.encode()

    async def __call__(self, message: Outgoing) -> None:
        """The key of the message goes along, so that one which is sent again after a lost answer can be told."""
        body = json.dumps(_told(message), ensure_ascii=False).encode()
        sent_at = datetime.now(UTC).isoformat(timespec="seconds")
        signature = hmac.new(self._secret, sent_at.encode() + b"." + body, hashlib.sha256).hexdigest()
        headers = {
            "content-type": "application/json", "memberdesk-time": sent_at, "memberdesk-signature": signature,
            "idempotency-key": str(message.id),
        }  # fmt: skip
        try:
            answer = await ask("POST", self._address, self._address, headers, content=body)
        except (httpx.HTTPError, NotReachable) as error:
            raise NotTaken(type(error).__name__) from None
        if not answer.is_success:
            raise NotTaken(f"HTTP {answer.status_code}")


def _told(message: Outgoing) -> dict[str, str | None]:
    return {
        "id": str(message.id), "channel": message.channel, "member": message.member_no, "phone": message.phone,
        "language": message.language, "subject": message.subject, "body": message.body,
    }  # fmt: skip
