"""The report's page: pictures, tables and what they look like."""
