"""Two matched programs, compared."""
