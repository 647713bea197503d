"""The simulated runner, with known truth for every step. Pure and seeded.

`runner` puts together what a `scenario` asks for, the `motion` that a person makes of it, and the `sensor` and
`radio` through which it is heard. Good for invariance, clock, loss, latency and regression tests; accuracy claims
come from real motion only.
"""
