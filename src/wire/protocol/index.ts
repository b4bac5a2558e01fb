/**
 * wire/protocol: the words that processes say to each other and to people's tools: finding, event, report, and the lines
 * between a target and its hub. It knows no socket and no runtime.
 */
export * from './event.ts';
export * from './fail-on.ts';
export * from './finding.ts';
export * from './line.ts';
export * from './report.ts';
export * from './report-sum.ts';
export * from './run-options.ts';
export * from './run-record.ts';
