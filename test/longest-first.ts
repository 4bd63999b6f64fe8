import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** What takes minutes wherever it runs; begun last, it would keep one core waiting for the other. */
const longest = ['/faults/kill-points-s', '/browser/accessibility', '/faults/', '/browser/month'];

/** Files in the runner's own order, the longest before all others. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification): number => {
      const at = longest.findIndex((part) => moduleId.includes(part));
      return at < 0 ? longest.length : at;
    };
    return (await super.sort(files)).sort((one, other) => rank(one) - rank(other));
  }
}
