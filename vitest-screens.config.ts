import { defineConfig } from 'vitest/config';

/** `npm run screens`: pictures of every screen, for the documentation. */
export default defineConfig({
  test: {
    include: ['test/browser/take-screens.ts'],
    pool: 'forks',
    testTimeout: 300_000,
    hookTimeout: 300_000,
  },
});
