"""What of members was shown to whom beyond what their roles see, and who looks with the eyes of another."""

from tortoise import Model, fields

from models import columns
from rules.disclosures import DisclosureKind


class Disclosure(Model):
    """`viewer` is the identity for which a masked field is shown until then; `row_key` the row that has the field."""

    id = columns.key()
    kind = columns.one_of(DisclosureKind)
    member = columns.belongs_to("Member")
    viewer = columns.text(300)
    actor = columns.text()
    roles = columns.text(300, default="", db_default="")
    staff = columns.belongs_to("Staff", null=True)
    session = columns.belongs_to("StaffSession", null=True, on_delete=fields.SET_NULL)
    type_name = columns.text(64, null=True)
    row_key = fields.UUIDField(null=True)
    field = columns.text(64, null=True)
    ticket = columns.belongs_to("Ticket", null=True)
    reason = columns.text(500, default="", db_default="")
    at = columns.moment()
    until = columns.moment(null=True)

    class Meta:
        table = "disclosure"
        indexes = [("member_id", "at", "id"), ("staff_id",), ("session_id",), ("ticket_id",)]


class ViewAs(Model):
    """A session whose viewer is, until then, another person or a role."""

    id = columns.key()
    session = columns.belongs_to("StaffSession", null=True, on_delete=fields.SET_NULL)
    staff = columns.belongs_to("Staff")
    as_staff = columns.belongs_to("Staff", null=True)
    as_role = columns.belongs_to("Role", null=True, on_delete=fields.CASCADE)
    reason = columns.text(500)
    at = columns.moment()
    until = columns.moment()
    ended_at = columns.moment(null=True)

    class Meta:
        table = "view_as"
        indexes = [("session_id",), ("staff_id",), ("as_staff_id",), ("as_role_id",)]
