"""From the synthesized JSON to AWS, or to the emulated one."""
