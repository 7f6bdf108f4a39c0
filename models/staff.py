"""The people who work here, their roles and grants, and how they are let in."""

from tortoise import Model, fields

from models import columns


class Staff(Model):
    id = columns.key()
    username = columns.code()
    name = columns.text()
    email = columns.text(254, null=True)
    password_hash = columns.text(null=True)
    password_changed_at = columns.moment(null=True)
    store = columns.belongs_to("Store", null=True)
    unit = columns.belongs_to("OrganizationUnit", null=True)
    locale = columns.text(16, null=True)
    is_active = columns.flag(True)
    is_demo = columns.flag(False)
    created_at = columns.created()
    version = columns.version()

    class Meta:
        table = "staff"
        indexes = [("store_id",), ("unit_id",)]


class Role(Model):
    id = columns.key()
    code = columns.code()
    name = columns.text()
    description = fields.TextField(default="", db_default="")
    is_shipped = columns.flag(False)
    requires_totp = columns.flag(False)
    limits: dict = fields.JSONField(default=dict, db_default="{}")
    forced: dict = fields.JSONField(default=dict, db_default="{}")
    version = columns.version()

    class Meta:
        table = "role"


class StaffRole(Model):
    id = columns.key()
    staff = columns.part_of("Staff")
    role = columns.belongs_to("Role")

    class Meta:
        table = "staff_role"
        unique_together = (("staff_id", "role_id"),)
        indexes = [("role_id",)]


class TypeGrant(Model):
    """A type that a role may see, with the rows of it (a filter; null is all of them)."""

    id = columns.key()
    role = columns.part_of("Role")
    type_name = columns.text(64)
    scope: dict | None = fields.JSONField(null=True)

    class Meta:
        table = "type_grant"
        unique_together = (("role_id", "type_name"),)


class ClassGrant(Model):
    """What a role may do with the fields of one sensitivity class."""

    id = columns.key()
    role = columns.part_of("Role")
    sensitivity = columns.text(16)
    read = columns.text(8)
    may_filter = columns.flag(False)
    may_write = columns.flag(False)

    class Meta:
        table = "class_grant"
        unique_together = (("role_id", "sensitivity"),)


class FieldGrant(Model):
    """A refinement of the class grant for one field of one type."""

    id = columns.key()
    role = columns.part_of("Role")
    type_name = columns.text(64)
    field = columns.text(64)
    read = columns.text(8)
    may_filter = columns.flag(False)
    may_write = columns.flag(False)

    class Meta:
        table = "field_grant"
        unique_together = (("role_id", "type_name", "field"),)


class RolePermission(Model):
    """A verb that a role may use."""

    id = columns.key()
    role = columns.part_of("Role")
    permission = columns.text(64)

    class Meta:
        table = "role_permission"
        unique_together = (("role_id", "permission"),)


class StaffSession(Model):
    """A signed-in browser. The cookie holds the token; the table holds only its hash."""

    id = columns.key()
    token_hash = fields.BinaryField()
    staff = columns.part_of("Staff")
    csrf_token = columns.text(64)
    user_agent = columns.text(300, default="", db_default="")
    address = columns.text(64, default="", db_default="")
    method = columns.text(24, default="PASSWORD", db_default="PASSWORD")
    created_at = columns.created()
    last_used_at = columns.created()
    expires_at = columns.moment()
    ended_at = columns.moment(null=True)
    is_to_renew = columns.flag(False)
    previous_hash = fields.BinaryField(null=True)
    previous_until = columns.moment(null=True)

    class Meta:
        table = "staff_session"
        indexes = [("staff_id",)]


class AccessExample(Model):
    """What a role or a person sees or may do, and must go on to: of a field, of a row, or of a permission."""

    id = columns.key()
    role = columns.belongs_to("Role", null=True)
    staff = columns.part_of("Staff", null=True)
    type_name = columns.text(64, null=True)
    field = columns.text(64, null=True)
    row_name = columns.text(100, null=True)
    permission = columns.text(64, null=True)
    expects = columns.text(24)
    created_at = columns.created()

    class Meta:
        table = "access_example"
        indexes = [("role_id",), ("staff_id",)]
