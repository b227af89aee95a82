"""The lines of one block, counted."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Self

from bank_rs.data.fidelity.block import BLOCKS, Block
from bank_rs.data.fidelity.comparison import Comparison
from bank_rs.data.fidelity.subject import Subject


@dataclass(frozen=True, slots=True)
class Result:
    """What one block found.

    Attributes
    ----------
    block
        The block.
    lines
        Its comparisons.
    """

    block: Block
    lines: tuple[Comparison, ...]

    @classmethod
    def of(cls, block: Block, subject: Subject) -> Self:
        """Compare one block."""
        return cls(block, tuple(block.compare(subject)))

    @property
    def judged(self) -> list[Comparison]:
        """Lines that can fail, the most strained first."""
        lines = [line for line in self.lines if line.judged]
        return sorted(lines, key=lambda line: -line.strain)

    @property
    def failing(self) -> list[Comparison]:
        """Lines that are not met, the most strained first."""
        return [line for line in self.judged if not line.met]

    @property
    def counts(self) -> tuple[int, int, int]:
        """How many lines are judged, how many of them are met, and how many are told."""
        judged = len(self.judged)
        return judged, judged - len(self.failing), len(self.lines) - judged

    @property
    def worst(self) -> str:
        """The most strained line with its strain, or nothing."""
        return f"{self.judged[0].strain:.2f}, {self.judged[0].name}" if self.judged else ""


def totals(results: Sequence[Result]) -> tuple[int, ...]:
    """The counts of all blocks together."""
    return tuple(sum(column) for column in zip(*(r.counts for r in results), strict=True))


def compare(subject: Subject, on_block: Callable[[str], None] = lambda _: None) -> list[Result]:
    """Compare every block.

    Parameters
    ----------
    subject
        The panel.
    on_block
        Called with the name of each block before it is compared.
    """
    results = []
    for block in BLOCKS:
        on_block(block.name)
        results.append(Result.of(block, subject))
    return results
