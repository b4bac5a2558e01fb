// The same by hooks in the program's own thread.
const { register } = require('import-in-the-middle/register-hooks.mjs');

register();
require('./otel.cjs');
