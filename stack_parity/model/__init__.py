"""What the comparison speaks of: programs and their values."""
