"""Tools of the maintainers, which no wheel carries."""
