// Open pod: a motion sensor for `coach`, for the price of a board. README.md has parts, mounting and the GATT layout.
// Boards: Arduino Nano 33 BLE Sense (both revisions), Seeed XIAO nRF52840 Sense; both with their Mbed cores.

#include <Arduino.h>
#include <ArduinoBLE.h>
#include <Wire.h>
#include <mbed.h>

#if __has_include(<pins_arduino.h>)
#include <pins_arduino.h>  // the XIAO's pins
#endif
#if defined(ARDUINO_ARDUINO_NANO33BLE) && __has_include(<Arduino_BMI270_BMM150.h>)
#include <Arduino_BMI270_BMM150.h>  // only to load the program that the BMI270 needs before it measures
#define LOADS_BMI270
#endif

#include "battery.h"
#include "imu.h"
#include "packet.h"
#include "ring.h"
#include "sample_clock.h"
#include "settings.h"

const char kService[] = "b5c00001-3f1e-4c57-9a2d-6f70656e706f";
const char kData[] = "b5c00002-3f1e-4c57-9a2d-6f70656e706f";
const char kSettings[] = "b5c00003-3f1e-4c57-9a2d-6f70656e706f";
const char kVersion[] = "1.0";
const uint16_t kShortestInterval = 6, kLongestInterval = 12;  // x 1.25 ms: 7.5 to 15 ms between two chances to send
const unsigned long kBatteryEvery_ms = 60000;

BLEService podService(kService);
BLECharacteristic dataValue(kData, BLENotify, pod::kMaxPacketBytes);
BLECharacteristic settingsValue(kSettings, BLERead | BLEWrite, pod::kSettingsBytes);
BLEService batteryService("180F");
BLEByteCharacteristic batteryValue("2A19", BLERead | BLENotify);
BLEService aboutService("180A");
BLECharacteristic makerValue("2A29", BLERead, "active-stance");
BLECharacteristic modelValue("2A24", BLERead, "open pod");
BLECharacteristic versionValue("2A26", BLERead, kVersion);

pod::Imu imu(Wire1);
pod::SampleClock sampleClock;
pod::Ring<pod::Sample, 128> ring;
pod::Packet packet;
pod::Settings inForce = pod::kDefaults;
std::atomic<bool> changed{true};  // the sampling thread has yet to set the chip
bool broken = true;               // the next sample does not follow the one before
rtos::Thread sampler(osPriorityAboveNormal, 2048);

// ── the sampling thread: the only one that speaks with the chip ─────────────────────────────────────────────────

void sampleOnce() {
  static uint8_t ranges = 0;
  if (changed.exchange(false)) {
    sampleClock.begin(imu.set(inForce));
    ranges = inForce.ranges();
    broken = true;
  }
  pod::Sample sample;
  if (!imu.read(sample.axes)) {
    return;
  }
  uint16_t missed = 0;
  sample.micros = sampleClock.stamp(micros(), missed);
  sample.period_us = sampleClock.period_us();
  sample.ranges = ranges;
  sample.gap = missed > 0 || broken;
  broken = !ring.push(sample);
}

void sampleForever() {
  while (true) {
    sampleOnce();
    rtos::ThisThread::sleep_for(std::chrono::milliseconds(1));
  }
}

// ── the loop: Bluetooth only ────────────────────────────────────────────────────────────────────────────────────

void tellSettings() {
  uint8_t value[pod::kSettingsBytes];
  pod::write(inForce, value);
  settingsValue.writeValue(value, sizeof(value));
}

void send() {
  uint8_t bytes[pod::kMaxPacketBytes];
  const size_t length = packet.take(bytes);
  const int sent = dataValue.writeValue(bytes, length);
  if (sent > int(pod::kHeadBytes + pod::kSampleBytes) && size_t(sent) < length) {  // cut off: the MTU is smaller
    inForce.samples = uint8_t((sent - pod::kHeadBytes) / pod::kSampleBytes);
    packet.begin(inForce.samples);
    tellSettings();
  }
}

void onSettings(BLEDevice, BLECharacteristic) {
  pod::Settings asked = inForce;
  if (pod::parse(settingsValue.value(), settingsValue.valueLength(), asked)) {
    inForce = imu.nearest(asked);
    packet.begin(inForce.samples);
    changed = true;
  }
  tellSettings();
}

void tellBattery() {
#if defined(PIN_VBAT) && defined(PIN_VBAT_ENABLE)
  const float volts = analogRead(PIN_VBAT) * 3.3f / 4095.0f * (1000.0f + 510.0f) / 510.0f;
  const uint8_t percent = pod::battery_percent(uint16_t(volts * 1000.0f));
  if (percent != batteryValue.value()) {
    batteryValue.writeValue(percent);
  }
#endif
}

void halt(int blinks) {
  pinMode(LED_BUILTIN, OUTPUT);
  while (true) {
    for (int k = 0; k < 2 * blinks; k++) {
      digitalWrite(LED_BUILTIN, k % 2);
      delay(200);
    }
    delay(1000);
  }
}

void setup() {
#if defined(PIN_LSM6DS3TR_C_POWER)
  pinMode(PIN_LSM6DS3TR_C_POWER, OUTPUT);
  digitalWrite(PIN_LSM6DS3TR_C_POWER, HIGH);
#endif
#if defined(PIN_VBAT) && defined(PIN_VBAT_ENABLE)
  pinMode(PIN_VBAT_ENABLE, OUTPUT);
  digitalWrite(PIN_VBAT_ENABLE, LOW);  // for good: with it high a charging cell would overload the input
  analogReadResolution(12);
#endif
  delay(50);
#if defined(LOADS_BMI270)
  IMU.begin();
#endif
  if (!imu.begin()) {
    halt(2);
  }
  if (!BLE.begin()) {
    halt(3);
  }
  inForce = imu.nearest(pod::kDefaults);
  packet.begin(inForce.samples);

  static char name[] = "open-pod-0000";  // the end of the address tells left from right
  const String address = BLE.address();
  const char* tail = address.c_str() + address.length() - 5;
  name[9] = tail[0], name[10] = tail[1], name[11] = tail[3], name[12] = tail[4];
  BLE.setLocalName(name);
  BLE.setDeviceName(name);
  BLE.setAdvertisedService(podService);
  BLE.setConnectionInterval(kShortestInterval, kLongestInterval);
  podService.addCharacteristic(dataValue);
  podService.addCharacteristic(settingsValue);
  BLE.addService(podService);
#if defined(PIN_VBAT) && defined(PIN_VBAT_ENABLE)
  batteryService.addCharacteristic(batteryValue);
  BLE.addService(batteryService);
#endif
  aboutService.addCharacteristic(makerValue);
  aboutService.addCharacteristic(modelValue);
  aboutService.addCharacteristic(versionValue);
  BLE.addService(aboutService);
  settingsValue.setEventHandler(BLEWritten, onSettings);
  tellSettings();
  tellBattery();
  BLE.advertise();
  sampler.start(sampleForever);
}

void loop() {
  static unsigned long battery_ms = millis();
  BLE.poll();
  pod::Sample sample;
  while (ring.pop(sample)) {
    if (!dataValue.subscribed()) {
      packet.begin(inForce.samples);  // nobody listens: the next listener gets fresh samples
      continue;
    }
    if (sample.gap && !packet.empty()) {
      send();
    }
    packet.add(sample);
    if (packet.full()) {
      send();
    }
  }
  if (millis() - battery_ms >= kBatteryEvery_ms) {
    battery_ms = millis();
    tellBattery();
  }
}
