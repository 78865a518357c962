"""What does every service tell of its deadlines, when no other fact carries it? Defined where deadlines are: in the chassis."""

from chassis.deadline_events import DeadlineExcused, DeadlineMoved, DeadlineSettled

__all__ = ["DeadlineExcused", "DeadlineMoved", "DeadlineSettled"]
