import type { LiveNews } from '../../src/doors/web/index.ts';

export type { LiveNews };

export interface LiveListener {
  onNews(news: LiveNews): void;
  /** The door itself does not answer. */
  onCut(): void;
}

/** News as it comes; after a break the browser comes back by itself, and says what it had last. */
export function listen({ onNews, onCut }: LiveListener): () => void {
  const source = new EventSource('/api/v1/live');
  source.onmessage = ({ data }) => onNews(JSON.parse(data) as LiveNews);
  source.onerror = () => {
    onCut();
    // Closed by an answer that is no stream (401, 503): a browser gives up then, and we do not.
    if (source.readyState === EventSource.CLOSED) retry = setTimeout(again, 2000);
  };
  let retry: ReturnType<typeof setTimeout> | undefined;
  let stop = () => source.close();
  const again = () => {
    stop = listen({ onNews, onCut });
  };
  return () => {
    clearTimeout(retry);
    stop();
  };
}
