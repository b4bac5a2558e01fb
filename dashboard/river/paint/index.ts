/**
 * dashboard/river/paint: the river on a canvas, by looks, levels and colours of the theme. It reads what River has and changes
 * nothing but how lanes are arranged.
 */

export * from './bars.ts';
export * from './minimap-painter.ts';
export * from './paint-marks.ts';
export * from './painter.ts';
export { axisHeight } from './scene.ts';
