"""The same sales pipeline, written for other simulators, to compare speed and answers."""
