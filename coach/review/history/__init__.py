"""All runs together: kept, compared, shown. The data are the runner's own and stay on this machine."""
