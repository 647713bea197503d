// Samples on their way from the thread that reads the chip to the loop that sends them. One writer, one reader.
#pragma once

#include <stddef.h>
#include <stdint.h>

#include <atomic>

namespace pod {

template <typename T, size_t kSize>
class Ring {
 public:
  bool push(const T& item) {
    const uint32_t head = head_.load(std::memory_order_relaxed);
    if (head - tail_.load(std::memory_order_acquire) >= kSize) {
      return false;
    }
    items_[head % kSize] = item;
    head_.store(head + 1, std::memory_order_release);
    return true;
  }

  bool pop(T& item) {
    const uint32_t tail = tail_.load(std::memory_order_relaxed);
    if (tail == head_.load(std::memory_order_acquire)) {
      return false;
    }
    item = items_[tail % kSize];
    tail_.store(tail + 1, std::memory_order_release);
    return true;
  }

 private:
  T items_[kSize];
  std::atomic<uint32_t> head_{0};
  std::atomic<uint32_t> tail_{0};
};

}  // namespace pod
