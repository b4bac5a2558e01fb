// The same for a program of ES modules: what they import is seen by hooks in a thread of their own.
const { register } = require('node:module');
const { pathToFileURL } = require('node:url');

register('@opentelemetry/instrumentation/hook.mjs', pathToFileURL(__filename));
require('./otel.cjs');
