"""Deployments that are killed, and an AWS that fails: what is lost, what is left, and what one recovery brings back."""
