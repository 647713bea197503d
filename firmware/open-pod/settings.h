// The settings characteristic: u16 samples a second, u8 ranges, u8 samples in a packet.
// Ranges: low nibble accelerometer 0…3 = 2, 4, 8, 16 g; high nibble gyroscope 0…3 = 250, 500, 1000, 2000 deg/s.
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "packet.h"

namespace pod {

constexpr size_t kSettingsBytes = 4;

struct Settings {
  uint16_t rate_hz;
  uint8_t accel_range;  // 0…3
  uint8_t gyro_range;   // 0…3
  uint8_t samples;      // in one packet

  uint8_t ranges() const { return static_cast<uint8_t>(accel_range | gyro_range << 4); }
};

constexpr Settings kDefaults = {208, 3, 3, 8};

// False leaves `settings` alone: no such ranges, no such number of samples, or the wrong length.
inline bool parse(const uint8_t* value, size_t length, Settings& settings) {
  if (length != kSettingsBytes || (value[2] & 15) > 3 || value[2] >> 4 > 3 || value[3] < 1 || value[3] > kMaxSamples) {
    return false;
  }
  settings.rate_hz = static_cast<uint16_t>(value[0] | value[1] << 8);
  settings.accel_range = value[2] & 15;
  settings.gyro_range = value[2] >> 4;
  settings.samples = value[3];
  return true;
}

inline void write(const Settings& settings, uint8_t out[kSettingsBytes]) {
  put16(out, settings.rate_hz);
  out[2] = settings.ranges();
  out[3] = settings.samples;
}

}  // namespace pod
