"""From signals to steps: contacts, activity, quality."""
