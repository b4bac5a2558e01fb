// What was made with the generator is released also when its body never ran.
import { EventEmitter, on } from 'node:events';
import { safeGenerator } from 'eddy';

const topics = new EventEmitter();

function subscribe(topic) {
  const events = on(topics, topic);
  async function* messages() {
    try {
      for await (const [message] of events) yield message;
    } finally {
      await events.return();
    }
  }
  return safeGenerator(messages(), {
    name: 'messages',
    owns: `subscription to ${topic}`,
    release: async () => void (await events.return()),
  });
}

const news = subscribe('news');
await news.return();
if (topics.listenerCount('news') !== 0) throw new Error('still subscribed');
