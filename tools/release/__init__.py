"""The wheels of this repository: built, checked and installed apart from one another; nothing is published."""
