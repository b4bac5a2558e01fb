/**
 * wire/cdp: the Chrome DevTools Protocol as a client speaks it: over a WebSocket to the inspector of a process on this machine.
 * It knows the protocol's frame and no domain of it; who asks for what is no matter here.
 */
export { CdpConnection, type CdpPlace, type CdpWaits, dialCdp } from './connection.ts';
