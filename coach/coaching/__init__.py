"""From numbers to advice: personal normal, drawn-out rule, bounce guard."""
