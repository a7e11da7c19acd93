"""From a Pulumi program to Terraform JSON: one folder for each stack, validated and compared with its origin."""
