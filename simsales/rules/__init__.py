"""HOW sales behave: scalar pure functions, one module a mechanism.

No clock, no random generator, no log, no state; docs/model.md explains each rule.
"""
