"""The frozen constants of the shank's two models.

Provenance: least squares on the fifteen runners of Fukuchi 2017 (doi 10.7717/peerj.3298; 50 N force truth, virtual
sensors), 104 and 208 Hz, any mounting, sensor displaced up to 4 cm, strap ringing up to 10 g, gain errors up to 3 %.
`bench/train_shank.py` prints this table; `bench/accuracy_shank.py` scores its like with the scored runner left out.
"""

from __future__ import annotations

from coach.gait.shank.model import Linear, ShankModel

SHANK_MODEL = ShankModel(
    initial_contact=Linear(  # impact s, lull s, braking g
        mean_s=-0.04012,
        centre=(-0.010038, -0.0046416, -1.7111),
        spread=(0.005148, 0.010569, 0.93928),
        slope=(0.88458, 0.48495, -0.0018646),
    ),
    toe_off=Linear(  # tipped s, tipping s, pushing g, swinging g
        mean_s=-0.02010,
        centre=(0.20699, 0.019892, 2.0933, 2.2756),
        spread=(0.038147, 0.013234, 0.79172, 0.82853),
        slope=(-0.12766, 0.15921, 0.0035234, -0.0038327),
    ),
)
