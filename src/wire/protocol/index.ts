/**
 * wire/protocol: the words that processes say to each other and to people's tools: finding, event, report, and the lines
 * between a target and its hub. It knows no socket and no runtime.
 */
export * from './alert-rule.ts';
export * from './breakpoints.ts';
export * from './captured-text.ts';
export * from './control.ts';
export * from './control-checks.ts';
export * from './duration.ts';
export * from './event.ts';
export * from './fail-on.ts';
export * from './finding.ts';
export * from './flat.ts';
export * from './heard-events.ts';
export * from './line.ts';
export * from './line-cutter.ts';
export * from './matcher-words.ts';
export * from './option-words.ts';
export * from './order.ts';
export * from './plan.ts';
export * from './port-place.ts';
export * from './probe.ts';
export * from './probe-options.ts';
export * from './probe-words.ts';
export * from './report.ts';
export * from './report-sum.ts';
export * from './run-card.ts';
export * from './run-options.ts';
export * from './run-record.ts';
export * from './run-settings.ts';
export * from './session-view.ts';
export * from './stored.ts';
export * from './stream.ts';
export * from './system-course.ts';
export * from './system-figures.ts';
export * from './test-record.ts';
export * from './unprepared-dump.ts';
