// The subscription is made with the generator, whose finally would end it; but it is closed before its first step.
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
  return safeGenerator(messages(), { name: 'messages', owns: `subscription to ${topic}` }); // @created
}

const news = subscribe('news');
await news.return(); // @returned
