"""What would change between two syntheses, resource by resource, without an account: `tap diff`."""
