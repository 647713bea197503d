// A bus with one motion chip on it: registers, a rate that is off, and samples that count themselves.
#pragma once

#include <Arduino.h>

#include <map>
#include <vector>

struct SimulatedChip {
  uint8_t address, id_register, id, status, ready, accel_data, gyro_data, burst;
  double period_us;
};

class TwoWire {
 public:
  SimulatedChip chip{};
  std::map<uint8_t, uint8_t> registers;
  bool plugged = true;

  void begin() {}
  void setClock(uint32_t) {}
  void beginTransmission(uint8_t address) { address_ = address, sent_.clear(); }
  size_t write(uint8_t value) { return sent_.push_back(value), 1; }
  uint8_t endTransmission(bool = true) {
    if (!plugged || address_ != chip.address) {
      return 2;
    }
    if (sent_.size() == 2) {
      registers[sent_[0]] = sent_[1];
    }
    return 0;
  }
  size_t requestFrom(uint8_t, size_t length) {
    answer_.clear();
    const uint8_t reg = sent_[0];
    if (reg == chip.id_register) {
      answer_ = {chip.id};
    } else if (reg == chip.status) {
      answer_ = {static_cast<uint8_t>(taken() > seen_ ? chip.ready : 0)};
    } else if (reg == (chip.accel_data | chip.burst)) {
      axes(static_cast<int16_t>(taken()), 2048, -32768);
    } else if (reg == (chip.gyro_data | chip.burst)) {
      seen_ = taken();
      axes(static_cast<int16_t>(-taken()), 1000, 32767);
    }
    next_ = 0;
    return answer_.size() == length ? length : 0;
  }
  int read() { return answer_[next_++]; }
  long taken() const { return static_cast<long>(static_cast<double>(now_us - 4294000000u) / chip.period_us); }

 private:
  void axes(int16_t x, int16_t y, int16_t z) {
    for (int16_t value : {x, y, z}) {
      answer_.push_back(static_cast<uint8_t>(value));
      answer_.push_back(static_cast<uint8_t>(value >> 8));
    }
  }

  uint8_t address_ = 0;
  long seen_ = 0;
  size_t next_ = 0;
  std::vector<uint8_t> sent_, answer_;
};

static TwoWire Wire, Wire1;
