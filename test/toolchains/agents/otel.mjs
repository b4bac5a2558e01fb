// The same for a program of ES modules: what they import is seen by hooks that the SDK's own hook.mjs is for.
import { register } from 'node:module';

register('@opentelemetry/instrumentation/hook.mjs', import.meta.url);
await import('./otel.cjs');
