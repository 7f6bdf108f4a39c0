"""Which fields of a type the caller may give to a mutation."""

from collections.abc import Mapping
from typing import Any

from resolvers.planner.catalog import Catalog
from rules.permissions import Access
from rules.refusals import Detail, ErrorCode, Refused

KEPT_AS = {"custom": "attributes"}
"Fields that are read under another name than they are written."


def check_writable(catalog: Catalog, access: Access, writes: Mapping[str, str], given: Mapping[str, Any]) -> None:
    """Raises Refused that names every field which was given and may not be written."""
    for argument, type_name in writes.items():
        missing = [name for name in given.get(argument) or {} if not _may_write(catalog, access, type_name, name)]
        if missing:
            raise Refused(
                ErrorCode.FORBIDDEN,
                "Your roles may not change {fields}. Leave it out, or ask somebody who may.",
                (argument, missing[0]),
                Detail(missing=tuple(f"{type_name}.{name}" for name in missing)),
                fields=", ".join(missing),
            )


def _may_write(catalog: Catalog, access: Access, type_name: str, name: str) -> bool:
    """What an input has and the type has not belongs to no field, and the verb decides."""
    field = KEPT_AS.get(name, name.removesuffix("Code"))
    spec = catalog.specs.get((type_name, field))
    return spec is None or access.facets(type_name, field, spec.sensitivity).write
