import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';

test('waits', () => sleep(1500));
