"""Policies: what they allow, and which of two allows more."""
