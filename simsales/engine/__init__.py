"""WHEN things happen: two engines that share every rule and every state change."""
