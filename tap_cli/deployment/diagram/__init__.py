"""The architecture of a synthesized stack, drawn: `tap diagram`."""
