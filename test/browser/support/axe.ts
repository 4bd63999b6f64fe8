import axe, { type RunOptions } from 'axe-core';
import type { Page } from 'playwright-core';

const everyRule: RunOptions = {
  runOnly: { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] },
};

/** What axe finds on the page as it is, one line each: the rule and the element. With `rules`, those alone. */
export function axeProblems(page: Page, rules?: readonly string[]): Promise<readonly string[]> {
  return problems(page, rules ? { runOnly: { type: 'rule', values: [...rules] } } : everyRule);
}

const themes = ['light', 'dark', 'contrast'] as const;

/**
 * The same in every theme. What a theme changes is contrast alone, so that the whole rule set runs once and the contrast rules in
 * each theme.
 */
export async function axeProblemsInThemes(page: Page): Promise<readonly string[]> {
  const found: string[] = [];
  for (const theme of themes) {
    await page.evaluate((name) => {
      document.documentElement.dataset['theme'] = name;
      return new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)));
    }, theme);
    const inTheme = await axeProblems(page, theme === 'light' ? undefined : ['color-contrast']);
    found.push(...inTheme.map((problem) => `${theme}: ${problem}`));
  }
  return found;
}

/** axe runs in the page itself, put there once: its own driver for browsers brings it anew each time and opens a page beside. */
async function problems(page: Page, options: RunOptions): Promise<readonly string[]> {
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(axe.source);
  const { violations } = await page.evaluate(
    async (asked) => {
      // What fades in has no contrast yet; what goes on for ever, as a bar of progress, is looked at as it is.
      const ending = document
        .getAnimations()
        .filter(({ effect }) => Number.isFinite(effect?.getComputedTiming().endTime));
      await Promise.allSettled(ending.map(({ finished }) => finished));
      return (globalThis as unknown as { axe: typeof axe }).axe.run(document, asked);
    },
    { ...options, resultTypes: ['violations'] } satisfies RunOptions,
  );
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => {
      const why = (failureSummary ?? '').split('\n').at(1)?.trim() ?? '';
      return `${id}: ${target.join(' ')}: ${why}`;
    }),
  );
}
