"""What can be wrong with a definition. Whoever writes definitions reads this, so it says the remedy."""

from __future__ import annotations


class DefinitionError(ValueError):
    """A register definition that cannot be used: which file, which entry of it, what, and the remedy."""

    code = "definition.invalid"

    def __init__(self, file: str, where: str, problem: str, remedy: str) -> None:
        self.file = file
        self.where = where
        self.problem = problem
        self.remedy = remedy
        super().__init__(f"{file}: {where}: {problem}; {remedy}.")
