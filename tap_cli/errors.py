"""The one error of this package."""


class UserError(Exception):
    """Something that the user can mend; the text says what happened, where, why and what to do."""
