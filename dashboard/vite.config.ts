import { defineConfig } from 'vite';

export default defineConfig({
  root: import.meta.dirname,
  base: '/',
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    outDir: '../dist/dashboard',
    emptyOutDir: true,
    target: 'es2023',
    // A font or picture in a data: address would ask for a wider policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    // CodeMirror is a part of its own, which comes after the first screen; else one file is as quick as several: it comes from this machine.
    chunkSizeWarningLimit: 2_000,
  },
});
