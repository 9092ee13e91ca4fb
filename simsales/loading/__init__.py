"""TEXT -> MODEL: YAML with file:line:column, overrides, `extends`, JSON Schema."""

from simsales.loading.scenario import Loaded, load_scenario
from simsales.loading.schema import scenario_schema
from simsales.loading.shipped import shipped_names

__all__ = ["Loaded", "load_scenario", "scenario_schema", "shipped_names"]
