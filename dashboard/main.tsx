import './style/index.css';
import { render } from 'preact';
import { Frame, followAddress } from './frame/index.ts';
import { ask, listen } from './hub/index.ts';
import { Model } from './model/index.ts';

const waiting = new Set<() => void>();
const soonMs = 60;

const model = new Model({
  ask,
  soon(work) {
    if (waiting.has(work)) return;
    waiting.add(work);
    setTimeout(() => {
      waiting.delete(work);
      work();
    }, soonMs);
  },
});

followAddress();
render(<Frame model={model} />, document.getElementById('page')!);
listen({
  onNews: news => model.take(news),
  onCut: () => {
    model.line.value = 'cut';
  },
});
