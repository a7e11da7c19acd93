"""What runs in the program's process: one Pulumi program under Pulumi's own test runtime, watched.

A folder of plain files that any Python from 3.9 on runs by path: `__main__.py` loads the rest under a name that no
program uses. It imports nothing of the comparison, only the standard library and the Pulumi of the Python that runs it.
It reads one request (JSON) from standard input. What the program registers leaves through `channel` at once, so nothing
that the program does afterwards takes it back.
"""
