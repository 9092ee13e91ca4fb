"""WHAT things are: frozen types; no files, no time, no randomness."""
