/** What a mistake of the page could let a program's text do: the browser is told not to let it. */
import { deepEqual } from 'node:assert/strict';
import { Stage } from '../integration/web-stage.ts';
import { inBrowser } from './browser.ts';

/** By what the browser says that it broke. */
const mistakes = [
  ['require-trusted-types-for', `document.body.insertAdjacentHTML('beforeend', '<img src=x onerror="ran = true">')`],
  ['require-trusted-types-for', `new Function('ran = true')()`],
  ['require-trusted-types-for', `setTimeout('ran = true')`],
  ['require-trusted-types-for', `put('script', { text: 'ran = true' })`],
  ['trusted-types', `trustedTypes.createPolicy('page', { createHTML: text => text })`],
  ['require-trusted-types-for', `put('button').setAttribute('onclick', 'ran = true')`],
  ['script-src-elem', `put('a', { href: 'javascript:void (ran = true)' }).click()`],
  ['script-src-elem', `import(elsewhere).catch(() => {})`],
  ['style-src-attr', `put('p').setAttribute('style', 'color: red')`],
  ['img-src', `put('img', { src: elsewhere })`],
  ['frame-src', `put('iframe', { src: '/' })`],
  ['connect-src', `fetch(elsewhere).catch(() => {})`],
  ['form-action', `put('form', { action: elsewhere }).submit()`],
  ['base-uri', `put('base', { href: elsewhere })`],
] as const;

const tools = `
ran = false;
elsewhere = 'http://127.0.0.1:1/';
put = (name, fields) => {
  const one = Object.assign(document.createElement(name), fields);
  document.body.append(one);
  return one;
};
// Later, as the page would: what is evaluated from outside may do more.
attempted = mistake => new Promise(resolve => {
  const say = ({ effectiveDirective }) => resolve([effectiveDirective, ran]);
  document.addEventListener('securitypolicyviolation', say, { once: true });
  setTimeout(mistake);
  setTimeout(() => say({ effectiveDirective: 'nothing' }), 20_000);
});
`;

inBrowser('markup, code and requests to elsewhere are let through nowhere', async (t, follow) => {
  const stage = new Stage(t);
  const { link } = await stage.serve('--dashboard', '0', '--store', 'memory');
  const mayComplain = /Content Security Policy|Trusted ?(?:HTML|Script|Type)|Refused to|ERR_BLOCKED_BY/;
  const { page } = await follow(link, { mayComplain });
  await page.evaluate(tools);
  for (const [directive, mistake] of mistakes) {
    deepEqual(await page.evaluate(`attempted(async () => { ${mistake} })`), [directive, false], mistake);
  }
});
