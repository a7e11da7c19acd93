"""What is known of AWS's types."""
