const names = ['127.0.0.1', 'localhost', '::1'];

/** Only this machine reaches it. */
export function isLoopback(host: string): boolean {
  return names.includes(host);
}
