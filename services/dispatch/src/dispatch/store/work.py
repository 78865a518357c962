"""What does a command of dispatch work with? Its stores, in one transaction."""

from functools import cached_property

import chassis.work

from dispatch.store.cases import Cases
from dispatch.store.decisions import Decisions
from dispatch.store.referrals import Referrals
from dispatch.store.rotation import RotationLists
from dispatch.store.units import Register


class Work(chassis.work.Work):
    """One transaction of dispatch."""

    @cached_property
    def units(self) -> Register:
        """The register of contracted units."""
        return Register(self)

    @cached_property
    def rotation(self) -> RotationLists:
        """Rotation lists."""
        return RotationLists(self)

    @cached_property
    def cases(self) -> Cases:
        """Cases and plan items, as others tell of them."""
        return Cases(self)

    @cached_property
    def referrals(self) -> Referrals:
        """Referrals."""
        return Referrals(self)

    @cached_property
    def decisions(self) -> Decisions:
        """Decisions, principles, proposals."""
        return Decisions(self)
