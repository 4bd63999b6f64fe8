import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';

const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

/** What axe finds on the page as it is, one line each: the rule and the element. With `rules`, those alone. */
export async function axeProblems(page: Page, rules?: readonly string[]): Promise<readonly string[]> {
  const builder = new AxeBuilder({ page });
  const { violations } = await (rules ? builder.withRules([...rules]) : builder.withTags(tags)).analyze();
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => {
      const why = (failureSummary ?? '').split('\n').at(1)?.trim() ?? '';
      return `${id}: ${target.join(' ')}: ${why}`;
    }),
  );
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
    }, theme);
    const problems = await axeProblems(page, theme === 'light' ? undefined : ['color-contrast']);
    found.push(...problems.map((problem) => `${theme}: ${problem}`));
  }
  return found;
}
