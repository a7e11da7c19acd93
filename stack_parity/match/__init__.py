"""Which resource of the left is which of the right, and why."""
