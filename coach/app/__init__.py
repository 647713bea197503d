"""Where everything comes together: the only place that sees sources, pipeline, recorder, player and screens at once."""
