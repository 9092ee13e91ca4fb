"""simsales: try sales-management decisions before making them, and practise them.

One YAML scenario describes a sales organisation; see docs/reference/scenario.md.
Public functions carry the names of the commands.
"""

__version__ = "0.1.0"
