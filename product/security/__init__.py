"""Proofs of the product's security: its permissions judged, its plans scanned, its supply chain listed."""
