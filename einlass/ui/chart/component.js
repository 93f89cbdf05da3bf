// Charts: title, picture, toolbar and foot of each on one kept element. Plotly draws into the same place at every change,
// so nothing is mounted anew: focus, place on the page and what the pointer shows stay.

const boards = new WeakMap(); // parent element → where its charts stand, and the state of each
const living = new Set(); // states of the charts on the page, for printing
let count = 0; // of charts built so far
let library; // the one promise of Plotly's script

const PAPER_WIDTH = 660; // px that fit between the margins of A4
const PICTURE = { font: "Arial, Helvetica, sans-serif", edge: 32, mark: 36 }; // a saved picture takes no font of ours along

function plotly(address) {
  library ??= new Promise((done, failed) => {
    const script = document.createElement("script");
    script.src = address;
    script.onload = () => done(window.Plotly);
    script.onerror = () => {
      library = undefined;
      failed(new Error("not loaded"));
    };
    document.head.append(script);
  });
  return library;
}

// The charts whose data came together are drawn in one frame: each in a task of its own would be a layout and a paint of
// the whole page more. Those out of sight follow once nothing else waits. In a hidden tab there are no frames to wait for.
let frame; // the one promise of the next frame
const whenIdle = window.requestIdleCallback ?? setTimeout; // Safari has none

async function turn(state) {
  if (document.hidden) return;
  frame ??= new Promise((begun) => requestAnimationFrame(begun)).then(() => (frame = undefined));
  await frame;
  if (!state.isSeen) await new Promise((idle) => whenIdle(idle, { timeout: 1000 }));
}

function build(parent) {
  const parts = {
    title: part("p", "em-chart-title"),
    sub: part("p", "em-chart-sub"),
    plot: part("div", "em-chart-plot"),
    hint: part("p", "em-chart-hint"),
    spoken: part("p", "em-hidden"),
    foot: part("p", "em-chart-foot"),
  };
  const words = part("div", "", parts.title, parts.sub);
  const menu = saveMenu({ picture: (kind, note) => saved(state, kind, note), drawing: () => drawing(state) });
  const buttons = soundButtons({ switched: () => switched(state), series: () => playOrEnd(state) });
  const tools = part("div", "em-chart-tools", buttons.root, menu.root);
  const head = part("div", "em-chart-head", words, tools);
  const figure = part("figure", "em-chart", head, parts.plot, parts.hint, parts.spoken, parts.foot);
  parts.spoken.setAttribute("aria-live", "polite");
  parts.plot.tabIndex = 0;
  parts.plot.setAttribute("role", "application");
  parts.hint.id = `em-hint-${++count}`;
  parts.plot.setAttribute("aria-describedby", parts.hint.id);
  parent.append(figure);
  const state = { ...parts, menu, buttons, figure, points: [], at: -1, drawn: Promise.resolve(), isSeen: true };
  parts.plot.addEventListener("keydown", (event) => walk(state, event));
  parts.plot.addEventListener("blur", () => leave(state));
  state.observer = new ResizeObserver(() => resize(state));
  state.observer.observe(parts.plot);
  state.sight = new IntersectionObserver((seen) => (state.isSeen = seen.at(-1).isIntersecting));
  state.sight.observe(parts.plot);
  living.add(state);
  return state;
}

function forget(state) {
  state.observer.disconnect();
  state.sight.disconnect();
  state.buttons.forget();
  living.delete(state);
}

function resize(state) {
  const width = state.plot.clientWidth;
  if (!state.spec || !width || state.isOnPaper || width === state.width) return;
  state.width = width;
  const { height, annotations, margin } = fitted(state.spec.layout, width);
  const isOtherwise = state.spec.layout.meta?.narrow ? { annotations, margin } : {};
  window.Plotly?.relayout(state.plot, { width, height, ...isOtherwise });
}

// What a chart has otherwise where it is narrow, e.g. numbers instead of labels.
function fitted(layout, width) {
  const narrow = layout.meta?.narrow;
  return narrow && width && width < narrow.below ? { ...layout, ...narrow.layout } : layout;
}

