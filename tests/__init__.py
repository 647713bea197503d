"""A package, because garmin-fit-sdk installs one of this name too, and would be found in our place."""
