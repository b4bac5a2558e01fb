export default {
  logLevel: 'warn',
  build: { ssr: 'ts/main.ts', sourcemap: true, minify: false },
};
