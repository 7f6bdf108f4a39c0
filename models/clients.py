"""Programs that come in over the API, and the tokens that they show."""

from tortoise import Model, fields

from models import columns


class ApiClient(Model):
    """A program. Its roles say what it may; `types` and `permissions` say what it may of that, null is all of it.

    `documents_stamp` counts how often its trusted documents changed.
    """

    id = columns.key()
    code = columns.code()
    name = columns.text()
    store = columns.belongs_to("Store", null=True)
    owner = columns.belongs_to("Staff", null=True)
    types: list | None = fields.JSONField(null=True)
    permissions: list | None = fields.JSONField(null=True)
    reads_only = columns.flag(False)
    origins: list = fields.JSONField(default=list, db_default="[]")
    limits: dict = fields.JSONField(default=dict, db_default="{}")
    expires_at = columns.moment(null=True)
    only_trusted = columns.flag(False)
    documents_stamp = fields.IntField(default=0, db_default=0)
    is_active = columns.flag(True)
    created_at = columns.created()
    version = columns.version()

    class Meta:
        table = "api_client"
        indexes = [("store_id",), ("owner_id",)]


class ApiClientRole(Model):
    id = columns.key()
    client = columns.part_of("ApiClient")
    role = columns.belongs_to("Role")

    class Meta:
        table = "api_client_role"
        unique_together = (("client_id", "role_id"),)
        indexes = [("role_id",)]


class ApiToken(Model):
    """A key of a program; only its hash is kept. `start` are its first letters, `member` whom it speaks for."""

    id = columns.key()
    client = columns.belongs_to("ApiClient")
    name = columns.text()
    start = columns.text(16, default="mdk_", db_default="mdk_")
    token_hash = fields.BinaryField()
    member = columns.belongs_to("Member", null=True)
    reads_only = columns.flag(False)
    created_by = columns.text(default="", db_default="")
    created_at = columns.created()
    expires_at = columns.moment(null=True)
    revoked_at = columns.moment(null=True)
    last_used_at = columns.moment(null=True)
    last_address = columns.text(64, null=True)

    class Meta:
        table = "api_token"
        indexes = [("client_id", "created_at"), ("member_id",)]


class TrustedDocument(Model):
    """An operation that a program has registered, known by the SHA-256 of its text in hexadecimal digits."""

    id = columns.key()
    client = columns.part_of("ApiClient")
    sha256 = columns.text(64)
    name = columns.text()
    text = fields.TextField()
    registered_at = columns.created()
    registered_by = columns.text(default="", db_default="")
    last_used_on = fields.DateField(null=True)

    class Meta:
        table = "trusted_document"
        unique_together = (("client_id", "sha256"),)
        indexes = [("client_id", "name", "id")]
