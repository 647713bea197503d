"""Where events come from: recordings, the simulated runner, radio, network."""
