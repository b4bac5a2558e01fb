/** hub/alerts: rules over counters, and who is told when one is passed. It holds nobody up, and knows no program. */
export * from './alerts.ts';
export * from './webhook.ts';
