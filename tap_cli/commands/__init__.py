"""The verbs of `tap`: one file each, which defines a function of the verb's name."""
