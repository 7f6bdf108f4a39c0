"""What stands beside messages of tickets."""

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


MESSAGE = {"attachments": attachments}
