"""A process that does one job in small batches, for tests that kill it: `python -m tests.faults.one_worker URL JOB`."""

import asyncio
import sys
from uuid import UUID
from zoneinfo import ZoneInfo

from actions import expiry
from actions.jobs import Program
from actions.tiers import sweeping
from jobs.kinds import KINDS
from jobs.running import run

if __name__ == "__main__":
    expiry.BATCH = sweeping.BATCH = 10
    asyncio.run(run(sys.argv[1], UUID(sys.argv[2]), KINDS, Program("USD", ZoneInfo("UTC"))))
