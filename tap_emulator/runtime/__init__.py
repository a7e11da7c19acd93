"""Runs deployed code as Lambda does. Knows nothing of moto."""
