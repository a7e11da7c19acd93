"""The engine of principles: a profile states them, the engine says for one side which hold, with the evidence.

A value that the input does not state never passes.
"""
