"""From dated samples to uniform, filtered, oriented signals."""
