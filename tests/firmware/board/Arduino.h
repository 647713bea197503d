// As much of the Arduino core as the sketch uses, with a clock that the test moves.
#pragma once

#include <math.h>
#include <stdint.h>
#include <stdlib.h>

#include <chrono>
#include <string>

using byte = uint8_t;
enum { OUTPUT, HIGH = 1, LOW = 0, LED_BUILTIN = 13 };
#define PIN_VBAT 32
#define PIN_VBAT_ENABLE 14

static uint64_t now_us = 4294000000u;  // shortly before the counter wraps
static inline unsigned long millis() { return static_cast<unsigned long>(now_us / 1000); }
inline uint32_t micros() { return static_cast<uint32_t>(now_us); }
inline void delay(unsigned long ms) { now_us += 1000ull * ms; }
inline void pinMode(int, int) {}
inline void digitalWrite(int, int) {}
inline void analogReadResolution(int) {}
inline int analogRead(int) { return 1592; }  // 3.80 V at the cell

class String : public std::string {
 public:
  using std::string::string;
};
