export function listFixtures(from?: string): string[];
export function isInstalled(folder: string): boolean;
export function installFixtures(
  say: (text: string) => void,
  folders?: readonly string[],
  install?: (folder: string) => void,
): boolean;
