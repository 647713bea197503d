"""Tests; a package, so that another distribution that installs a `tests` of its own does not stand in for it."""
