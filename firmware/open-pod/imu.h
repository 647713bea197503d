// The motion chips of the boards that we know, as tables of registers. Found by asking, not by the board's name.
#pragma once

#include <Arduino.h>
#include <Wire.h>
#include <math.h>

#include "settings.h"

namespace pod {

struct Rate {
  uint16_t hz;  // rounded, as the settings tell it
  float period_us;
  uint8_t accel, gyro;  // register bits
};

struct Range {
  bool offered;
  uint8_t bits;
  float gain;  // from the chip's counts to 1/32768 of the range
};

struct Chip {
  const char* name;
  uint8_t address, id_register, id;
  uint8_t setup[2][2];  // register and value; register 0 is skipped
  uint8_t accel_rate, accel_range, gyro_rate, gyro_range;  // registers; the same one twice where it holds both
  uint8_t status, ready;
  uint8_t accel_data, gyro_data;
  uint8_t burst;  // to be added to a register's number when several are read
  Rate rates[4];
  Range accel_ranges[4], gyro_ranges[4];
};

// ST's gyroscopes give 70 mdps a count at "2000 deg/s", so their counts reach 2294 deg/s; the LSM9DS1 gives 0.732 mg
// at "16 g". The gains bring all of them to full range = 32768; what lies beyond is clipped.
constexpr float kSt = 1.14688f;

const Chip kChips[] = {
    {"LSM6DS3TR-C", 0x6A, 0x0F, 0x6A, {{0x12, 0x44}, {0, 0}}, 0x10, 0x10, 0x11, 0x11, 0x1E, 0x03, 0x28, 0x22, 0,
     {{52, 19230.8f, 0x30, 0x30}, {104, 9615.4f, 0x40, 0x40}, {208, 4807.7f, 0x50, 0x50}, {416, 2403.8f, 0x60, 0x60}},
     {{true, 0x00, 1}, {true, 0x08, 1}, {true, 0x0C, 1}, {true, 0x04, 1}},
     {{true, 0x00, kSt}, {true, 0x04, kSt}, {true, 0x08, kSt}, {true, 0x0C, kSt}}},
    {"LSM9DS1", 0x6B, 0x0F, 0x68, {{0x22, 0x44}, {0, 0}}, 0x20, 0x20, 0x10, 0x10, 0x17, 0x03, 0x28, 0x18, 0x80,
     {{60, 16806.7f, 0x40, 0x40}, {119, 8403.4f, 0x60, 0x60}, {238, 4201.7f, 0x80, 0x80}, {476, 2100.8f, 0xA0, 0xA0}},
     {{true, 0x00, 1}, {true, 0x10, 1}, {true, 0x18, 1}, {true, 0x08, 1.49914f}},
     {{true, 0x00, kSt}, {true, 0x08, kSt}, {false, 0, 0}, {true, 0x18, kSt}}},
    {"BMI270", 0x68, 0x00, 0x24, {{0x7C, 0x02}, {0x7D, 0x0E}}, 0x40, 0x41, 0x42, 0x43, 0x03, 0xC0, 0x0C, 0x12, 0,
     {{50, 20000, 0xA7, 0xE7}, {100, 10000, 0xA8, 0xE8}, {200, 5000, 0xA9, 0xE9}, {400, 2500, 0xAA, 0xEA}},
     {{true, 0x00, 1}, {true, 0x01, 1}, {true, 0x02, 1}, {true, 0x03, 1}},
     {{true, 0x03, 1}, {true, 0x02, 1}, {true, 0x01, 1}, {true, 0x00, 1}}},
};

class Imu {
 public:
  explicit Imu(TwoWire& wire) : wire_(wire) {}

  // Looks for a chip on the bus.
  bool begin() {
    wire_.begin();
    wire_.setClock(400000);
    for (const Chip& chip : kChips) {
      chip_ = &chip;
      uint8_t id = 0;
      if (read(chip.id_register, &id, 1) && id == chip.id) {
        return true;
      }
    }
    chip_ = nullptr;
    return false;
  }

  const char* name() const { return chip_ ? chip_->name : "none"; }

  // What the chip can do that is nearest to what was asked for; a range is never made smaller.
  Settings nearest(Settings asked) const {
    const Rate& rate = rate_for(asked.rate_hz);
    asked.rate_hz = rate.hz;
    while (!chip_->accel_ranges[asked.accel_range].offered) {
      asked.accel_range++;
    }
    while (!chip_->gyro_ranges[asked.gyro_range].offered) {
      asked.gyro_range++;
    }
    return asked;
  }

  // Sets the chip to something that `nearest` gave; returns the nominal time between two samples.
  float set(const Settings& settings) {
    for (const auto& pair : chip_->setup) {
      if (pair[0]) {
        write(pair[0], pair[1]);
      }
    }
    const Rate& rate = rate_for(settings.rate_hz);
    const Range& accel = chip_->accel_ranges[settings.accel_range];
    const Range& gyro = chip_->gyro_ranges[settings.gyro_range];
    write_pair(chip_->accel_rate, rate.accel, chip_->accel_range, accel.bits);
    write_pair(chip_->gyro_rate, rate.gyro, chip_->gyro_range, gyro.bits);
    accel_gain_ = accel.gain;
    gyro_gain_ = gyro.gain;
    return rate.period_us;
  }

  // Reads a sample if there is a new one.
  bool read(int16_t axes[6]) {
    uint8_t status = 0;
    if (!read(chip_->status, &status, 1) || (status & chip_->ready) != chip_->ready) {
      return false;
    }
    uint8_t accel[6], gyro[6];
    if (!read(chip_->accel_data | chip_->burst, accel, 6) || !read(chip_->gyro_data | chip_->burst, gyro, 6)) {
      return false;
    }
    for (int axis = 0; axis < 3; axis++) {
      axes[axis] = scaled(accel + 2 * axis, accel_gain_);
      axes[3 + axis] = scaled(gyro + 2 * axis, gyro_gain_);
    }
    return true;
  }

 private:
  const Rate& rate_for(uint16_t hz) const {
    const Rate* best = &chip_->rates[0];
    for (const Rate& rate : chip_->rates) {
      if (abs(int(rate.hz) - int(hz)) < abs(int(best->hz) - int(hz))) {
        best = &rate;
      }
    }
    return *best;
  }

  static int16_t scaled(const uint8_t* raw, float gain) {
    const int16_t count = static_cast<int16_t>(raw[0] | raw[1] << 8);
    return static_cast<int16_t>(fminf(fmaxf(roundf(count * gain), -32768.0f), 32767.0f));
  }

  void write_pair(uint8_t rate_register, uint8_t rate, uint8_t range_register, uint8_t range) {
    if (rate_register == range_register) {
      write(rate_register, rate | range);
    } else {
      write(rate_register, rate);
      write(range_register, range);
    }
  }

  void write(uint8_t reg, uint8_t value) {
    wire_.beginTransmission(chip_->address);
    wire_.write(reg);
    wire_.write(value);
    wire_.endTransmission();
  }

  bool read(uint8_t reg, uint8_t* out, size_t length) {
    wire_.beginTransmission(chip_->address);
    wire_.write(reg);
    if (wire_.endTransmission(false) != 0 || size_t(wire_.requestFrom(chip_->address, length)) != length) {
      return false;
    }
    for (size_t k = 0; k < length; k++) {
      out[k] = static_cast<uint8_t>(wire_.read());
    }
    return true;
  }

  TwoWire& wire_;
  const Chip* chip_ = nullptr;
  float accel_gain_ = 1.0f;
  float gyro_gain_ = 1.0f;
};

}  // namespace pod
