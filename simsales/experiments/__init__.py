"""QUESTIONS: each asks the engine for replications and gives an answer with its uncertainty."""
