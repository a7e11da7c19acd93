"""What runs inside the subprocess: one Pulumi program under Pulumi's own test runtime, recorded.

Nothing of it is imported by the rest of the project; `python -m stack_parity.sources.pulumi.runner` reads
one request (JSON) from standard input and writes one answer (JSON) to the file that the request names.
"""
