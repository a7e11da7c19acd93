"""Reads what the user gave into programs."""
