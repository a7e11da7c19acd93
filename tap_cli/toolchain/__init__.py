"""What must be on this machine: found, or made by set-up. Runs on a bare Python: the standard library alone."""
