// A small service and those who use it, in one process, for as long as it is let: requests on several routes, tasks that share
// a lock, jobs with a deadline that some miss, errors now and then. Its port, then nothing, on standard output.
import { createServer, get } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { Mutex } from 'async-mutex';
import { flow, group, openScope, scope, task } from 'eddy';

const pace = Number(process.argv[2] ?? 1);
const crane = new Mutex();
const between = (least, most) => sleep((least + Math.random() * (most - least)) / pace);

async function stock(id) {
  await between(20, 90);
  return { id, left: 3 };
}

async function load(ship) {
  const release = await crane.acquire();
  try {
    await between(60, 240);
  } finally {
    release();
  }
  return ship;
}

async function quote(id) {
  return scope(`quote ${id}`, { deadlineMs: 400 / pace }, async ({ signal }) => {
    await group(async tasks => {
      for (const carrier of ['north', 'south', 'west'])
        tasks.spawn(`ask ${carrier}`, () => sleep((120 + Math.random() * 420) / pace, undefined, { signal }));
    });
    return 'quoted';
  });
}

const routes = {
  '/items': id => stock(id),
  '/ships': async id => {
    const loaded = task(`load ship ${id}`, () => load(id));
    await between(30, 120);
    return loaded;
  },
  '/quotes': async id => (await quote(id)) ?? 'no quote in time',
  '/broken': async () => {
    await between(40, 200);
    throw new Error('the harbour is closed');
  },
};

const server = createServer(async (request, response) => {
  const [, area, id] = request.url.split('/');
  try {
    const answer = await routes[`/${area}`](id);
    response.end(JSON.stringify(answer));
  } catch (error) {
    response.statusCode = 500;
    response.end(error.message);
  }
});

function ask(path) {
  return new Promise((settle, fail) => {
    get({ port: server.address().port, path, agent: false }, answer => {
      answer.resume().on('end', settle);
    }).on('error', fail);
  });
}

async function customers(area, everyMs) {
  for (let id = 100; ; id++) {
    await sleep((Math.random() * 2 * everyMs) / pace);
    ask(`/${area}/${id}`).catch(() => {});
  }
}

async function tide() {
  for (;;) {
    const low = task('measure the tide', async () => {
      await between(700, 1500);
      if (Math.random() < 0.3) throw new Error('the gauge is stuck');
    });
    await low.catch(() => {});
    await between(100, 500);
  }
}

/** A mistake: the lease that one task enters is left by another. */
async function leases() {
  for (let day = 1; ; day++) {
    await between(2_000, 4_000);
    const lease = openScope(`lease ${day}`);
    const tenant = task(`tenant ${day}`, async () => {
      lease.enter();
      await between(300, 600);
    });
    await tenant.catch(() => {});
    await task(`landlord ${day}`, async () => lease.exit()).catch(() => {});
  }
}

server.listen(0, '127.0.0.1', () => {
  process.stdout.write(`${server.address().port}\n`);
  void flow('night watch', () => sleep(3_600_000));
  for (const [area, everyMs] of [
    ['items', 60],
    ['ships', 260],
    ['quotes', 420],
    ['broken', 1500],
  ])
    void customers(area, everyMs);
  void tide();
  void leases();
});
