// @ts-check
// Draws the network of the page at this address as a map, from the JSON of the same address.
// The table on the page holds everything that the map shows; without this script it stands alone.

import { SHAPES, programs } from "./shapes.js";

/**
 * @typedef {{id: string, name: string, sector: string, community: number | null, partners: number,
 *   centrality: number, x: number, y: number}} Organisation
 * @typedef {{first: string, second: string, works: string[], strength: number}} Tie
 * @typedef {{focus: string | null, path: string[] | null, nodes: Organisation[], ties: Tie[]}} Network
 * @typedef {"sector" | "community"} Colouring
 */

const COLOURED_COMMUNITIES = 10;
const MANY_TIES = 500;
const MANY_NODES = 1000;
const STEP = 0.2;

const section = /** @type {HTMLElement} */ (document.querySelector("#map-section"));
const stage = /** @type {HTMLElement} */ (document.querySelector("#map"));
const said = /** @type {HTMLElement} */ (document.querySelector("#map-said"));
const find = /** @type {HTMLInputElement} */ (document.querySelector("#map-find"));
const duration = matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 300;
const style = getComputedStyle(document.documentElement);
/** @param {string} name */
const colour = (name) => style.getPropertyValue(`--${name}`).trim();

/** What is shown apart from the rest: one organisation with its partners, or the way between two. */
const shown = {
  /** @type {string | null} */ at: null,
  /** @type {Set<string>} */ way: new Set(),
};

/**
 * @param {Organisation} node
 * @param {Colouring} by
 */
function appearance(node, by) {
  if (by === "sector") {
    return { color: colour(`sector-${node.sector}`), label: node.name };
  }
  const number = node.community;
  const known = number !== null && number <= COLOURED_COMMUNITIES;
  return {
    color: colour(known ? `community-${number}` : "community-other"),
    label: number === null ? node.name : `${node.name} · ${number}`,
  };
}

/**
 * @param {Network} network
 * @param {Colouring} by
 */
function graphOf(network, by) {
  const { Graph } = /** @type {any} */ (window).graphology;
  const graph = new Graph({ type: "undirected" });
  for (const node of network.nodes) {
    const { type, more } = SHAPES[node.sector] ?? SHAPES.vcse;
    const size = more * Math.min(3 + 3 * Math.sqrt(node.centrality), 18);
    graph.addNode(node.id, { x: node.x, y: node.y, size, type, node, ...appearance(node, by) });
  }
  const thin = network.ties.length > MANY_TIES;
  for (const tie of network.ties) {
    const size = thin ? 0.5 : 1 + Math.min(tie.strength, 3);
    graph.addEdge(tie.first, tie.second, { size, color: colour("tie") });
  }
  return graph;
}

/** Where names stand in this frame: one that would cover another is left out. */
const written = {
  /** @type {{left: number, right: number, top: number, bottom: number}[]} */ boxes: [],
};

/**
 * Whether there is room for a name in this frame; if so, it is taken.
 * @param {{left: number, right: number, top: number, bottom: number}} box
 */
function takesRoom(box) {
  const free = written.boxes.every(
    (other) =>
      box.right < other.left ||
      box.left > other.right ||
      box.bottom < other.top ||
      box.top > other.bottom,
  );
  if (free) written.boxes.push(box);
  return free;
}

/**
 * Write a name beside its mark, on a rim that keeps it apart from the lines behind. At the right
 * edge it stands on the other side; where another name stands it is left out, unless it is sought.
 * @param {CanvasRenderingContext2D} context
 * @param {{label: string, x: number, y: number, size: number, forceLabel?: boolean}} data
 * @param {{labelSize: number, labelFont: string}} settings
 */
function write(context, data, settings) {
  if (!data.label) return;
  context.font = `${settings.labelSize}px ${settings.labelFont}`;
  const width = context.measureText(data.label).width;
  const right = data.x + data.size + 3;
  const left = right + width > stage.clientWidth ? data.x - data.size - 3 - width : right;
  const [top, bottom] = [data.y - settings.labelSize / 2, data.y + settings.labelSize / 2];
  if (!takesRoom({ left, right: left + width, top, bottom }) && !data.forceLabel) return;
  const place = /** @type {const} */ ([left, data.y + settings.labelSize / 3]);
  context.lineJoin = "round";
  context.lineWidth = 4;
  context.strokeStyle = colour("govuk-body-background-colour");
  context.strokeText(data.label, ...place);
  context.fillStyle = colour("govuk-text-colour");
  context.fillText(data.label, ...place);
}

