"""The company as a tree of units, with stores and teams in it."""

from tortoise import Model, fields

from models import columns


class OrganizationUnit(Model):
    """A node of the tree platform → shop → store. `path` has every code from the root: 'and below' is a prefix."""

    id = columns.key()
    code = columns.code()
    name = columns.text()
    parent = columns.belongs_to("OrganizationUnit", null=True)
    path = fields.TextField()

    class Meta:
        table = "organization_unit"
        indexes = [("parent_id",)]


class Store(Model):
    id = columns.key()
    code = columns.code()
    name = columns.text()
    unit = columns.belongs_to("OrganizationUnit")
    is_active = columns.flag(True)

    class Meta:
        table = "store"
        indexes = [("unit_id",)]


class Team(Model):
    id = columns.key()
    code = columns.code()
    name = columns.text()
    is_active = columns.flag(True)

    class Meta:
        table = "team"


class TeamMember(Model):
    id = columns.key()
    team = columns.part_of("Team")
    staff = columns.part_of("Staff")

    class Meta:
        table = "team_member"
        unique_together = (("team_id", "staff_id"),)
        indexes = [("staff_id",)]
