// The cues on the device that shows the page, for headphones paired with a phone. Browsers sound only after a tap.
"use strict";

const sound = { context: null, buffers: new Map(), beat: 0, next: 0, strong: true, timer: 0, lock: null };
const AHEAD_S = 0.3;

async function soundOn(names) {
  sound.context ??= new AudioContext({ latencyHint: "interactive" });
  await sound.context.resume();
  await Promise.all(names.map(async (name) => {
    const answer = await fetch(`/sound/${name}`);
    sound.buffers.set(name, await sound.context.decodeAudioData(await answer.arrayBuffer()));
  }));
  try {
    sound.lock = await navigator.wakeLock?.request("screen"); // only where the page came over https
  } catch { /* the screen may switch itself off: the page says so */ }
  emitEvent("sound", "on", 0, Boolean(sound.lock));
}

function soundOff() {
  soundBeat(0);
  sound.lock?.release();
  sound.context?.suspend();
}

function soundSay(name, number) {
  const { context, buffers } = sound;
  if (context?.state !== "running" || !buffers.has(name)) return;
  const source = new AudioBufferSourceNode(context, { buffer: buffers.get(name) });
  source.connect(context.destination);
  source.start();
  emitEvent("sound", "said", number, context.outputLatency || context.baseLatency || 0);
}

function soundBeat(perMinute) {
  const { context } = sound;
  clearInterval(sound.timer);
  if (!perMinute || !context) return;
  sound.next = Math.max(sound.next, context.currentTime + 0.05);
  sound.timer = setInterval(() => {
    for (; sound.next < context.currentTime + AHEAD_S; sound.next += 60 / perMinute) click(sound.next);
  }, 1e3 * AHEAD_S / 3);
}

function click(at) {
  const { context } = sound;
  const tone = new OscillatorNode(context, { frequency: sound.strong ? 1760 : 1320 });
  const loudness = new GainNode(context, { gain: 0.35 });
  loudness.gain.setValueAtTime(0.35, at);
  loudness.gain.exponentialRampToValueAtTime(0.001, at + 0.04);
  tone.connect(loudness).connect(context.destination);
  tone.start(at);
  tone.stop(at + 0.05);
  sound.strong = !sound.strong;
}
