// How full a lithium cell is, by its voltage at rest.
#pragma once

#include <stddef.h>
#include <stdint.h>

namespace pod {

inline uint8_t battery_percent(uint16_t millivolts) {
  static const uint16_t curve[][2] = {{3300, 0}, {3600, 8}, {3700, 25}, {3800, 50}, {3950, 75}, {4150, 100}};
  if (millivolts <= curve[0][0]) {
    return 0;
  }
  for (size_t k = 1; k < sizeof(curve) / sizeof(curve[0]); k++) {
    if (millivolts < curve[k][0]) {
      const uint32_t span = curve[k][0] - curve[k - 1][0];
      const uint32_t rise = curve[k][1] - curve[k - 1][1];
      return static_cast<uint8_t>(curve[k - 1][1] + rise * (millivolts - curve[k - 1][0]) / span);
    }
  }
  return 100;
}

}  // namespace pod
