"""Tables that lose nothing: every bit of steps and samples, as CSV or Parquet. Described in docs/export.md."""
