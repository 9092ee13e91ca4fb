"""WHAT came out: totals become KPIs, intervals and differences; nothing here simulates."""
