"""Bluetooth Low Energy, and the only place that knows bleak.

source       all sensors of a run as one stream of events
link         one sensor, found and started again after every loss
connection   one connection: subscribe, start, watch for silence
dialogue     a sensor's start-up, held as its profile writes it
readings     speeds and batteries out of what arrives
identity     which of the sensors on the air is ours
air          one scan or connection attempt at a time; what is in reach
sighting     one advertisement
adapter      no adapter, off, no permission: told apart
limits       no call without a time limit
"""

from coach.sources.ble.adapter import BUSY
from coach.sources.ble.air import look_around, probe
from coach.sources.ble.limits import Unreachable
from coach.sources.ble.sighting import Sighting, kinds, service_name
from coach.sources.ble.source import BleSource
from coach.sources.ble.times import Times
from coach.sources.ble.visit import Card, visit

__all__ = [
    "BUSY",
    "BleSource",
    "Card",
    "Sighting",
    "Times",
    "Unreachable",
    "kinds",
    "look_around",
    "probe",
    "service_name",
    "visit",
]
