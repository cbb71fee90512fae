// @ts-check
// What draws the marks of the network: a shape for each sector, so that colour is not all that
// tells them apart. Each is sigma's own circle with another rule for what is outside of it.

/**
 * How far the point `v` from the middle is outside of a shape that a circle of radius `r` holds.
 * @type {Record<string, string>}
 */
const OUTSIDE = {
  circle: "length(v) - r",
  square: "max(abs(v.x), abs(v.y)) - 0.7071 * r",
  diamond: "0.7071 * (abs(v.x) + abs(v.y) - r)",
  triangle: "max(-v.y, 0.866 * abs(v.x) + 0.5 * v.y) - 0.5 * r",
};

/**
 * The shape of each sector, and by how much it is larger than a circle to weigh as much.
 * @type {Record<string, {type: string, more: number}>}
 */
export const SHAPES = {
  vcse: { type: "circle", more: 1 },
  mutual: { type: "triangle", more: 1.45 },
  private: { type: "square", more: 1.25 },
  public: { type: "diamond", more: 1.25 },
};

/** @param {string} outside */
const fragment = (outside) => `
precision highp float;
varying vec4 v_color;
varying vec2 v_diffVector;
varying float v_radius;
uniform float u_correctionRatio;
const vec4 transparent = vec4(0.0, 0.0, 0.0, 0.0);

void main(void) {
  vec2 v = v_diffVector;
  float r = v_radius;
  float border = u_correctionRatio * 2.0;
  float away = ${outside} + border;
  #ifdef PICKING_MODE
  gl_FragColor = away > border ? transparent : v_color;
  #else
  gl_FragColor = mix(v_color, transparent, clamp(away / border, 0.0, 1.0));
  #endif
}`;

/**
 * Give sigma a program for each shape.
 * @param {any} Circle sigma's program for circles
 * @returns {Record<string, any>}
 */
export function programs(Circle) {
  const made = Object.entries(OUTSIDE).map(([shape, outside]) => [
    shape,
    class extends Circle {
      getDefinition() {
        return { ...super.getDefinition(), FRAGMENT_SHADER_SOURCE: fragment(outside) };
      }
    },
  ]);
  return Object.fromEntries(made);
}
