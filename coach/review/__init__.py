"""After the run: tables, summary, report."""
