"""The one error of this package."""

from typing import ClassVar


class UserError(Exception):
    """Something that the user can mend; the text says what happened, where, why and what to do."""

    exit_code: ClassVar[int] = 1
    """What the command ends with."""
