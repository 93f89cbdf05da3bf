// Charts that can be heard: a tone a point, higher for a higher value between the ends of the axis, from left to right
// in time; a missing value is a rest. What a trace says of itself for the ear stands in its `meta.heard`
// (einlass/charts/heard.py). Nothing sounds before the reader has switched it on and asked for a point or a series.

const TONE = { lowest: 220, octaves: 2, seconds: 0.18, loudness: 0.12, side: 0.9 };
const FORMS = { value: { type: "triangle", share: 1 }, reference: { type: "square", share: 0.3 } };
const TICK = { hertz: 2400, seconds: 0.025, loudness: 0.02, after: 0.02 };
const SERIES = { seconds: 8, least: 0.04, most: 0.35 }; // as long as a whole series sounds, and the step between two
const KEPT = "einlass-sound";

const sound = { isOn: isKept(), told: new Set(), sounding: new Set() };

// The choice lasts as long as the tab; where the browser keeps nothing, as long as the page.
function isKept() {
  try {
    return sessionStorage.getItem(KEPT) === "on";
  } catch {
    return false;
  }
}

function switchSound(isOn) {
  sound.isOn = isOn;
  if (!isOn) silence();
  try {
    if (isOn) sessionStorage.setItem(KEPT, "on");
    else sessionStorage.removeItem(KEPT);
  } catch {
    // not kept
  }
  for (const tell of sound.told) tell(isOn);
}

// A point as it is heard: height and place from 0 to 1, or null where there is no value.
function heardAt(plot, { curve, number }) {
  const trace = plot._fullData[curve];
  const { voice = "value", values = {}, top, flagged = [], across = trace.orientation === "h" } = trace.meta?.heard ?? {};
  const across_ = axisOf(plot, "x", trace);
  const up = axisOf(plot, "y", trace);
  const [along, axis] = across ? [up, across_] : [across_, up];
  const own = across ? trace.x : trace.y;
  const value = number in values ? values[number] : own?.[number];
  if (!(voice in FORMS) || value === null || value === undefined || Number.isNaN(Number(value))) return null;
  const height = top ? value / top : share(axis, value);
  return { voice, height: within(height), place: within(share(along, (across ? trace.y : trace.x)[number])), isFlagged: flagged.includes(number) };
}

function axisOf(plot, letter, trace) {
  return plot._fullLayout[(trace[`${letter}axis`] ?? letter).replace(letter, `${letter}axis`)];
}

// How far along an axis something lies; the pixels of a vertical one count from its upper end.
function share(axis, value) {
  const part = axis.d2p(value) / axis._length;
  return axis._id.startsWith("y") ? 1 - part : part;
}

function within(part) {
  return Math.min(1, Math.max(0, part));
}

function hear(plot, point) {
  if (!sound.isOn) return;
  silence();
  const heard = heardAt(plot, point);
  if (heard) strike(heard, 0, TONE.seconds);
}

// The series of a point, its points in the order of the keys; `ended` is told when it has sounded to its end.
function playSeries(plot, points, ended) {
  silence();
  const step = Math.min(SERIES.most, Math.max(SERIES.least, SERIES.seconds / points.length));
  points.forEach((point, number) => {
    const heard = heardAt(plot, point);
    if (heard) strike(heard, number * step, Math.min(TONE.seconds, step));
  });
  sound.waiting = setTimeout(() => {
    sound.waiting = undefined;
    ended();
  }, points.length * step * 1000);
}

function strike({ voice, height, place, isFlagged }, after, seconds) {
  const { type, share: loudness } = FORMS[voice];
  const pan = TONE.side * (2 * place - 1);
  tone({ type, hertz: TONE.lowest * 2 ** (TONE.octaves * height), loudness: TONE.loudness * loudness, pan, after, seconds });
  if (isFlagged) tone({ type: "square", ...TICK, pan, after: after + seconds + TICK.after });
}

function tone({ type, hertz, loudness, pan, after, seconds }) {
  sound.context ??= new AudioContext();
  const { context } = sound;
  context.resume();
  const source = new OscillatorNode(context, { type, frequency: hertz });
  const volume = new GainNode(context, { gain: 0 });
  const start = context.currentTime + 0.02 + after;
  const edge = Math.min(0.01, seconds / 4); // without it each tone would click
  volume.gain.setValueAtTime(0, start);
  volume.gain.linearRampToValueAtTime(loudness, start + edge);
  volume.gain.setValueAtTime(loudness, start + seconds - edge);
  volume.gain.linearRampToValueAtTime(0, start + seconds);
  source.connect(volume).connect(new StereoPannerNode(context, { pan })).connect(context.destination);
  source.onended = () => sound.sounding.delete(source);
  sound.sounding.add(source);
  source.start(start);
  source.stop(start + seconds);
}

// Whether something was still to be heard of a series.
function silence() {
  const wasPlaying = sound.waiting !== undefined;
  clearTimeout(sound.waiting);
  sound.waiting = undefined;
  for (const source of sound.sounding) source.stop();
  sound.sounding.clear();
  return wasPlaying;
}

// The buttons of a chart: the switch, and while it is on one that plays the series or ends it.
function soundButtons(plays) {
  const button = (kind) => Object.assign(part("button", kind), { type: "button" });
  const [onOff, play] = [button("em-sound-switch"), button("em-sound-play")];
  const shown = (isOn) => {
    onOff.setAttribute("aria-pressed", String(isOn));
    play.hidden = !isOn;
  };
  onOff.addEventListener("click", plays.switched);
  play.addEventListener("click", plays.series);
  shown(sound.isOn);
  sound.told.add(shown);
  const root = Object.assign(part("div", "em-sound", play, onOff), { hidden: true }); // until there are points
  return { root, onOff, play, forget: () => sound.told.delete(shown) };
}
