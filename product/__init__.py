"""What ties the product's own two versions together."""