/** @param {any} graph */
function draw(graph) {
  const Sigma = /** @type {any} */ (window).Sigma;
  const many = graph.size > MANY_TIES;
  const faded = { color: colour("faded"), label: "", zIndex: 0 };
  /** @param {string} node */
  const apart = (node) => {
    if (shown.at !== null) return node === shown.at || graph.areNeighbors(node, shown.at);
    return shown.way.size === 0 || shown.way.has(node);
  };
  /** @param {string} edge */
  const tied = (edge) => {
    const ends = graph.extremities(edge);
    if (shown.at !== null) return ends.includes(shown.at);
    return shown.way.size === 0 || ends.every((/** @type {string} */ end) => shown.way.has(end));
  };
  const sigma = new Sigma(graph, stage, {
    defaultNodeType: "circle",
    nodeProgramClasses: programs(Sigma.rendering.NodeCircleProgram),
    hideEdgesOnMove: many,
    hideLabelsOnMove: many,
    labelFont: "Arial, sans-serif",
    labelSize: 13,
    defaultDrawNodeLabel: write,
    labelRenderedSizeThreshold: graph.order > MANY_NODES ? 9 : 6,
    zIndex: true,
    minCameraRatio: 0.02,
    maxCameraRatio: 4,
    zoomDuration: duration,
    inertiaDuration: duration,
    doubleClickZoomingDuration: duration,
    nodeReducer: (/** @type {string} */ node, /** @type {any} */ data) => {
      if (!apart(node)) return { ...data, ...faded };
      const marked = node === shown.at || shown.way.has(node);
      return { ...data, zIndex: 1, forceLabel: marked, highlighted: node === shown.at };
    },
    edgeReducer: (/** @type {string} */ edge, /** @type {any} */ data) => {
      if (shown.at === null && shown.way.size === 0) return data;
      if (!tied(edge)) return { ...data, color: colour("faded"), zIndex: 0 };
      return { ...data, color: colour("way"), size: data.size + 1, zIndex: 1 };
    },
  });
  sigma.on("beforeRender", () => {
    written.boxes = [];
  });
  sigma.refresh(); // names of the first frame, which was drawn before that
  return sigma;
}

/**
 * Say who an organisation is, with the links of its row in the table.
 * @param {Organisation} node
 */
function say(node) {
  const row = document.querySelector(`tr[data-id="${CSS.escape(node.id)}"]`);
  const links = [...(row?.querySelectorAll("a") ?? [])].map((link) => {
    const copy = document.createElement("a");
    copy.href = link.href;
    copy.textContent = link.closest("th") ? node.name : "Its network";
    return copy;
  });
  const partners = node.partners === 1 ? "1 partner" : `${node.partners} partners`;
  const sector = node.sector === "vcse" ? "VCSE" : node.sector;
  const community = node.community === null ? "" : `, community ${node.community}`;
  const [page, ego] = links;
  said.replaceChildren(page ?? node.name, `: ${sector}${community}, ${partners}. `);
  if (ego) said.append(ego);
}

/**
 * Move the map by the buttons beside it.
 * @param {any} camera
 */
function moveByButtons(camera) {
  /** @type {Record<string, (state: any) => Partial<{x: number, y: number, ratio: number}>>} */
  const moves = {
    in: (state) => ({ ratio: Math.max(state.ratio / 1.5, 0.02) }),
    out: (state) => ({ ratio: Math.min(state.ratio * 1.5, 4) }),
    left: (state) => ({ x: state.x - STEP * state.ratio }),
    right: (state) => ({ x: state.x + STEP * state.ratio }),
    up: (state) => ({ y: state.y + STEP * state.ratio }),
    down: (state) => ({ y: state.y - STEP * state.ratio }),
    whole: () => ({ x: 0.5, y: 0.5, ratio: 1 }),
  };
  for (const button of section.querySelectorAll("button[data-move]")) {
    const move = moves[/** @type {HTMLElement} */ (button).dataset.move ?? "whole"];
    button.addEventListener("click", () => go(camera, move(camera.getState())));
  }
}

/**
 * @param {any} camera
 * @param {object} state
 */
function go(camera, state) {
  if (duration) camera.animate(state, { duration });
  else camera.setState({ ...camera.getState(), ...state });
}

