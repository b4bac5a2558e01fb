import { equal } from 'node:assert/strict';
import { test } from 'node:test';
import { type Answer, type AnswerLine, encodeLine, type OrderLine } from '../../wire/protocol/index.ts';
import { HubAsks } from './hub-asks.ts';

const order: OrderLine = { say: 'order', id: 5, target: 't', order: 'holds', ask: {} };
const answer = { text: '"id":1,"more":true}' } as unknown as Answer<'holds'>;
const line = (more: Partial<AnswerLine>) => encodeLine({ say: 'answer', id: 1, target: 't', answer, ...more });

test('a hub hears the answer under its own number, part by part', () => {
  const asks = new HubAsks();
  const { id } = asks.take(order);
  equal(asks.answered(line({ id, more: true })), line({ id: 5, more: true }));
  equal(asks.answered(line({ id })), line({ id: 5 }));
  equal(asks.answered(line({ id })), '');
});

test('what another hub asked is not answered to the one in its place', () => {
  const asks = new HubAsks();
  const before = asks.take(order).id;
  asks.clear();
  const now = asks.take(order).id;
  equal(asks.answered(line({ id: before })), '');
  equal(asks.answered(line({ id: now })), line({ id: 5 }));
});
