// The pod's data notification, byte for byte what coach/devices/open_pod.py reads.
// No Arduino in here: tests/firmware compiles it on the host.
#pragma once

#include <stddef.h>
#include <stdint.h>
#include <string.h>

namespace pod {

constexpr uint8_t kMaxSamples = 14;  // more do not fit into the MTU of 185 bytes that every phone grants
constexpr size_t kHeadBytes = 10;
constexpr size_t kSampleBytes = 12;
constexpr size_t kMaxPacketBytes = kHeadBytes + kMaxSamples * kSampleBytes;

struct Sample {
  int16_t axes[6];     // ax ay az gx gy gz in 1/32768 of the range
  uint32_t micros;     // when it was taken
  uint16_t period_us;  // to the next one, as far as is known
  uint8_t ranges;      // as a packet gives them
  bool gap;            // what came before does not lead here without a hole or a change of settings
};

inline void put16(uint8_t* out, uint16_t value) {
  out[0] = static_cast<uint8_t>(value);
  out[1] = static_cast<uint8_t>(value >> 8);
}

inline void put32(uint8_t* out, uint32_t value) {
  put16(out, static_cast<uint16_t>(value));
  put16(out + 2, static_cast<uint16_t>(value >> 16));
}

// Collects samples that follow each other evenly, all of the same ranges. Numbers go on from packet to packet.
class Packet {
 public:
  void begin(uint8_t samples) {
    wanted_ = samples < 1 ? 1 : samples > kMaxSamples ? kMaxSamples : samples;
    count_ = 0;
  }

  bool empty() const { return count_ == 0; }
  bool full() const { return count_ >= wanted_; }

  void add(const Sample& sample) {
    if (count_ == 0) {
      put32(bytes_ + 2, sample.micros);
      bytes_[9] = sample.ranges;
    }
    for (size_t axis = 0; axis < 6; axis++) {
      put16(bytes_ + kHeadBytes + count_ * kSampleBytes + 2 * axis, static_cast<uint16_t>(sample.axes[axis]));
    }
    period_us_ = sample.period_us;
    count_++;
  }

  // Copies the packet out, returns its length, and begins the next.
  size_t take(uint8_t out[kMaxPacketBytes]) {
    const size_t length = kHeadBytes + count_ * kSampleBytes;
    put16(bytes_, sequence_++);
    put16(bytes_ + 6, period_us_);
    bytes_[8] = count_;
    memcpy(out, bytes_, length);
    count_ = 0;
    return length;
  }

 private:
  uint8_t bytes_[kMaxPacketBytes];
  uint16_t sequence_ = 0;
  uint16_t period_us_ = 0;
  uint8_t count_ = 0;
  uint8_t wanted_ = 8;
};

}  // namespace pod
