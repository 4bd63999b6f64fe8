import { defineConfig } from 'vitest/config';
import { LongestFirst } from './test/longest-first.ts';

export default defineConfig({
  test: {
    include: [
      'core/**/*.test.ts',
      'electron/**/*.test.ts',
      'renderer/**/*.test.ts',
      'scripts/**/*.test.ts',
      'test/**/*.test.ts',
    ],
    pool: 'forks',
    maxWorkers: '100%',
    // Files run one after the other in the same processes, warm: in processes of their own they take half as long again. What a
    // file sets outside itself it puts back.
    isolate: false,
    sequence: { sequencer: LongestFirst },
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // What is there at once on a quiet machine may take a while on a busy one.
    expect: { poll: { timeout: 15_000 } },
  },
});
