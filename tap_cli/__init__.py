"""The command `tap`: set-up, and from the synthesized JSON to AWS, or to an emulated one."""
