"""Phones as sensors, over a hotspot or a home network, and the only place that knows aiohttp.

source     all phones of a run as one stream of events
door       the one address that listens, and the keys that open it
push       Sensor Logger: the phone posts what it measures
poll       phyphox: we ask the phone for what it measures
presence   a phone comes, falls silent, comes back
times      how long anything may take
"""

from coach.sources.network.door import Door
from coach.sources.network.poll import is_address
from coach.sources.network.source import SENSOR_LOGGER, NetworkSource, is_phone
from coach.sources.network.times import Times

__all__ = ["SENSOR_LOGGER", "Door", "NetworkSource", "Times", "is_address", "is_phone"]
