"""Readers of what Terraform and CDKTF write: `cdk.tf.json`, `cdktf.out`, `terraform show -json`."""
