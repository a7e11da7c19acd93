"""Does a Pulumi program build the same architecture as a Terraform or CDKTF program? The comparison, with evidence.

It reads what each side registers or synthesizes and imports neither side's classes. `docs/comparison.md` says what a
verdict may claim.
"""
