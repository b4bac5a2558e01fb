/**
 * doors/web: the dashboard's door: HTTP on loopback for a browser and for programs. It shows a page who may enter, passes on
 * what the page asks of a hub, and tells it what happens. It must not know how a hub does what it is asked, nor what the page
 * draws.
 */
export { answerType } from './answer-type.ts';
export * from './browse.ts';
export * from './door-keys.ts';
export * from './last-words.ts';
export * from './live-news.ts';
export * from './web-door.ts';
