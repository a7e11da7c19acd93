"""Terraform's expression language: parsed, evaluated as far as its text tells, and otherwise in one canonical form.

No library is used: the one in the registry for this language (`python-hcl2`) takes 0.3 s to import and 8 s to build its
grammar, and gives expressions as text.
"""
