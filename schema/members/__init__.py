"""Members: the file of a person in the program, and how members are found."""

from schema.members.file import Member
from schema.members.finding import MemberBy, MemberOrder, MemberWhere

__all__ = ["Member", "MemberBy", "MemberOrder", "MemberWhere"]