async function draw(state, data) {
  const spec = JSON.parse(data.spec);
  const isNew = !state.spec;
  const isOther = state.data && state.data.alt !== data.alt;
  Object.assign(state, { data, spec });
  state.title.textContent = data.title;
  state.figure.classList.toggle("em-untitled", !data.isTitled);
  state.sub.textContent = data.sub;
  state.foot.textContent = data.foot;
  state.hint.textContent = data.leads ? `${data.texts.keys} ${data.texts.enter}` : data.texts.keys;
  state.figure.classList.toggle("em-leads", Boolean(data.leads));
  state.plot.setAttribute("aria-label", data.alt);
  state.plot.setAttribute("aria-roledescription", data.texts.chart);
  state.plot.title = "";
  offer(state.menu, data.save);
  state.buttons.onOff.textContent = data.texts.sound;
  state.buttons.play.textContent = data.texts.play;
  silence(); // what was playing is no longer what is shown
  let library_;
  try {
    library_ = await plotly(data.plotly);
  } catch {
    state.plot.textContent = data.texts.failed;
    return;
  }
  await turn(state);
  if (state.data !== data) return; // overtaken by a newer one
  state.width ||= state.plot.clientWidth; // once: to ask is a layout, and the observer tells of changes
  const layout = { ...fitted(spec.layout, state.width), width: state.width || undefined, uirevision: data.name };
  await library_.react(state.plot, spec.data, layout, data.config);
  // Not with the first drawing alone: a newer one may have overtaken it above.
  if (!state.isClickable) state.plot.on("plotly_click", (event) => follow(state, event.points[0]?.x));
  state.isClickable = true;
  state.points = walkable(state.plot);
  state.at = Math.min(state.at, state.points.length - 1);
  state.buttons.root.hidden = !state.points.length;
  state.plot.dataset.drawn = String(Number(state.plot.dataset.drawn ?? 0) + 1);
  if (!isNew && isOther) say(state, `${data.texts.changed} ${data.title}`);
}

function say(state, text) {
  state.spoken.textContent = text;
}

// --- By keyboard: the points of each series, in order, each with the words that the pointer shows. What was measured
// comes first, then what was expected or earlier, then what has no value. Traces that say so are one series, as the
// waves of a survey.

const VOICES = ["value", "reference", "silent"];

function walkable(plot) {
  const found = [];
  plot.data.forEach((trace, curve) => {
    const words = trace.customdata ?? [];
    if (trace.hoverinfo === "skip") return;
    const { voice = "value", line = curve } = trace.meta?.heard ?? {};
    words.forEach((text, number) => {
      if (typeof text === "string" && text) found.push({ curve, number, line, voice, text: plain(text) });
    });
  });
  const rank = (one) => VOICES.indexOf(one.voice);
  return found.sort((one, other) => rank(one) - rank(other) || one.curve - other.curve || one.number - other.number);
}

