"""The frozen constants of the shank's two models.

Provenance: least squares on the fifteen runners of Fukuchi 2017 (doi 10.7717/peerj.3298; 50 N force truth, virtual
sensors), 104 and 208 Hz, any mounting, sensor displaced up to 4 cm, strap ringing up to 10 g, gain errors up to 3 %.
`bench/train_shank.py` prints this table; `bench/accuracy_shank.py` scores its like with the scored runner left out.
"""

from __future__ import annotations

from coach.gait.shank.model import Linear, ShankModel

SHANK_MODEL = ShankModel(
    initial_contact=Linear(  # impact s, lull s, braking g
        mean_s=-0.04013,
        centre=(-0.010046, -0.004648, -1.7106),
        spread=(0.0051496, 0.010569, 0.93846),
        slope=(0.88431, 0.48482, -0.0018644),
    ),
    toe_off=Linear(  # tipped s, tipping s, pushing g, swinging g
        mean_s=-0.02011,
        centre=(0.20699, 0.019892, 2.0928, 2.276),
        spread=(0.03817, 0.013227, 0.79186, 0.82834),
        slope=(-0.12809, 0.15904, 0.0035166, -0.0038288),
    ),
)
