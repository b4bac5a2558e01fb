/**
 * wire/protocol: the words that processes say to each other and to people's tools: finding, event, report, and the lines
 * between a target and its hub. It knows no socket and no runtime.
 */
export * from './event.ts';
export * from './finding.ts';
export * from './line.ts';
export * from './report.ts';
