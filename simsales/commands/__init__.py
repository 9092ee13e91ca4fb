"""The command line: thin faces, one module a command."""
