// When a sample was taken, by the board's crystal, although it is seen up to a millisecond late and the motion chip
// keeps its own, wrong rate: the times are predicted, and time and rate of the prediction follow what is seen, by the
// gains of a straight line through the last samples, at most kMemory of them.
#pragma once

#include <math.h>
#include <stdint.h>

namespace pod {

class SampleClock {
 public:
  void begin(float nominal_period_us) {
    nominal_us_ = period_us_ = nominal_period_us;
    count_ = 0;
  }

  // Time of the sample that was seen now. `missed` becomes the number of samples that were never seen before it.
  uint32_t stamp(uint32_t seen_us, uint16_t& missed) {
    missed = 0;
    if (count_ == 0) {
      count_ = 1;
      whole_us_ = seen_us;
      part_us_ = 0.0f;
      return whole_us_;
    }
    advance(period_us_);
    const float error_us = static_cast<float>(static_cast<int32_t>(seen_us - whole_us_)) - part_us_;
    if (error_us > kMissed * period_us_) {
      const float periods = fmaxf(floorf(error_us / period_us_), 1.0f);
      missed = static_cast<uint16_t>(fminf(periods, 65535.0f));
      advance(periods * period_us_);  // how long the newest sample has waited to be seen is not known: nothing to learn
      return whole_us_;
    }
    count_ = count_ < kMemory ? count_ + 1 : kMemory;
    const float n = count_;
    advance(error_us * 2.0f * (2.0f * n - 1.0f) / (n * (n + 1.0f)));
    period_us_ += error_us * 6.0f / (n * (n + 1.0f));
    period_us_ = fminf(fmaxf(period_us_, nominal_us_ * (1.0f - kTolerance)), nominal_us_ * (1.0f + kTolerance));
    return whole_us_;
  }

  uint16_t period_us() const { return static_cast<uint16_t>(lroundf(period_us_)); }

 private:
  static constexpr uint8_t kMemory = 120;
  static constexpr float kTolerance = 0.1f;  // of the chip's rate
  static constexpr float kMissed = 0.75f;    // later than this share of a period: a sample was overwritten unseen

  void advance(float by_us) {
    part_us_ += by_us;
    const float whole = floorf(part_us_);
    whole_us_ += static_cast<uint32_t>(static_cast<int32_t>(whole));
    part_us_ -= whole;
  }

  float nominal_us_ = 0.0f;
  float period_us_ = 0.0f;
  uint32_t whole_us_ = 0;
  float part_us_ = 0.0f;
  uint8_t count_ = 0;
};

}  // namespace pod
