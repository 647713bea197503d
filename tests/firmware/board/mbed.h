// Threads that the test runs by itself, one step at a time.
#pragma once

#include <chrono>

enum { osPriorityAboveNormal };

namespace rtos {
struct Thread {
  Thread(int, int) {}
  void start(void (*)()) {}
};
namespace ThisThread {
inline void sleep_for(std::chrono::milliseconds) {}
}  // namespace ThisThread
}  // namespace rtos
