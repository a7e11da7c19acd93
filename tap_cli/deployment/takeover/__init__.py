"""Making Terraform manage what is live already: proved on a copy of the state, and never applied here."""
