"use strict";
// Zoom, pointer, and a picture for each width of window. The pictures are complete without this: it moves the view of
// their inner pictures, puts the words that stand outside in their places, and draws every step of what is in view from
// the numbers at the end of the page. Words keep their size: a narrow window gets a narrower picture, not a smaller one.

const LEFT = 46, RIGHT = 22, INNER = 932, WHOLE = 1000, WIDE = 900, NARROWEST = 300, SHORTEST = 4;
const LANE = 17, LANES = 3, NUMBER = 9, LETTER = 6.6, OVER = 20; // cues above the curve
const PAPER = { main: 720, other: 430 };
const TICKS = [1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200];
const detail = JSON.parse(document.getElementById("detail").textContent);
const whole = [0, detail.seconds];
let view = whole;

const clamp = (value, low, high) => Math.min(Math.max(value, low), high);
const clock = seconds => {
  const s = Math.round(seconds), two = n => String(n).padStart(2, "0");
  return s < 3600 ? Math.floor(s / 60) + ":" + two(s % 60) : Math.floor(s / 3600) + ":" + two(Math.floor(s / 60) % 60) + ":" + two(s % 60);
};
const summed = (steps, scale) => { let sum = 0; return Float64Array.from(steps, step => (sum += step) / scale); };
const first = (t, at) => { // index of the first time at or after `at`
  let low = 0, high = t.length;
  while (low < high) { const mid = (low + high) >> 1; if (t[mid] < at) low = mid + 1; else high = mid; }
  return low;
};

const placed = (marks, span, bare) => { // places from left to right, or the label that leaves a later number no lane
  const taken = [], bars = (one, lane, x, side, a, b) => one.lane === lane && one.a < b && a < one.b
    || side && a < one.x && one.x < b && one.lane >= lane || one.side && one.a < x && x < one.b && lane >= one.lane;
  const free = (x, sides) => {
    for (const [side, a, b] of sides) for (let lane = 0; lane < LANES; lane++)
      if (a >= -OVER && b <= span + OVER && !taken.some(one => bars(one, lane, x, side, a, b))) return { lane, side, a, b };
  };
  for (let i = marks.length - 1; i >= 0; i--) { // the last one chooses first
    const [x, label] = marks[i], width = 16 + label, sides = bare.has(i) ? [] : [["after", x - NUMBER, x + width], ["before", x - width, x + NUMBER]];
    let found = free(x, sides) ?? free(x, [["", x - NUMBER, x + NUMBER]]);
    if (!found) {
      const over = taken.find(one => one.side && one.a < x && x < one.b);
      if (over) return { bad: over.i };
      found = { lane: 0, side: "", a: x, b: x };
    }
    taken.push({ ...found, x, i });
  }
  return { out: taken.reverse() };
};
const places = (marks, span) => { // as `coach.review.page.marks` does it for the picture of the whole run
  for (const bare = new Set();;) {
    const { out, bad } = placed(marks, span, bare);
    if (out) return out;
    bare.add(bad);
  }
};

