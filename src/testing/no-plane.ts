const notHere = () => Promise.reject(new Error('There is no hub here.'));

/** For commands that ask no hub that stays. */
export const noPlane = { dial: notHere, serve: notHere, past: notHere, export: notHere, interrupted: notHere };
