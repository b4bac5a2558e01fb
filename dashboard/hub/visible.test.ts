import { equal } from 'node:assert/strict';
import { test } from 'node:test';
import { meant, visible } from './visible.ts';

test('what would turn a text is seen in it, and all other text is left as it is', () => {
  equal(visible('user\u202Etxt.exe\u2069'), 'user⟨202E⟩txt.exe⟨2069⟩');
  const others = 'שלום, 東京 <b>"\\n" \u200F…';
  equal(visible(others), others);
  equal(JSON.parse(visible(JSON.stringify({ name: 'a\u2066b' }))).name, 'a⟨2066⟩b');
});

test('what is sent back is as the program has it, signs that it wrote itself too', () => {
  for (const text of ['user\u202Etxt.exe\u2069', 'a⟨202E⟩b', '⟨27E8⟩\u202E⟨⟨2066⟩', '⟨202e⟩ ⟨1⟩ ⟨'])
    equal(meant(visible(text)), text);
  equal(visible('a⟨202E⟩b'), 'a⟨27E8⟩202E⟩b');
});
