import { equal } from 'node:assert/strict';
import { test } from 'node:test';
import { routeOf } from './index.ts';

test('what requests and others have in common', () => {
  equal(routeOf('request', 'GET /orders/17/items?sort=1'), 'GET /orders/:id/items');
  equal(routeOf('request', 'GET /u/4f1c2d3e-0000-4000-8000-1234567890ab'), 'GET /u/:id');
  equal(routeOf('request', 'POST /objects/5fa1c3b2d4'), 'POST /objects/:id');
  equal(routeOf('request', 'GET /v2/health'), 'GET /v2/health');
  equal(routeOf('task', 'load ship 12'), 'task · load ship #');
  equal(routeOf('main', 'main program'), 'main program');
  equal(routeOf('task', ''), 'task · ');
});
