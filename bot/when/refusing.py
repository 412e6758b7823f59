"""How the inside of this package says that something cannot be read."""

from bot.when.reading import Problem


class Unreadable(Exception):
    """Said by a rule, and turned into the reading's problem; nothing of it leaves the package."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.value)
        self.problem = problem
