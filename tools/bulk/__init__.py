"""Bad input in bulk: each taken faithfully or refused with the clear message."""