/**
 * Let the pointer choose an organisation: over it says who it is, on it shows its partners, and
 * on it again opens its page.
 * @param {any} sigma
 * @param {any} graph
 */
function chooseByPointer(sigma, graph) {
  /** @param {string} id */
  const node = (id) => graph.getNodeAttribute(id, "node");
  sigma.on("enterNode", (/** @type {any} */ event) => say(node(event.node)));
  sigma.on("clickNode", (/** @type {any} */ event) => {
    if (shown.at === event.node) said.querySelector("a")?.click();
    else choose(sigma, node(event.node));
  });
  sigma.on("clickStage", () => {
    shown.at = null;
    sigma.refresh({ skipIndexation: true });
  });
  sigma.on("doubleClickNode", (/** @type {any} */ event) => event.preventSigmaDefault());
}

/**
 * @param {any} sigma
 * @param {Organisation} node
 */
function choose(sigma, node) {
  shown.at = node.id;
  say(node);
  sigma.refresh({ skipIndexation: true });
}

/**
 * @param {any} sigma
 * @param {Network} network
 */
function chooseByName(sigma, network) {
  const list = /** @type {HTMLElement} */ (document.querySelector("#map-names"));
  list.append(
    ...network.nodes.map((node) => {
      const option = document.createElement("option");
      option.value = node.name;
      return option;
    }),
  );
  find.addEventListener("change", () => {
    const wanted = find.value.trim().toLowerCase();
    if (!wanted) return;
    const named = (/** @type {Organisation} */ node) => node.name.toLowerCase();
    const node =
      network.nodes.find((each) => named(each) === wanted) ??
      network.nodes.find((each) => named(each).includes(wanted));
    if (!node) {
      said.textContent = `Nobody on this map is called “${find.value.trim()}”.`;
      return;
    }
    choose(sigma, node);
    const { x, y } = sigma.getNodeDisplayData(node.id);
    go(sigma.getCamera(), { x, y, ratio: 0.4 });
  });
}

/**
 * Switch colours, and keep the choice in the address.
 * @param {any} sigma
 * @param {any} graph
 */
function recolour(sigma, graph) {
  for (const input of colourings()) {
    input.addEventListener("change", () => {
      const by = chosen();
      graph.updateEachNodeAttributes((/** @type {string} */ _, /** @type {any} */ data) => ({
        ...data,
        ...appearance(data.node, by),
      }));
      history.replaceState(null, "", `#colour=${by}`);
      showLegend(by);
      sigma.refresh();
    });
  }
}

/** @returns {NodeListOf<HTMLInputElement>} */
function colourings() {
  return section.querySelectorAll('input[name="colour"]');
}

/** @returns {Colouring} */
function chosen() {
  const input = [...colourings()].find((each) => each.checked);
  return input?.value === "community" ? "community" : "sector";
}

/** @param {Colouring} by */
function showLegend(by) {
  for (const legend of section.querySelectorAll("[data-legend]")) {
    const element = /** @type {HTMLElement} */ (legend);
    element.hidden = element.dataset.legend !== by;
  }
}

/** Whether this browser has what sigma draws with; without it sigma does not even load. */
function canDraw() {
  const canvas = document.createElement("canvas");
  return Boolean(canvas.getContext("webgl2") ?? canvas.getContext("webgl"));
}

async function start() {
  if (!canDraw()) throw new Error("no WebGL");
  // The two packages put their names into the window.
  const [answer] = await Promise.all([
    fetch(stage.dataset.network ?? ""),
    import("./packages/graphology.js"),
    import("./packages/sigma.js"),
  ]);
  if (!answer.ok) throw new Error(`${answer.status}`);
  /** @type {Network} */
  const network = await answer.json();
  section.hidden = false;
  for (const input of colourings()) {
    if (location.hash === `#colour=${input.value}`) input.checked = true;
  }
  const by = chosen();
  showLegend(by);
  shown.way = new Set(network.path ?? []);
  const graph = graphOf(network, by);
  const sigma = draw(graph);
  moveByButtons(sigma.getCamera());
  chooseByPointer(sigma, graph);
  chooseByName(sigma, network);
  recolour(sigma, graph);
  const middle = network.nodes.find((node) => node.id === network.focus);
  if (middle) say(middle);
  stage.dataset.ready = "yes";
}

start().catch(() => {
  section.hidden = false;
  section.classList.add("undrawn");
  said.textContent = "The map could not be drawn here. The table above holds all that it shows.";
});
