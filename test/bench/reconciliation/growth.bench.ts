import { matchSets } from '#core/reconciliation/match-sets.ts';
import { isMain, printLine, processorMs, rounded } from './bench-line.ts';
import { adversarialSides, benchmarkPasses, friendlySides, type Sides } from './documents.ts';

/*
 * From 1,000,000 to 5,000,000 documents a side: the processor time per document at the end over that at the beginning
 * (processor time, because other work on the machine falls on the longer run). Adversarial
 * sets have four customers, three prices for half of the documents, four days and hardly a reference, so that a document
 * has thousands of candidates, equal ones or near.
 */

const sizes = [1_000_000, 5_000_000];

export async function run(): Promise<void> {
  measure('friendly', friendlySides);
  measure('adversarial', adversarialSides);
}

function measure(name: string, generate: (count: number) => Sides): void {
  const times = sizes.map((size) => best(generate(size)));
  const [small, large] = times as [number, number];
  const growth = large / small / ((sizes[1] as number) / (sizes[0] as number));
  printLine({
    name: `reconciliation.growth.${name}`,
    ours_ms: rounded(large),
    baseline_ms: rounded(small),
    ratio: rounded(growth, 3),
    target: '<= 1.5 (1 is linear; sorting adds log n, caches end)',
    baseline: 'the same at 1,000,000 a side; processor time, the ratio is per document',
  });
}

function best(sides: Sides): number {
  let least = Number.POSITIVE_INFINITY;
  for (let round = 0; round < 2; round += 1) {
    const startedAt = processorMs();
    matchSets(sides.left, sides.right, benchmarkPasses);
    least = Math.min(least, processorMs() - startedAt);
  }
  return least;
}

if (isMain(import.meta.url)) await run();
