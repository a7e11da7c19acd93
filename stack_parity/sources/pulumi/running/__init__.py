"""How a program of a stranger is run: by which Python, behind which walls, and what it may say."""
