import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** What takes minutes wherever it runs; begun last, it would keep one core waiting for the other. */
const longest = ['/faults/kill-points-s', '/browser/accessibility', '/faults/', '/browser/month'];

/** Files in the runner's own order, the longest before all others. */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification): number => {
      const at = longest.findIndex((part) => moduleId.includes(part));
      return at < 0 ? longest.length : at;
    };
    return (await super.sort(files)).sort((one, other) => rank(one) - rank(other));
  }
}

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
