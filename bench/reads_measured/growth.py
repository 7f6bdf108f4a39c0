"""What a hundred times the members cost: the same questions to databases of 20 thousand, 200 thousand and 2 million."""

from contextlib import ExitStack
from random import Random

from bench.load import Run, Target
from bench.reads_measured.ground import Ground
from bench.reads_sides.questions import questions
from bench.serving import memberdesk

Runs = dict[tuple[str, int], list[Run]]
"By question and number of members."


def measure(ground: Ground) -> Runs:
    """At 16 connections; the sizes of a question follow each other in random order."""
    urls = {members: ground.world(members) for members in ground.sizes}
    runs: Runs = {}
    with ExitStack() as stack:
        targets = {}
        for members, url in urls.items():
            address, pid = stack.enter_context(memberdesk(url, ground.folder))
            for question in questions(members):
                lines = ground.bodies(f"{question.name}-{members}", question.bodies())
                targets[question.name, members] = Target(str(members), address, pid, ground.token(url), lines)
        for target in targets.values():
            ground.measured(target, 16, 1)
        for key in _order(targets):
            runs.setdefault(key, []).append(ground.measured(targets[key], 16, 1 if ground.quick else 4))
    return runs


def _order(targets: dict[tuple[str, int], Target]) -> list[tuple[str, int]]:
    random = Random(11)
    names = sorted({name for name, _ in targets})
    sizes = sorted({members for _, members in targets})
    return [(name, members) for _ in range(3) for name in names for members in random.sample(sizes, len(sizes))]
