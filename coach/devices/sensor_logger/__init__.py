"""The app Sensor Logger on a phone.

message   what the app posts, as JSON
stream    its motion as samples
"""

from coach.devices.sensor_logger.message import Message, read
from coach.devices.sensor_logger.stream import KEY, SensorLogger

__all__ = ["KEY", "Message", "SensorLogger", "read"]
