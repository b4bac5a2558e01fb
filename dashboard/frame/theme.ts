import { computed, type ReadonlySignal, type Signal, signal } from '@preact/signals';

export const themes = ['system', 'light', 'dark'] as const;
export type Theme = (typeof themes)[number];

const key = 'eddy.theme';
const asked = globalThis.matchMedia?.('(prefers-color-scheme: dark)');
const systemIsDark = signal(asked?.matches === true);
asked?.addEventListener('change', ({ matches }) => {
  systemIsDark.value = matches;
});

export const theme: Signal<Theme> = signal<Theme>(kept());

/** Read in what draws on a canvas: its colours are others then. */
export const isDark: ReadonlySignal<boolean> = computed(() =>
  theme.value === 'system' ? systemIsDark.value : theme.value === 'dark',
);

/** A colour by its meaning, as the page has it now: `colourOf('held')`. */
export function colourOf(name: string): string {
  void isDark.value;
  return globalThis.getComputedStyle(globalThis.document.documentElement).getPropertyValue(`--${name}`).trim();
}

export function setTheme(wanted: Theme): void {
  if (wanted === 'system') delete globalThis.document.documentElement.dataset.theme;
  else globalThis.document.documentElement.dataset.theme = wanted;
  theme.value = wanted;
  try {
    globalThis.localStorage.setItem(key, wanted);
  } catch {
    // A browser that keeps nothing has the theme until it is reloaded.
  }
}

function kept(): Theme {
  try {
    const word = globalThis.localStorage?.getItem(key);
    return themes.find(one => one === word) ?? 'system';
  } catch {
    return 'system';
  }
}
