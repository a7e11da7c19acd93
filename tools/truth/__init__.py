"""The machine that finds lies: it knows what a comparison must say, and counts where it says something else."""
