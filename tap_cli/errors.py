"""The one error of this room."""


class DeploymentError(Exception):
    """Something that the user can mend; the text says what happened, where, why and what to do."""
