"""What time is it? The only file that reads the time; everybody else is told."""

import json
import os
import tempfile
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Protocol
from zoneinfo import ZoneInfo

TAIPEI = "Asia/Taipei"
_OFFICE_OPENS = time(9)


class TimeRunsForward(ValueError):
    """A clock was asked to go back. What has fallen due cannot be undone, so no clock does."""

    def __init__(self, stands_at: datetime, asked: datetime) -> None:
        super().__init__(f"the clock stands at {stands_at.isoformat()}; it cannot go back to {asked.isoformat()}")


class Clock(Protocol):
    """Whoever can say what time it is."""

    def now(self) -> datetime:
        """This instant, aware, in UTC."""
        ...


class SystemClock:
    """The machine's own clock."""

    def now(self) -> datetime:
        """This instant, aware, in UTC."""
        return datetime.now(UTC)


class ManualClock:
    """A clock that a test sets."""

    def __init__(self, at: datetime | date) -> None:
        self._now = instant(at)

    def now(self) -> datetime:
        """Where the clock stands."""
        return self._now

    def set(self, at: datetime | date) -> None:
        """Stand at this instant, also an earlier one."""
        self._now = instant(at)

    def advance_to(self, at: datetime | date) -> None:
        """Stand at this later instant; TimeRunsForward for an earlier one."""
        self._now = _forward(self._now, instant(at))

    def advance(self, by: timedelta) -> None:
        """Move on by this much."""
        self._now = _forward(self._now, self._now + by)


class DemoClock:
    """A clock that stands where a small file says: the server and the command line share it."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._seen: tuple[int, int] | None = None
        self._now: datetime | None = None

    def now(self) -> datetime:
        """Where the clock stands. FileNotFoundError until it has been set once."""
        stat = self._path.stat()
        seen = (stat.st_mtime_ns, stat.st_ino)
        if self._now is None or seen != self._seen:
            self._now, self._seen = _read(self._path), seen
        return self._now

    def set(self, at: datetime | date) -> datetime:
        """Stand at this instant from now on; TimeRunsForward for one before where the clock stands."""
        asked = instant(at)
        if self._path.exists():
            _forward(self.now(), asked)
        _write(self._path, asked)
        return asked

    def advance(self, by: timedelta) -> datetime:
        """Move on by this much; TimeRunsForward for less than nothing."""
        return self.set(self.now() + by)


def clock_from(setting: str | None, path: Path | None) -> Clock:
    """The clock that `LTC_CLOCK` asks for: none: the machine's; a date or an instant: a demo clock that begins there.

    A demo clock whose file exists stays where it stood, so that a second start finds its own time again.
    """
    if not setting:
        return SystemClock()
    begins = parse_instant(setting)
    if path is None:
        return ManualClock(begins)
    clock = DemoClock(path)
    if not path.exists():
        clock.set(begins)
    return clock


def parse_instant(text: str) -> datetime:
    """An instant from `2024-02-05` (09:00 in Taipei) or ISO 8601; without an offset it is Taipei's time.

    >>> parse_instant("2024-02-05").isoformat()
    '2024-02-05T01:00:00+00:00'
    """
    try:
        return instant(date.fromisoformat(text) if len(text) == len("2024-02-05") else datetime.fromisoformat(text))
    except ValueError:
        raise ValueError(f"no date or instant: {text!r}; allowed: 2024-02-05 or 2024-02-05T09:00+08:00") from None


def instant(at: datetime | date) -> datetime:
    """An aware instant in UTC: a date means 09:00 of that day in Taipei, an instant without offset is Taipei's."""
    if not isinstance(at, datetime):
        at = datetime.combine(at, _OFFICE_OPENS)
    return (at if at.tzinfo else at.replace(tzinfo=ZoneInfo(TAIPEI))).astimezone(UTC)


def real_now() -> datetime:
    """The real time, for what a demo's clock must never touch: tokens, one-time codes, leases."""
    return datetime.now(UTC)


def local_date(at: datetime, tz: str = TAIPEI) -> date:
    """The calendar day of an instant in a county's time zone.

    >>> local_date(datetime(2024, 2, 5, 16, 0, tzinfo=UTC))
    datetime.date(2024, 2, 6)
    """
    return at.astimezone(ZoneInfo(tz)).date()


def start_of_next_day(day: date, tz: str = TAIPEI) -> datetime:
    """The instant at which a deadline due on `day` is past.

    >>> start_of_next_day(date(2024, 2, 15)).isoformat()
    '2024-02-15T16:00:00+00:00'
    """
    return datetime.combine(day + timedelta(days=1), time(), ZoneInfo(tz)).astimezone(UTC)


def _forward(stands_at: datetime, asked: datetime) -> datetime:
    if asked < stands_at:
        raise TimeRunsForward(stands_at, asked)
    return asked


def _read(path: Path) -> datetime:
    return datetime.fromisoformat(json.loads(path.read_text(encoding="utf-8"))["now"])


def _write(path: Path, at: datetime) -> None:
    """By rename, so that no reader meets half a file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, draft = tempfile.mkstemp(dir=path.parent, prefix=".clock-")
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        json.dump({"now": at.isoformat()}, file)
    Path(draft).replace(path)
