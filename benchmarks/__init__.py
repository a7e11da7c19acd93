"""What a synth costs, in this project and in the tools that others use: `python -m benchmarks`."""
