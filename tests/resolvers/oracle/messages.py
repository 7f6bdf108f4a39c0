"""What stands beside messages of tickets, and the mails that carry them."""

from typing import Any


def attachments(look: Any, message: Any) -> list[Any]:
    found = sorted(look.rows.where("attachment", "message_id", message["id"]), key=lambda row: row["id"])
    return [
        {
            "id": f"att_{row['id']}", "name": row["name"], "mediaType": row["media_type"], "size": row["size"],
            "path": f"/files/attachments/msg_{message['id']}/att_{row['id']}",
        }
        for row in found
    ]  # fmt: skip


def carrier(column: str) -> Any:
    """Of the last mail that carries a message."""

    def answer(look: Any, message: Any) -> Any:
        found = look.rows.where("mail", "ticket_message_id", message["id"])
        return max(found, key=lambda row: row["id"])[column] if found else None

    return answer


MESSAGE = {"attachments": attachments, "delivery": carrier("status"), "deliveryError": carrier("error")}


def carried(look: Any, mail: Any) -> Any:
    """The ticket of the message that a mail carries."""
    message = look.rows.one("ticket_message", mail["ticket_message_id"])
    return message and look.thing("Ticket", message["ticket_id"])
