import type { LiveNews } from '../../src/doors/web/index.ts';
import type { EddyEvent } from '../../src/wire/protocol/index.ts';
import { visible } from './visible.ts';

export type { LiveNews };

export interface LiveListener {
  onNews(news: LiveNews): void;
  /** Of the time before this page, as far as the door still has it; after the first state. */
  onBefore(events: readonly EddyEvent[]): void;
  /** `cut`: the door does not answer; `shut-out`: it does, and does not know us. */
  onLine(state: 'cut' | 'shut-out'): void;
}

const retryMs = 2_000;

/** News as it comes; after a break it comes back, and says what it had last. Gives a function that ends it. */
export function listen({ onNews, onBefore, onLine }: LiveListener): () => void {
  let retry: ReturnType<typeof setTimeout> | undefined;
  let source: EventSource;
  let lastId = '';
  const open = () => {
    stopAsking();
    // A browser that comes back by itself says the same in a header.
    source = new EventSource(lastId === '' ? '/api/v1/live' : `/api/v1/live?after=${encodeURIComponent(lastId)}`);
    source.onmessage = ({ data, lastEventId }) => {
      lastId = lastEventId;
      const news = JSON.parse(visible(data)) as LiveNews;
      onNews(news);
      // Nothing comes any more: to call again would only fill the console.
      if (news.say === 'over') source.close();
    };
    source.addEventListener('before', ({ data }) => {
      const news = JSON.parse(visible(data)) as LiveNews;
      if (news.say === 'events') onBefore(news.events);
    });
    source.onerror = () => {
      onLine('cut');
      if (source.readyState !== EventSource.CLOSED) return;
      // An answer that is no stream (401, 503): a browser gives up then, and does not say which.
      void isShutOut().then(shutOut => {
        if (!shutOut) retry = setTimeout(open, retryMs);
        else {
          onLine('shut-out');
          // Another page may have been let in meanwhile, with a cookie for all.
          globalThis.addEventListener('focus', open);
        }
      });
    };
  };
  const stopAsking = () => {
    clearTimeout(retry);
    globalThis.removeEventListener('focus', open);
  };
  open();
  return () => {
    stopAsking();
    source.close();
  };
}

async function isShutOut(): Promise<boolean> {
  try {
    const { status } = await fetch('/api/v1/ask/status', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{}',
    });
    return status === 401;
  } catch {
    return false;
  }
}
