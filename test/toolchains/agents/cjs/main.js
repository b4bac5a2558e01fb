const http = require('node:http');
const { setImmediate: later } = require('node:timers/promises');

const prices = new Map([
  ['tea', 2],
  ['cake', 5],
]);

async function checkout(path) {
  let total = 0;
  for (const thing of path.slice(1).split('/')) {
    await later();
    const price = prices.get(thing);
    if (price === undefined) throw new Error(`no ${thing} today`);
    total += price;
  }
  const bill = `${path}: ${total}`; // @held
  return bill;
}

const server = http.createServer(async (request, response) => {
  try {
    const bill = await checkout(request.url);
    // A request of its own, within the first: its span is a child of that.
    response.end(request.url === '/cake' ? bill : await ask('/cake'));
  } catch (error) {
    response.statusCode = 404;
    response.end(error.message);
  }
});

function ask(path) {
  return new Promise((resolve, reject) => {
    http
      .get({ host: '127.0.0.1', port: server.address().port, path, agent: false }, response => {
        let text = `${response.statusCode} `;
        response.setEncoding('utf8').on('data', chunk => {
          text += chunk;
        });
        response.on('end', () => resolve(text));
      })
      .on('error', reject);
  });
}

async function main() {
  await new Promise(resolve => server.listen(0, '127.0.0.1', resolve));
  for (const answer of await Promise.all(['/tea/cake', '/tea', '/coffee'].map(ask))) console.log(answer);
  server.close();
  process.exitCode = 3;
}

main();
