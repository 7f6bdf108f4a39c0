"""Who is asking."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from rules.permissions import Access

MINUTES = 30
"How long somebody may look with the eyes of another."


@dataclass(frozen=True, slots=True)
class Acting:
    """Who really looks, while the viewer is somebody else or a role, and until when."""

    staff_id: str
    name: str
    until: datetime
    is_role: bool
    reason: str = ""

    @property
    def since(self) -> datetime:
        """When it began, at the earliest."""
        return self.until - timedelta(minutes=MINUTES)


@dataclass(frozen=True, slots=True)
class Viewer:
    """Staff in a browser, a program with a token, or a member through a token; never ambient, always a parameter.

    `kind` is STAFF, CLIENT or MEMBER. The ids are those of the rows that `$viewer.*` means in a row scope.
    """

    kind: str
    name: str
    roles: tuple[str, ...]
    access: Access
    fingerprint: str
    staff_id: str | None = None
    store_id: str | None = None
    unit_path: str | None = None
    member_id: str | None = None
    client_code: str | None = None
    device_id: str | None = None
    address: str = ""
    locale: str = "en"
    csrf_token: str = field(default="", repr=False)
    session_id: str | None = None
    revealed: tuple[tuple[str, UUID, datetime], ...] = ()
    "Masked fields that are shown for a minute: `Member.phone`, the key of the row, until when."

    acting: Acting | None = None

    @property
    def identity(self) -> str:
        """Who this is among all callers, for keys that each caller chooses freely."""
        if self.acting is not None:
            return f"STAFF:{self.acting.staff_id}:as"
        return f"{self.kind}:{self.staff_id or self.member_id or self.client_code or self.name}"
