"""What scanners of infrastructure say of the plans of every environment, each finding with its reason."""
