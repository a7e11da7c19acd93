"""A clock that stands and chance that repeats, so that two runs of one program agree."""

from __future__ import annotations

import datetime
import os
import random
import time
import uuid
from typing import Any, Final

NOW: Final = 1_704_067_200
"""The first second of 2024 (UTC), which every run takes for the present."""
_NODE: Final = 0x02_00_00_00_00_01


class _AnyDate(type):
    """Lets dates that were made by the unchanged classes count as instances."""

    def __instancecheck__(cls, instance: object) -> bool:
        return isinstance(instance, cls.__mro__[1])


class _Date(datetime.date, metaclass=_AnyDate):
    @classmethod
    def today(cls) -> _Date:
        return cls.fromtimestamp(NOW)


class _Moment(datetime.datetime, metaclass=_AnyDate):
    @classmethod
    def now(cls, tz: datetime.tzinfo | None = None) -> _Moment:
        return cls.fromtimestamp(NOW, tz)

    @classmethod
    def today(cls) -> _Moment:
        return cls.now()

    @classmethod
    def utcnow(cls) -> _Moment:
        return cls.fromtimestamp(NOW, datetime.timezone.utc).replace(tzinfo=None)


def make_repeatable() -> None:
    """Replace the clock and the sources of chance of this process, for good."""
    chance = random.Random(NOW)  # noqa: S311 - it must repeat, and secures nothing
    replaced: tuple[tuple[Any, str, Any], ...] = (
        (datetime, "date", _Date),
        (datetime, "datetime", _Moment),
        (time, "time", lambda: float(NOW)),
        (time, "time_ns", lambda: NOW * 10**9),
        (os, "urandom", chance.randbytes),
        (os, "getrandom", lambda size, _flags=0: chance.randbytes(size)),
        (random, "_urandom", chance.randbytes),
        (uuid, "getnode", lambda: _NODE),
        (uuid, "_generate_time_safe", None),
    )
    for module, name, value in replaced:
        setattr(module, name, value)
    for name in ("gmtime", "localtime"):
        setattr(time, name, _of_now(getattr(time, name)))
    written = time.strftime
    time.strftime = lambda form, moment=None: written(form, time.localtime() if moment is None else moment)
    seed = random.Random.seed

    def repeatable_seed(self: random.Random, a: Any = None, version: int = 2) -> None:
        seed(self, chance.getrandbits(64) if a is None else a, version)

    setattr(random.Random, "seed", repeatable_seed)  # noqa: B010 - mypy forbids to assign a method
    random.seed(NOW)


def _of_now(convert: Any) -> Any:
    """Return a conversion of a time that takes the standing present where it is given none."""
    return lambda seconds=None: convert(NOW if seconds is None else seconds)
