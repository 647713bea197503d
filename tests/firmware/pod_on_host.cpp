// The sketch itself on the host, on a simulated board. Commands on the standard input, one a line:
//   chip NAME RATE_HZ   put this chip on the bus; its true rate
//   setup               run the sketch's setup
//   run MS              let so much time pass; the chip is looked at every millisecond, give or take
//   stall MS            let time pass while the loop hangs in the radio; the sampling thread goes on
//   sleep MS            let time pass while nothing runs at all
//   subscribe ON        the other side subscribes to the data, or ends it
//   write HEX           the other side writes the settings
//   settings            print "settings HEX", as the other side would read them
//   registers           print "register NUMBER VALUE" for each that was written
//   mtu N               the size that was agreed
// Every notification is printed as "UUID HEX", after "now MICROSECONDS" of when it was sent.
#include "../../firmware/open-pod/open-pod.ino"

#include <iostream>
#include <sstream>

namespace {

const std::map<std::string, SimulatedChip> kBoards = {
    {"LSM6DS3TR-C", {0x6A, 0x0F, 0x6A, 0x1E, 0x03, 0x28, 0x22, 0x00, 0}},
    {"LSM9DS1", {0x6B, 0x0F, 0x68, 0x17, 0x03, 0x28, 0x18, 0x80, 0}},
    {"BMI270", {0x68, 0x00, 0x24, 0x03, 0xC0, 0x0C, 0x12, 0x00, 0}},
};

uint32_t jitter() {
  static uint32_t state = 12345;
  return (state = state * 1103515245u + 12345u) >> 16 & 255;
}

void pass(long ms, bool samples, bool loops) {
  for (long k = 0; k < ms; k++) {
    now_us += 900 + jitter();
    if (samples) {
      sampleOnce();
    }
    if (loops) {
      loop();
    }
  }
}

std::vector<uint8_t> from_hex(const std::string& hex) {
  std::vector<uint8_t> bytes;
  for (size_t k = 0; k + 1 < hex.size(); k += 2) {
    bytes.push_back(static_cast<uint8_t>(std::stoi(hex.substr(k, 2), nullptr, 16)));
  }
  return bytes;
}

}  // namespace

int main() {
  std::string line, word, name;
  while (std::getline(std::cin, line)) {
    std::istringstream in(line);
    double number = 0;
    in >> word;
    if (word == "chip" && in >> name >> number) {
      Wire1.chip = kBoards.at(name);
      Wire1.chip.period_us = 1e6 / number;
    } else if (word == "setup") {
      setup();
      std::printf("name %s\nchip %s\nconnection %d %d\nbattery %d\n", BLE.name.c_str(), imu.name(), BLE.shortest,
                  BLE.longest, batteryValue.value());
    } else if (word == "run" && in >> number) {
      pass(long(number), true, true);
    } else if (word == "stall" && in >> number) {
      pass(long(number), true, false);
    } else if (word == "sleep" && in >> number) {
      pass(long(number), false, false);
    } else if (word == "subscribe" && in >> number) {
      dataValue.subscribe(number != 0);
    } else if (word == "mtu" && in >> number) {
      mtu = int(number);
    } else if (word == "write" && in >> name) {
      settingsValue.written(from_hex(name));
    } else if (word == "settings") {
      std::printf("settings ");
      for (int k = 0; k < settingsValue.valueLength(); k++) {
        std::printf("%02x", settingsValue.value()[k]);
      }
      std::printf("\n");
    } else if (word == "registers") {
      for (const auto& pair : Wire1.registers) {
        std::printf("register %d %d\n", pair.first, pair.second);
      }
    }
  }
}