function plain(text) {
  return text
    .replace(/<extra>.*?<\/extra>|<[^>]*>/g, " ")
    .replace(/&lt;/g, "<")
    .replace(/&gt;/g, ">")
    .replace(/&#36;/g, "$")
    .replace(/&#37;/g, "%")
    .replace(/&amp;/g, "&");
}

// --- What lies under a point: the page that counts the reports of its days.

function follow(state, day) {
  const { leads } = state.data;
  const wanted = String(day ?? "").slice(0, 10);
  const days = leads?.days.find((one) => one.slice(0, 10) <= wanted && wanted <= one.slice(-10));
  if (days) window.location.assign(leads.to + days);
}

function walk(state, event) {
  const steps = { ArrowRight: 1, ArrowLeft: -1 };
  const points = state.points;
  if (event.ctrlKey || event.altKey || event.metaKey) return; // the browser's own: back, print, save
  const act = { s: switched, p: playOrEnd, t: toTable }[event.key.toLowerCase()];
  if (act) {
    event.preventDefault();
    return act(state);
  }
  if (!points.length) return;
  const here = points[Math.max(state.at, 0)];
  let next = null;
  if (event.key in steps) next = state.at < 0 ? 0 : state.at + steps[event.key];
  if (event.key === "Home") next = points.findIndex((one) => one.line === here.line);
  if (event.key === "End") next = points.findLastIndex((one) => one.line === here.line);
  if (event.key === "ArrowDown") next = points.findIndex((one, place) => place > state.at && one.line !== here.line);
  if (event.key === "ArrowUp") {
    const last = points.findLast((one, place) => place < state.at && one.line !== here.line);
    next = last ? points.findIndex((one) => one.line === last.line) : -1;
  }
  if (event.key === "Escape") return silence() || leave(state); // the first one ends what is playing
  if (event.key === "Enter" && state.at >= 0) return follow(state, state.plot.data[here.curve].x?.[here.number]);
  if (next === null) return;
  event.preventDefault();
  if (next < 0 || next >= points.length) return say(state, state.data.texts.end);
  state.at = next;
  const { curve, number, text } = points[next];
  try {
    window.Plotly.Fx.hover(state.plot, [{ curveNumber: curve, pointNumber: number }]);
  } catch {
    // a point outside of the picture has nothing to show
  }
  say(state, text);
  hear(state.plot, points[next]);
}

function leave(state) {
  silence();
  state.at = -1;
  if (state.spec && window.Plotly) window.Plotly.Fx.unhover(state.plot);
}

// --- By ear, and on to the table.

function switched(state) {
  switchSound(!sound.isOn);
  say(state, sound.isOn ? state.data.texts.sound_on : state.data.texts.sound_off);
}

function playOrEnd(state) {
  if (silence()) return;
  if (!sound.isOn) return say(state, state.data.texts.sound_off);
  const here = state.points[Math.max(state.at, 0)];
  const series = state.points.filter((one) => one.line === here.line);
  playSeries(state.plot, series, () => say(state, state.data.texts.played));
}

// The first table behind the chart, or the switch that shows it.
function toTable(state) {
  const places = [...document.querySelectorAll('.em-table, [class*="st-key-opened-table-"] input')];
  const next = places.find((one) => state.figure.compareDocumentPosition(one) & Node.DOCUMENT_POSITION_FOLLOWING);
  if (!next) return say(state, state.data.texts.no_table);
  next.focus();
  next.scrollIntoView({ block: "nearest" });
}

// --- On paper charts are as wide as the paper.

function onPaper(isOn) {
  for (const state of living) {
    if (!state.figure.isConnected) {
      forget(state);
    } else if (state.spec && window.Plotly) {
      state.isOnPaper = isOn;
      const width = isOn ? Math.min(PAPER_WIDTH, state.width || PAPER_WIDTH) : state.plot.clientWidth;
      window.Plotly.relayout(state.plot, { width });
      if (!isOn) state.width = width;
    }
  }
}

if (!window.einlassPrint) {
  window.einlassPrint = true;
  window.matchMedia("print").addEventListener("change", (event) => onPaper(event.matches));
  window.addEventListener("beforeprint", () => onPaper(true));
  window.addEventListener("afterprint", () => onPaper(false));
}

// --- Pictures: always light, with title, selection, source, Stand and the sample mark drawn in.

function lines(text, size, weight, width) {
  const pen = document.createElement("canvas").getContext("2d");
  pen.font = `${weight} ${size}px ${PICTURE.font}`;
  const found = [];
  let line = "";
  for (const word of text.split(/\s+/)) {
    const longer = line ? `${line} ${word}` : word;
    if (line && pen.measureText(longer).width > width) {
      found.push(line);
      line = word;
    } else line = longer;
  }
  if (line) found.push(line);
  return found;
}

const SIZES = { svg: [1100, 0], page: [1100, 0], wide: [1200, 628], square: [1080, 1080] };
const NOTE_SIZES = [14, 12.5, 11]; // of the note; smaller ones only where a picture of fixed height would have no room
const LEAST_SHARE = 0.45; // of a picture's height that is left to its chart
const ON_PAPER = 720; // px of the drawing in a PDF

async function picture(state, kind, note) {
  const { data } = state;
  const [width, height] = SIZES[kind];
  const inside = width - 2 * PICTURE.edge;
  const row = (size, weight, fill) => (text) => ({ text, size, weight, fill });
  const rows = [
    ...lines(note.title, 26, 700, inside).map(row(26, 700, data.light.text)),
    ...lines(note.sub, 17, 400, inside).map(row(17, 400, data.light.muted)),
  ];
  const tall = (list) => list.reduce((sum, one) => sum + one.size * 1.32, 0);
  const top = PICTURE.edge + PICTURE.mark + tall(rows) + 10;
  const told = note.lines.join(" · ");
  const sized = (size) => lines(told, size, 400, inside).map(row(size, 400, data.light.muted));
  const below = NOTE_SIZES.map(sized);
  const left = (list) => height - top - tall(list) - PICTURE.edge - 8;
  const fits = below.find((list) => !height || left(list) >= LEAST_SHARE * height) ?? below.at(-1);
  const room = height ? Math.max(left(fits), LEAST_SHARE * height) : state.spec.layout.height;
  const { svg, tall: drawnTall } = await plotted(state, inside, Math.max(room, 160));
  const whole = Math.ceil(top + drawnTall + 8 + tall(fits) + PICTURE.edge);
  return compose(svg, { width, height: Math.max(height, whole), top, rows, below: fits, tall: drawnTall, note, data });
}

// The bare chart, always in light colours, as SVG of a width.
async function plotted(state, width, height) {
  const { data } = state;
  const drawn = JSON.parse(recoloured(data.spec, data.recolour));
  const host = part("div");
  host.style.cssText = "position:absolute;left:-9999px;top:0";
  document.body.append(host);
  const layout = { ...fitted(drawn.layout, width), width, height };
  try {
    await window.Plotly.newPlot(host, drawn.data, layout, { ...data.config, staticPlot: true });
    const address = await window.Plotly.toImage(host, { format: "svg", width, height });
    return { svg: decodeURIComponent(address.slice(address.indexOf(",") + 1)), tall: height };
  } finally {
    window.Plotly.purge(host);
    host.remove();
  }
}

async function drawing(state) {
  await state.drawn;
  if (!window.Plotly) return "";
  return (await plotted(state, ON_PAPER, state.spec.layout.height)).svg;
}

function compose(inner, { width, height, top, rows, below, tall, note, data }) {
  const space = "http://www.w3.org/2000/svg";
  const sheet = document.createElementNS(space, "svg");
  for (const [name, value] of Object.entries({ xmlns: space, width, height, viewBox: `0 0 ${width} ${height}` })) {
    sheet.setAttribute(name, value);
  }
  const add = (parent, tag, attributes, text) => {
    const made = document.createElementNS(space, tag);
    for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
    if (text !== undefined) made.textContent = text;
    parent.append(made);
    return made;
  };
  add(sheet, "title", {}, note.title);
  add(sheet, "desc", {}, data.alt);
  add(sheet, "rect", { width, height, fill: data.light.ground });
  const write = (list, from) => {
    let y = from;
    for (const row of list) {
      y += row.size * 1.32;
      add(sheet, "text", { x: PICTURE.edge, y: y - row.size * 0.3, "font-family": PICTURE.font, "font-size": row.size, "font-weight": row.weight, fill: row.fill }, row.text);
    }
  };
  const box = { x: PICTURE.edge, y: PICTURE.edge - 6, height: PICTURE.mark - 8 };
  add(sheet, "rect", { ...box, width: width - 2 * PICTURE.edge, fill: data.light.sample });
  add(sheet, "rect", { ...box, width: 3, fill: data.light.sample_edge });
  add(sheet, "text", { x: box.x + 12, y: box.y + 19, "font-family": PICTURE.font, "font-size": 15, "font-weight": 700, fill: data.light.text }, note.mark);
  write(rows, PICTURE.edge + PICTURE.mark - 8);
  const chart = new DOMParser().parseFromString(inner, "image/svg+xml").documentElement;
  chart.setAttribute("x", PICTURE.edge);
  chart.setAttribute("y", top);
  sheet.append(document.importNode(chart, true));
  write(below, top + tall + 8);
  return new XMLSerializer().serializeToString(sheet);
}

function recoloured(text, pairs) {
  return Object.entries(pairs).reduce((found, [from, to]) => found.replaceAll(from, to), text);
}

async function saved(state, kind, note) {
  await state.drawn;
  const svg = await picture(state, kind, note);
  if (kind === "svg") return new Blob([svg], { type: "image/svg+xml" });
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  await image.decode();
  const scale = kind === "page" ? 2 : 1;
  const sheet = Object.assign(document.createElement("canvas"), { width: image.width * scale, height: image.height * scale });
  const pen = sheet.getContext("2d");
  pen.scale(scale, scale);
  pen.drawImage(image, 0, 0);
  return new Promise((done, failed) => sheet.toBlob((made) => (made ? done(made) : failed(new Error(kind))), "image/png"));
}

function boardIn(parent) {
  const board = boards.get(parent) ?? { root: part("div"), states: [] };
  if (!boards.has(parent)) parent.append(board.root);
  boards.set(parent, board);
  return board;
}

export default function (component) {
  const parent = component.parentElement;
  const { charts, ...common } = component.data;
  const { root, states } = boardIn(parent);
  root.className = charts.length > 1 ? "em-chart-board" : "";
  charts.forEach((own, place) => {
    const state = (states[place] ??= build(root));
    state.drawn = draw(state, { ...common, ...own });
  });
  for (const surplus of states.splice(charts.length)) {
    forget(surplus);
    surplus.figure.remove();
  }
  return () => {
    if (parent.isConnected) return;
    states.forEach(forget);
    boards.delete(parent);
  };
}
