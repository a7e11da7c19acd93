"""Makes the facts of AWS's types in `stack_parity/aws/data` from the real provider and the installed `pulumi_aws`."""
