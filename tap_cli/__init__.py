"""From the synthesized JSON to AWS: set-up, the stock CLI with the right tools, and the demo that tells the story."""
