"""What the product takes from others: listed, its licences judged, and asked about known faults."""
