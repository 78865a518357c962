"""What is a period? Half open, [from, to), and `to` may be missing."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Period:
    """From `starts` (inside) to `ends` (outside; None: still open).

    >>> Period(date(2024, 2, 1), date(2024, 3, 1)).has(date(2024, 2, 29))
    True
    >>> Period(date(2024, 2, 1), date(2024, 3, 1)).has(date(2024, 3, 1))
    False
    """

    starts: date
    ends: date | None = None

    def __post_init__(self) -> None:
        if self.ends is not None and self.ends <= self.starts:
            raise ValueError(f"a period must end after it starts: {self.starts} … {self.ends}")

    def has(self, day: date) -> bool:
        """Whether the day lies in the period."""
        return self.starts <= day and (self.ends is None or day < self.ends)