class Chart {
  constructor(svg) {
    const { name, unit, low, high, height, foot } = svg.dataset, curve = detail.curves[name];
    Object.assign(this, { svg, unit, width: WHOLE, gap: curve.gap, foot: +foot, low: +low, high: +high, height: +height, feet: curve.foot, digits: curve.scale > 10 ? 2 : curve.scale > 1 && high - low < 20 ? 1 : 0 });
    this.t = summed(curve.t, 100);
    this.y = summed(curve.y, curve.scale);
    const bare = new Set(curve.bare), smooth = summed(curve.smooth, curve.scale);
    let next = 0;
    this.course = this.y.map((_, i) => bare.has(i) ? NaN : smooth[next++]);
    this.inner = [...svg.querySelectorAll("svg")];
    this.paths = [...svg.querySelectorAll(".time .dots, .time .curve")].map(path => ({ path, d: path.getAttribute("d") }));
    this.pointer = svg.querySelector(".pointer");
    this.chosen = svg.querySelector(".chosen");
    const flags = [...svg.querySelectorAll(".flag")], half = flags.length / 2; // all their lines, then all their heads
    this.marks = flags.slice(half).map((head, i) => ({ head, line: flags[i], at: +head.dataset.x, label: head.lastChild }));
    this.axis = svg.querySelector(".unit").outerHTML;
    [, this.top, , this.tall] = svg.getAttribute("viewBox").split(" ").map(Number);
  }
  get span() { return this.width - LEFT - RIGHT; }
  fit(width) {
    this.width = width >= WIDE ? WHOLE : Math.max(Math.round(width), NARROWEST);
    const top = this.width < WHOLE && this.marks.length ? -LANES * LANE - 8 : this.top;
    this.svg.setAttribute("viewBox", `0 ${top} ${this.width} ${this.tall + this.top - top}`);
    for (const inner of this.inner) inner.setAttribute("width", this.span);
    for (const line of this.svg.querySelectorAll("path.grid")) line.setAttribute("d", line.getAttribute("d").replace(/H.*/, "H" + (this.width - RIGHT)));
    this.draw();
  }
  x(seconds) { return LEFT + (seconds - view[0]) / (view[1] - view[0]) * this.span; }
  point(i, y) { return (this.t[i] / detail.seconds * INNER).toFixed(3) + "," + (clamp((this.high - y) / (this.high - this.low), 0, 1) * this.height).toFixed(1); }
  draw() {
    const [from, to] = view, { span } = this, left = from / detail.seconds * INNER, shown = INNER * ((to - from) / detail.seconds), scale = span / shown;
    for (const inner of this.inner) inner.setAttribute("viewBox", `${left} 0 ${shown} ${inner.getAttribute("height")}`);
    const seen = this.marks.map(mark => ({ ...mark, x: (mark.at - left) * scale })).filter(({ x, head, line }) => {
      const inside = x > -1 && x < span + 1;
      for (const part of [head, line]) part.setAttribute("visibility", inside ? "visible" : "hidden");
      return inside;
    });
    places(seen.map(({ x, label }) => [x, LETTER * label.textContent.length]), span).forEach(({ lane, side }, i) => {
      const { x, head, line, label } = seen[i], y = -LANE * (lane + 0.5) - 4;
      for (const part of [head, line]) part.setAttribute("transform", `translate(${LEFT + x} ${y})`);
      line.firstChild.setAttribute("d", "M0,0V" + -y);
      label.setAttribute("class", side || "tight");
      label.setAttribute("x", side === "before" ? -12 : 12);
    });
    for (const state of this.svg.querySelectorAll(".state")) {
      const begin = clamp((state.dataset.from - left) * scale, 0, span), end = clamp((+state.dataset.from + +state.dataset.width - left) * scale, 0, span);
      state.setAttribute("x", LEFT + (begin + end) / 2);
      state.setAttribute("visibility", end - begin > 6.6 * state.textContent.length + 8 ? "visible" : "hidden");
    }
    const tick = TICKS.find(s => (to - from) / s <= Math.max(span / (view[1] < 3600 ? 56 : 68), 3)) || 7200, labels = [this.axis.replace(/ x="[^"]*"/, ` x="${this.width - RIGHT}"`)];
    for (let s = Math.ceil(from / tick) * tick; this.x(s) < this.width - RIGHT - 55; s += tick) labels.push(`<text class="x" x="${this.x(s).toFixed(1)}" y="${this.foot}">${clock(s)}</text>`);
    this.svg.querySelector(".clock").innerHTML = labels.join("");
    for (const { path, d } of this.paths) path.setAttribute("d", view === whole ? d : path.matches(".curve") ? this.line(from, to) : this.dots(from, to, path.classList[1][0]));
  }
  line(from, to) {
    const { t, course } = this, end = Math.min(first(t, to) + 1, t.length), parts = [];
    for (let i = Math.max(first(t, from) - 1, 0), last = -1; i < end; i++) {
      if (isNaN(course[i])) continue;
      parts.push((last < 0 || t[i] - t[last] > this.gap ? "M" : "L") + this.point(i, course[i]));
      last = i;
    }
    return parts.join("");
  }
  dots(from, to, foot) { // all of them, or so many that no pixel is missed
    const begin = first(this.t, from), end = first(this.t, to), every = Math.max(1, Math.floor((end - begin) / 6000)), parts = [];
    for (let i = begin; i < end; i += every) if (this.feet[i] === foot) parts.push("M" + this.point(i, this.y[i]) + "h0");
    return parts.join("");
  }
  point_at(seconds) {
    const { t, course } = this;
    let i = clamp(first(t, seconds), 0, t.length - 1);
    if (i && seconds - t[i - 1] < t[i] - seconds) i--;
    const value = isNaN(course[i]) ? this.y[i] : course[i];
    if (Math.abs(t[i] - seconds) > Math.max(this.gap, (view[1] - view[0]) / 200)) return this.pointer.setAttribute("visibility", "hidden");
    const [line, dot, text] = this.pointer.children, x = this.x(t[i]), y = clamp((this.high - value) / (this.high - this.low), 0, 1) * this.height;
    line.setAttribute("d", `M${x},0V${this.height}`);
    dot.setAttribute("cx", x); dot.setAttribute("cy", y);
    text.textContent = `${clock(t[i])}  ${value.toFixed(this.digits)} ${this.unit}`;
    const turns = x > 0.75 * this.width;
    text.setAttribute("x", x + (turns ? -10 : 10)); text.setAttribute("y", Math.max(y - 10, 14));
    text.setAttribute("text-anchor", turns ? "end" : "start");
    this.pointer.setAttribute("visibility", "visible");
  }
  choose(from, to) {
    this.chosen.setAttribute("x", this.x(Math.min(from, to)));
    this.chosen.setAttribute("width", Math.abs(this.x(to) - this.x(from)));
    this.chosen.setAttribute("visibility", "visible");
  }
}

const charts = [...document.querySelectorAll("svg.plot")].map(svg => new Chart(svg));
const bar = document.querySelector("nav.zoom");

function show(from, to) {
  const length = clamp(to - from, Math.min(SHORTEST, detail.seconds), detail.seconds), start = clamp(from, 0, detail.seconds - length);
  view = length >= detail.seconds ? whole : [start, start + length];
  for (const chart of charts) { chart.draw(); chart.pointer.setAttribute("visibility", "hidden"); }
  document.body.classList.toggle("closer", view !== whole);
  bar.querySelector("output").textContent = view === whole ? "" : clock(view[0]) + " – " + clock(view[1]);
}

for (const chart of charts) {
  const { svg } = chart;
  const at = event => { const box = svg.getBoundingClientRect(); return clamp(view[0] + ((event.clientX - box.left) / box.width * chart.width - LEFT) / chart.span * (view[1] - view[0]), ...view); };
  let start = null;
  svg.addEventListener("pointerdown", event => { if (event.button === 0) { start = at(event); svg.setPointerCapture(event.pointerId); } });
  svg.addEventListener("pointermove", event => {
    for (const other of charts) { other.point_at(at(event)); if (start !== null) other.choose(start, at(event)); }
  });
  const done = event => {
    for (const other of charts) other.chosen.setAttribute("visibility", "hidden");
    const from = start, to = at(event);
    start = null;
    if (from !== null && event.type === "pointerup" && Math.abs(chart.x(to) - chart.x(from)) > 8) show(Math.min(from, to), Math.max(from, to));
  };
  svg.addEventListener("pointerup", done);
  svg.addEventListener("pointercancel", done);
  svg.addEventListener("pointerleave", () => { for (const other of charts) other.pointer.setAttribute("visibility", "hidden"); });
  svg.addEventListener("dblclick", () => show(...whole));
  svg.addEventListener("wheel", event => { // a pinch on a touchpad; plain turns of the wheel scroll the page
    if (!event.ctrlKey) return;
    event.preventDefault();
    const here = at(event), by = Math.exp(event.deltaY / 200);
    show(here - (here - view[0]) * by, here + (view[1] - here) * by);
  }, { passive: false });
}
for (const button of document.querySelectorAll("button")) button.addEventListener("click", () => {
  const { from, to, move, scale } = button.dataset, length = view[1] - view[0], middle = (view[0] + view[1]) / 2;
  if (move) show(view[0] + move * length, view[1] + move * length);
  else if (scale) show(middle - length * scale / 2, middle + length * scale / 2);
  else show(...(button.closest("nav") ? whole : [+from, +to]));
  if (button.closest("table") && charts.length) charts[0].svg.scrollIntoView({ block: "center", behavior: "smooth" });
});
const fit = () => { for (const chart of charts) chart.fit(chart.svg.parentElement.clientWidth); };
document.body.classList.add("drawn");
fit();
window.addEventListener("resize", fit);
window.addEventListener("beforeprint", () => {
  show(...whole);
  for (const chart of charts) chart.fit(PAPER[chart.svg.closest(".main") ? "main" : "other"]);
});
window.addEventListener("afterprint", fit);
if (charts.length) bar.hidden = false;
