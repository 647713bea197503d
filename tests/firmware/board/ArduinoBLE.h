// The part of ArduinoBLE that the sketch uses; what is sent is printed, as "uuid hex".
#pragma once

#include <Arduino.h>

#include <cstdio>
#include <cstring>
#include <vector>

enum { BLERead = 2, BLEWrite = 8, BLENotify = 16 };
enum BLECharacteristicEvent { BLEWritten };

class BLEDevice {};
class BLECharacteristic;
using BLECharacteristicEventHandler = void (*)(BLEDevice, BLECharacteristic);

static int mtu = 185;

class BLECharacteristic {
 public:
  BLECharacteristic(const char* uuid, uint16_t properties, int size, bool = false)
      : uuid_(uuid), properties_(properties), size_(size) {}
  BLECharacteristic(const char* uuid, uint16_t properties, const char* text)
      : uuid_(uuid), properties_(properties), size_(int(strlen(text))) {
    writeValue(reinterpret_cast<const uint8_t*>(text), strlen(text));
  }
  int writeValue(const uint8_t* value, size_t length) {
    value_.assign(value, value + (length < size_t(size_) ? length : size_t(size_)));
    if (!(properties_ & BLENotify) || !subscribed_) {
      return 1;
    }
    const size_t sent = value_.size() < size_t(mtu - 3) ? value_.size() : size_t(mtu - 3);
    std::printf("%s ", uuid_);
    for (size_t k = 0; k < sent; k++) {
      std::printf("%02x", value_[k]);
    }
    std::printf("\n");
    return int(sent);
  }
  const uint8_t* value() const { return value_.data(); }
  int valueLength() const { return int(value_.size()); }
  bool subscribed() const { return subscribed_; }
  void setEventHandler(BLECharacteristicEvent, BLECharacteristicEventHandler handler) { handler_ = handler; }

  void subscribe(bool on) { subscribed_ = on; }
  void written(const std::vector<uint8_t>& value) {
    value_ = value;
    handler_({}, *this);
  }

 private:
  const char* uuid_;
  uint16_t properties_;
  int size_;
  bool subscribed_ = false;
  std::vector<uint8_t> value_;
  BLECharacteristicEventHandler handler_ = nullptr;
};

class BLEByteCharacteristic : public BLECharacteristic {
 public:
  BLEByteCharacteristic(const char* uuid, uint16_t properties) : BLECharacteristic(uuid, properties, 1) {
    BLECharacteristic::writeValue(&level_, 1);
  }
  uint8_t value() const { return level_; }
  int writeValue(uint8_t level) {
    level_ = level;
    return BLECharacteristic::writeValue(&level_, 1);
  }

 private:
  uint8_t level_ = 0;
};

class BLEService {
 public:
  explicit BLEService(const char*) {}
  void addCharacteristic(BLECharacteristic&) {}
};

struct BLELocalDevice {
  uint16_t shortest = 0, longest = 0;
  std::string name;
  int begin() { return 1; }
  void poll() {}
  String address() const { return "c0:ff:ee:12:ab:9d"; }
  void setLocalName(const char* local) { name = local; }
  void setDeviceName(const char*) {}
  void setAdvertisedService(const BLEService&) {}
  void setConnectionInterval(uint16_t a, uint16_t b) { shortest = a, longest = b; }
  void addService(BLEService&) {}
  int advertise() { return 1; }
};

static BLELocalDevice BLE;
